import DeskRules
import DeskStore

/// A cartridge that was written off coming to light, and what that changes in what is owed.
struct Finding {
  private let books: Books
  private let before: [DebtChange]

  /// - Parameter before: what the same request has changed in the lists already.
  init(_ books: Books, after before: [DebtChange] = []) {
    self.books = books
    self.before = before
  }

  /// The fact: what the write-off left owed is owed no more. Nil where none tells of the piece.
  ///
  /// - Parameter holder: where it is, whose debt that is; nil where a swap counts it.
  func fact(
    _ piece: Piece, at moment: Instant, to holder: Holder? = nil
  ) throws(DeskError) -> PieceFound? {
    guard let written = try books.writeOffs.last(piece.tag) else { return nil }
    var change: [ClientCode: Int] = [:]
    if let client = written.client { change[client, default: 0] -= written.adjusted }
    if let holder, let (client, owed) = DebtShift.owed(piece.owner, holder) {
      change[client, default: 0] += owed
    }
    let due = moment.adding(minutes: Int64(Swapping.debtDays * 1440))
    var debts: [DebtChange] = []
    for (client, by) in change.sorted(by: { $0.key < $1.key }) where by != 0 {
      debts += DebtShift.lines(
        Account(client: client, group: written.group), by: by, origin: "\(written.number)",
        due: due, named: "\(written.number)",
        open: try books.swaps.debts(client).after(before))
    }
    return PieceFound(
      number: written.number, piece: piece.tag, at: moment, client: written.client,
      group: written.group, adjusted: -written.adjusted, debts: debts)
  }
}

extension Piece {
  /// Whether it is scrapped or lost by the books.
  var isWrittenOff: Bool { holder.kind == .scrap || holder.kind == .lost }
}

extension [Debt] {
  /// The debts after changes, those that the changes began too, in the order of the lists.
  func after(_ changes: [DebtChange]) -> [Debt] {
    let all = changes.reduce(into: self) { debts, change in
      let index = debts.firstIndex {
        $0.origin == change.origin && $0.group == change.group && $0.client == change.client
      }
      let before = index.map { debts.remove(at: $0) }
      debts.append(
        Debt(
          origin: change.origin, client: change.client, group: change.group,
          owed: (before?.owed ?? 0) + change.by, due: before?.due ?? change.due))
    }
    return all.filter { $0.owed != 0 }.sorted {
      ($0.due, $0.origin, $0.group) < ($1.due, $1.origin, $1.group)
    }
  }
}

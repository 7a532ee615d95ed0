import DeskRules
import DeskStore

/// A client and a substitution group: what balances and debts are kept by.
struct Account: Hashable, Comparable {
  let client: ClientCode
  let group: String

  static func < (left: Self, right: Self) -> Bool {
    (left.client, left.group) < (right.client, right.group)
  }
}

/// By how much moves of cartridges change what clients owe. Every door by which a cartridge may leave or
/// reach a client goes through it, so that what is listed by date adds up to the balance.
struct DebtShift {
  private let books: Books
  private var changes: [Account: Int] = [:]
  /// What write-offs that are known to have followed a move leave owed otherwise than was thought.
  private var corrections: [Correction] = []

  private struct Correction {
    let account: Account
    let by: Int
    let line: WriteOffLine
  }

  init(_ books: Books) { self.books = books }

  /// By how much each account changes, those that do.
  var shifts: [Account: Int] { changes.filter { $0.value != 0 } }

  /// Counts a move, if it says where the piece is now.
  mutating func move(_ piece: Piece, to holder: Holder, at moment: Instant) throws(DeskError) {
    let group = try books.catalogue.group(of: piece.item)
    guard try PieceTimeline(books).isLast(piece, at: moment) else {
      return try correct(piece, to: holder, at: moment, group)
    }
    shift(from: (piece.owner, piece.holder), to: (piece.owner, holder), group)
  }

  /// The last move before a write-off says who had the piece when it was lost, and who owes it.
  private mutating func correct(
    _ piece: Piece, to holder: Holder, at moment: Instant, _ group: String
  ) throws(DeskError) {
    guard piece.holder.kind == .lost || piece.holder.kind == .scrap,
      try books.pieces.holding(piece.tag, after: moment)?.since == piece.since,
      let line = try books.writeOffs.last(piece.tag)
    else { return }
    let owed = Self.owed(piece.owner, holder)
    guard line.client != owed?.client || line.adjusted != owed?.owed else { return }
    for (client, by) in [(line.client, -line.adjusted), (owed?.client, owed?.owed ?? 0)] {
      guard let client, by != 0 else { continue }
      add(client, group, by)
      corrections.append(
        Correction(account: Account(client: client, group: group), by: by, line: line))
    }
  }

  /// What a write-off leaves owed otherwise than was thought, as facts beside the lists.
  func correctionEvents(cause: String, at moment: Instant) -> [BalanceAdjusted] {
    corrections.map {
      BalanceAdjusted(
        client: $0.account.client, group: $0.account.group, by: $0.by, piece: $0.line.piece,
        writeOff: $0.line.number, debts: [], at: moment, cause: cause)
    }
  }

  /// Counts a piece with an owner and a holder that has another owner or holder from now on.
  mutating func shift(
    from before: (owner: ClientCode?, holder: Holder),
    to after: (owner: ClientCode?, holder: Holder), _ group: String
  ) {
    if let (client, owed) = Self.owed(before.owner, before.holder) {
      add(client, group, -owed)
    }
    if let (client, owed) = Self.owed(after.owner, after.holder) { add(client, group, owed) }
  }

  /// Counts what no place tells.
  mutating func add(_ client: ClientCode, _ group: String, _ owed: Int) {
    changes[Account(client: client, group: group), default: 0] += owed
  }

  /// Who owes a shell for where it is: a client for one of ours, we for one of a client's.
  static func owed(_ owner: ClientCode?, _ holder: Holder) -> (client: ClientCode, owed: Int)? {
    guard holder.kind != .scrap, holder.kind != .lost else { return nil }
    guard let owner else { return holder.clientCode.map { ($0, 1) } }
    return holder.clientCode == owner ? nil : (owner, -1)
  }
}

// MARK: What stands in the lists

extension DebtShift {
  /// How the lists of what is owed follow: a debt of the other kind shrinks, the named one first, then
  /// the most urgent; what is left is owed from the origin by a day.
  static func lines(
    _ account: Account, by shift: Int, origin: String, due: Instant, named: String? = nil,
    open: [Debt]
  ) -> [DebtChange] {
    var left = shift
    var lines: [DebtChange] = []
    let open = open.filter { $0.client == account.client && $0.group == account.group }
    for debt in open.filter({ $0.origin == named }) + open.filter({ $0.origin != named })
    where left.signum() * debt.owed.signum() < 0 {
      let part = left.signum() * min(abs(left), abs(debt.owed))
      left -= part
      lines.append(
        DebtChange(
          origin: debt.origin, client: account.client, group: account.group, by: part,
          due: debt.due))
    }
    guard left != 0 else { return lines }
    return lines + [
      DebtChange(
        origin: origin, client: account.client, group: account.group, by: left, due: due)
    ]
  }

  /// How what is owed both ways of one client and group becomes owed one way only.
  static func netted(_ open: [Debt]) -> [DebtChange] {
    var changes: [DebtChange] = []
    for debt in open where debt.owed < 0 {
      changes += netted(debt, against: open.after(changes))
    }
    return changes
  }

  /// By how much less a debt is owed, and what is owed the other way.
  static func netted(_ debt: Debt, against open: [Debt]) -> [DebtChange] {
    let less = lines(
      Account(client: debt.client, group: debt.group), by: debt.owed, origin: debt.origin,
      due: debt.due, open: open
    ).filter { $0.origin != debt.origin }
    guard !less.isEmpty else { return [] }
    let own = DebtChange(
      origin: debt.origin, client: debt.client, group: debt.group,
      by: -less.reduce(0) { $0 + $1.by }, due: debt.due)
    return less + [own]
  }

  /// The facts for every account but one's, which a swap tells itself. Where nothing has a number to
  /// settle by, swaps' numbers from `free` on are taken. What the same request has changed in the lists
  /// already is `earlier`.
  func events(
    cause: String, origin: String? = nil, at moment: Instant, piece: Tag? = nil,
    except client: ClientCode? = nil, after earlier: [DebtChange] = [], free: SwapNumber? = nil,
    reason: Line? = nil
  ) throws(DeskError) -> [BalanceAdjusted] {
    var number: SwapNumber  // of what becomes owed without a number of its own
    if let free { number = free } else { number = try books.next() }
    let due = moment.adding(minutes: Int64(Swapping.debtDays * 1440))
    var events = correctionEvents(cause: cause, at: moment)
    for (account, shift) in shifts.sorted(by: { $0.key < $1.key }) where account.client != client {
      let lines = Self.lines(
        account, by: shift, origin: origin ?? "\(number)", due: due,
        open: try books.swaps.debts(account.client).after(earlier))
      let isNumbered = origin == nil && lines.contains { $0.origin == "\(number)" }
      events.append(
        BalanceAdjusted(
          client: account.client, group: account.group, piece: piece, debts: lines, at: moment,
          cause: cause, number: isNumbered ? number : nil, reason: reason?.text))
      if isNumbered { number = SwapNumber(number.value + 1) }
    }
    return events
  }
}

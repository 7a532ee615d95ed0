import DeskRules
import DeskStore

/// Cartridges being written off, and what that leaves owed.
struct WriteOff {
  private let lookup: Lookup
  private let at: Instant
  private let settle: Bool
  private var debts: [ClientCode: [Debt]] = [:]
  private var changes: [DebtChange] = []
  private var books: Books { lookup.books }

  init(_ lookup: Lookup, at: Instant, settle: Bool) {
    self.lookup = lookup
    self.at = at
    self.settle = settle
  }

  /// The facts: one write-off with its number, and the moves.
  mutating func decide(
    _ fate: PiecesWrittenOff.Fate, _ pieces: [Piece], reason: Line, at client: ClientCode?
  ) throws(DeskError) -> PiecesWrittenOff {
    let number: WriteOffNumber = try books.next()
    var written: [WrittenOffPiece] = []
    for piece in pieces {
      written.append(try write(piece, lostAt: client, number))
    }
    return PiecesWrittenOff(
      number: number, fate: fate, at: at, pieces: written, debts: changes, reason: reason.text)
  }

  /// Whose a piece is from then on that was paid for: whoever owed it keeps it.
  func title(_ piece: Piece, lostAt client: ClientCode?, cause: String) -> TitlePassed? {
    guard settle else { return nil }
    let holder = client ?? piece.holder.clientCode
    guard piece.owner != holder else { return nil }
    return TitlePassed(
      piece: piece.tag, owner: piece.owner == nil ? holder : nil, at: at, cause: cause)
  }

  private mutating func write(
    _ piece: Piece, lostAt client: ClientCode?, _ number: WriteOffNumber
  ) throws(DeskError) -> WrittenOffPiece {
    let group = try books.catalogue.group(of: piece.item)
    let holder = client ?? piece.holder.clientCode
    // One of ours at a client: the client owes it. A client's with us: we owe it.
    let side = piece.owner == nil ? (holder == nil ? 0 : 1) : (piece.owner == holder ? 0 : -1)
    let party = piece.owner ?? holder
    let adjusted = settle ? 0 : side
    let counted = DebtShift.owed(piece.owner, piece.holder)
    var shift: [ClientCode: Int] = [:]
    if let party { shift[party] = adjusted }
    if let counted { shift[counted.client, default: 0] -= counted.owed }
    for (client, by) in shift.sorted(by: { $0.key < $1.key }) where by != 0 {
      try change(Account(client: client, group: group), by, number)
    }
    return WrittenOffPiece(
      piece: piece.tag, state: piece.state, client: party, group: group, adjusted: adjusted)
  }

  /// The lists of what is owed follow: where a client is to answer for a shell that the books had
  /// elsewhere, or where nothing stays owed for one.
  private mutating func change(
    _ account: Account, _ shift: Int, _ number: WriteOffNumber
  ) throws(DeskError) {
    let open = try open(account.client)
    let due = at.adding(minutes: Int64(Swapping.debtDays * 1440))
    for line in DebtShift.lines(account, by: shift, origin: "\(number)", due: due, open: open) {
      change(line.origin, account.client, account.group, line.by, line.due)
    }
  }

  private mutating func open(_ client: ClientCode) throws(DeskError) -> [Debt] {
    if let known = debts[client] { return known }
    let read = try books.swaps.debts(client)
    debts[client] = read
    return read
  }

  private mutating func change(
    _ origin: String, _ client: ClientCode, _ group: String, _ by: Int, _ due: Instant
  ) {
    changes.append(DebtChange(origin: origin, client: client, group: group, by: by, due: due))
    var open = debts[client] ?? []
    if let index = open.firstIndex(where: { $0.origin == origin && $0.group == group }) {
      let old = open.remove(at: index)
      let owed = old.owed + by
      if owed != 0 {
        open.insert(
          Debt(origin: origin, client: client, group: group, owed: owed, due: old.due), at: index)
      }
    } else {
      open.append(Debt(origin: origin, client: client, group: group, owed: by, due: due))
    }
    debts[client] = open
  }
}

/// A write-off as answers show one.
struct WriteOffCard: Item {
  let writeOff: WriteOffNumber
  let what: PiecesWrittenOff.Fate
  let at: String
  let pieces: [Line]

  enum CodingKeys: String, CodingKey {
    case writeOff = "write_off"
    case what, at, pieces
  }

  /// One of the pieces.
  struct Line: Encodable, Sendable {
    let cartridge: Tag
    let client: ClientCode?
    /// What stays owed for it: positive where the client owes it.
    let owed: Int?
  }

  init(_ written: PiecesWrittenOff, zone: Zone) {
    writeOff = written.number
    what = written.fate
    at = zone.text(of: written.at)
    pieces = written.pieces.map {
      Line(
        cartridge: $0.piece, client: $0.client, owed: $0.adjusted == 0 ? nil : $0.adjusted)
    }
  }
}

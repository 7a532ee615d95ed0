import DeskRules
import DeskStore

/// A shell for which nothing is owed any more.
struct SettledShell {
  let client: ClientCode
  let group: String
  /// 1 where the client owed it, -1 where we did.
  let side: Int
  /// Its tag, if it has one.
  let piece: Tag?
  /// The write-off that kept it owed.
  let writeOff: WriteOffNumber?
  /// Whether it is gone, or never had a tag, so that only the balance names it.
  let isGone: Bool
}

/// Debts being settled without a shell coming back.
struct Settling {
  private let lookup: Lookup
  private let from: DebtOrigin
  private let at: Instant
  private var debts: [Debt]
  private var changes: [[DebtChange]] = []
  private(set) var settled: [SettledShell] = []
  private var books: Books { lookup.books }

  /// - Throws: `not_found` and `state` where nothing is owed; `time` before it was.
  init(_ lookup: Lookup, from: DebtOrigin, at: Instant, zone: Zone) throws(DeskError) {
    self.lookup = lookup
    self.from = from
    self.at = at
    let since = try lookup.origin(of: from).since
    guard at >= since else {
      throw DeskError(
        .time, "\(from) is of \(zone.text(of: since)), after that; check the time",
        ["from": .string("\(from)")])
    }
    debts = []
    for client in try lookup.debtors(from) { debts += try books.swaps.debts(client) }
  }

  /// Settles what is owed from it, the named shells only, or at most so many.
  mutating func settle(_ named: [Tag], most: Int?) throws(DeskError) {
    var shells = try candidates()
    guard !shells.isEmpty else {
      throw DeskError(
        .state, "nothing is owed from \(from) any more", ["from": .string("\(from)")])
    }
    if let stranger = named.first(where: { tag in !shells.contains { $0.piece == tag } }) {
      throw DeskError(
        .state, "nothing is owed from \(from) for \(stranger)",
        ["from": .string("\(from)"), "piece": .string("\(stranger)")])
    }
    if !named.isEmpty { shells = shells.filter { $0.piece.map(named.contains) ?? false } }
    guard most.map({ (1...shells.count).contains($0) }) ?? true else {
      throw DeskError(.usage, "pieces is from 1 to \(shells.count), which are owed from \(from)")
    }
    for shell in shells.prefix(most ?? shells.count) {
      settled.append(shell)
      changes.append(reduce(shell))
    }
  }

  /// The facts: what is owed no more, and whose the shells are.
  func events(ticket: TicketNumber?, reason: Line) throws(DeskError) -> [any Event] {
    var events: [any Event] = []
    var others: [DebtChange] = []
    for (shell, change) in zip(settled, changes) {
      func adjusted(_ client: ClientCode, by: Int, _ debts: [DebtChange]) -> BalanceAdjusted {
        BalanceAdjusted(
          client: client, group: shell.group, by: by, piece: shell.piece, writeOff: shell.writeOff,
          debts: debts, at: at, cause: "\(from)", ticket: ticket, reason: reason.text)
      }
      events.append(adjusted(shell.client, by: shell.isGone ? -shell.side : 0, change))
      guard let piece = shell.piece else { continue }
      if let other = try otherHolder(of: piece, shell) {
        // What was handed over counts already, by itself; from now on its place tells it.
        let isHandedOver = try isHandedOver(piece, to: other)
        let lines = isHandedOver ? [] : try owed(by: other, shell, after: others)
        others += lines
        events.append(adjusted(other, by: isHandedOver ? -1 : 0, lines))
      }
      events.append(
        TitlePassed(
          piece: piece, owner: shell.side > 0 ? shell.client : nil, at: at, cause: "\(from)"))
    }
    return events
  }

  /// The client at whom a shell of another one stands that is ours from now on.
  private func otherHolder(
    of piece: Tag, _ shell: SettledShell
  ) throws(DeskError) -> ClientCode? {
    guard shell.side < 0, !shell.isGone,
      let holder = try books.pieces.find(piece)?.holder.clientCode
    else { return nil }
    return holder == shell.client ? nil : holder
  }

  /// Whether a client got a shell with a swap, in whose balance it counts though it is another's.
  private func isHandedOver(_ piece: Tag, to client: ClientCode) throws(DeskError) -> Bool {
    guard let cause = try books.pieces.holdings(piece).last?.cause,
      let number = try? SwapNumber(cause)
    else { return false }
    return try books.swaps.client(of: number) == client
  }

  private func owed(
    by client: ClientCode, _ shell: SettledShell, after earlier: [DebtChange]
  ) throws(DeskError) -> [DebtChange] {
    DebtShift.lines(
      Account(client: client, group: shell.group), by: 1, origin: "\(from)",
      due: at.adding(minutes: Int64(Swapping.debtDays * 1440)),
      open: try books.swaps.debts(client).after(earlier))
  }

  /// What a shell does to the lists of what is owed: its own line shrinks, else the oldest of its kind.
  private mutating func reduce(_ shell: SettledShell) -> [DebtChange] {
    let lines = DebtShift.lines(
      Account(client: shell.client, group: shell.group), by: -shell.side, origin: "\(from)",
      due: at.adding(minutes: Int64(Swapping.debtDays * 1440)), named: "\(from)", open: debts)
    for line in lines {
      let index = debts.firstIndex {
        $0.origin == line.origin && $0.group == line.group && $0.client == line.client
      }
      let before = index.map { debts.remove(at: $0).owed } ?? 0
      guard before + line.by != 0 else { continue }
      debts.insert(
        Debt(
          origin: line.origin, client: line.client, group: line.group, owed: before + line.by,
          due: line.due), at: index ?? debts.count)
    }
    return lines
  }

  /// The shells that are owed from it.
  private func candidates() throws(DeskError) -> [SettledShell] {
    switch from {
    case .writeOff(let number):
      return try books.writeOffs.lines(number).filter { $0.adjusted != 0 && $0.found == nil }
        .compactMap(Self.gone)
    case .swap(let number):
      let named = try lookup.ownBack(from)
      guard named.isEmpty else { return named.flatMap(Self.ownBack) }
      let pieces = try books.swaps.pieces(of: number)
      var shells: [SettledShell] = []
      for debt in debts where debt.origin == "\(from)" { shells += try self.shells(debt, pieces) }
      return shells
    }
  }

  /// A line of own back: a shell with a tag that is away, or so many without.
  private static func ownBack(_ expected: Expected) -> [SettledShell] {
    let shell = SettledShell(
      client: expected.debt.client, group: expected.debt.group, side: expected.debt.owed.signum(),
      piece: expected.piece, writeOff: nil, isGone: expected.piece == nil)
    return Array(repeating: shell, count: abs(expected.debt.owed))
  }

  private static func gone(_ line: WriteOffLine) -> SettledShell? {
    line.client.map {
      SettledShell(
        client: $0, group: line.group, side: line.adjusted.signum(), piece: line.piece,
        writeOff: line.number, isGone: true)
    }
  }

  /// As many shells as a line owes: the swap's own first, where they are away or gone, then whatever
  /// else of the group is owed, by tag before without.
  private func shells(_ debt: Debt, _ pieces: [Tag]) throws(DeskError) -> [SettledShell] {
    let side = debt.owed.signum()
    let gone = try books.writeOffs.owed(debt.client).filter {
      $0.group == debt.group
    }
    let lost = gone.filter { $0.adjusted.signum() == side }.compactMap(Self.gone)
    let away = try books.swaps.away(debt.client).filter {
      $0.group == debt.group && ($0.side == .ours ? 1 : -1) == side
        && ($0.side == .ours || $0.holder.clientCode == nil)
    }.map {
      SettledShell(
        client: debt.client, group: debt.group, side: side, piece: $0.piece, writeOff: nil,
        isGone: false)
    }
    let known = away + lost
    func isOwn(_ shell: SettledShell) -> Bool { shell.piece.map(pieces.contains) ?? false }
    let tagged = known.filter(isOwn) + lost.filter { !isOwn($0) } + away.filter { !isOwn($0) }
    let untagged = SettledShell(
      client: debt.client, group: debt.group, side: side, piece: nil, writeOff: nil, isGone: true)
    let adjusted =
      try books.swaps.adjusted(debt.client, debt.group) - gone.reduce(0) { $0 + $1.adjusted }
    let free = max(0, adjusted * side)
    // An opening balance is of shells that never had a tag.
    let own = pieces.isEmpty ? free : 0
    let count = abs(debt.owed)
    let order =
      Array(repeating: untagged, count: min(own, count)) + tagged
      + Array(repeating: untagged, count: min(max(0, free - own), count))
    return Array(order.prefix(count))
  }
}

extension Lookup {
  /// Whose debt a swap or write-off is, if one client's, and since when.
  func origin(of origin: DebtOrigin) throws(DeskError) -> (client: ClientCode?, since: Instant) {
    switch origin {
    case .swap(let number):
      if let client = try books.swaps.client(of: number), caller.sees(client),
        let since = try books.swaps.moment(of: number)
      {
        return (client, since)
      }
    case .writeOff(let number):
      if caller.client == nil, let record = try books.writeOffs.find(number) {
        let line = try books.writeOffs.lines(number).first { $0.client != nil && $0.adjusted != 0 }
        let debt = try books.swaps.debts(of: number.text).first
        return (line?.client ?? debt?.client, record.at)
      }
    }
    throw DeskError(.notFound, "there is no \(origin); swap list shows what is owed")
  }

  /// What of a swap under own back is not with its owner again, shell by shell.
  func ownBack(_ origin: DebtOrigin) throws(DeskError) -> [Expected] {
    guard case .swap(let number) = origin, let code = try books.swaps.client(of: number),
      try client(code).contract == .ownBack
    else { return [] }
    return try books.swaps.expected(
      client: code, before: Instant(seconds: .max), days: Swapping.debtDays, limit: 100_000
    ).filter { $0.debt.origin == "\(origin)" }
  }

  /// Clients that something is owed with from a swap or write-off.
  func debtors(_ origin: DebtOrigin) throws(DeskError) -> Set<ClientCode> {
    var owing = Set(try books.swaps.debts(of: "\(origin)").map(\.client))
    owing.formUnion(try ownBack(origin).map(\.debt.client))
    if case .writeOff(let number) = origin {
      owing.formUnion(
        try books.writeOffs.lines(number).filter { $0.adjusted != 0 && $0.found == nil }
          .compactMap(\.client))
    }
    return owing
  }

  /// Whose debt a swap or write-off is of which something is owed still.
  func debtor(_ origin: DebtOrigin, _ named: ClientCode?) throws(DeskError) -> ClientCode {
    let client = try self.origin(of: origin).client
    var owing = try debtors(origin)
    if let named = try named.map({ code throws(DeskError) in try self.client(code).code }) {
      owing = owing.filter { $0 == named }
    }
    if let client, owing.contains(client) { return client }
    guard let first = owing.sorted().first else {
      throw DeskError(
        .state, "nothing is owed from \(origin)", ["from": .string("\(origin)")])
    }
    return first
  }
}

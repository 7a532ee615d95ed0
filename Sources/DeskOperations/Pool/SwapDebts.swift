import DeskRules
import DeskStore

/// What a swap leaves expected, and what of older debts it brings to an end: counted by substitution
/// group, by the shells that change sides on the books.
struct SwapDebts {
  /// What changes.
  private(set) var changes: [DebtChange] = []
  /// How many empties the client owes from this swap; negative where we owe.
  private(set) var owed = 0
  /// Until when, if anything is left owed.
  private(set) var due: Instant?
  /// Until when each shell is to be with its owner again that is not, under own back.
  private(set) var lent: Instant?
  /// What else changes: what other clients owe, and what is owed for somebody else's shells.
  private(set) var others: [BalanceAdjusted] = []

  init(
    _ swapping: Swapping, origin: String, given: [Swapping.Side], taken: [Swapping.Side],
    found: [PieceFound], settling: DebtOrigin?, due day: Instant?
  ) throws(DeskError) {
    let client = swapping.client.code
    let changed = swapping.earlierChanges + found.flatMap(\.debts)
    let foreign = Self.foreign(client, given: given, taken: taken)
    let shift = try Self.shift(swapping, given: given, taken: taken, foreign)
    var net: [String: Int] = [:]
    for (account, owed) in shift.shifts where account.client == client {
      net[account.group] = owed
    }
    others =
      try shift.events(
        cause: origin, origin: origin, at: swapping.at, except: client,
        after: changed)
      + foreign.map {
        BalanceAdjusted(
          client: client, group: $0.group, by: $0.by, piece: $0.piece, debts: [],
          at: swapping.at, cause: origin)
      }
    let usual = swapping.at.adding(minutes: Int64(Swapping.debtDays * 1440))
    let isLent =
      given.contains { $0.isLast && $0.piece.owner != client }
      || taken.contains { $0.isLast && $0.piece.owner == client }
    if isLent && swapping.client.contract == .ownBack { lent = day ?? usual }
    var days: [String: Instant] = [:]
    let open = try swapping.books.swaps.debts(client).after(changed.filter { $0.client == client })
    let named = settling.map { "\($0)" }
    // What was named comes first, or an older debt would take what was brought for it.
    for debt in open.filter({ $0.origin == named }) + open.filter({ $0.origin != named }) {
      let owing = net[debt.group] ?? 0
      let part: Int
      if debt.origin == named {
        part = debt.owed
        days[debt.group] = debt.due
      } else if owing.signum() * debt.owed.signum() < 0 {
        part = debt.owed.signum() * min(owing.magnitude, debt.owed.magnitude).asInt
      } else {
        continue
      }
      net[debt.group] = owing + part
      changes.append(
        DebtChange(
          origin: debt.origin, client: client, group: debt.group, by: -part, due: debt.due))
    }
    for (group, left) in net.sorted(by: { $0.key < $1.key }) where left != 0 {
      let until = day ?? days[group] ?? usual
      changes.append(
        DebtChange(origin: origin, client: client, group: group, by: left, due: until))
      owed += left
      due = min(due ?? until, until)
    }
  }

  /// By how many shells each client has more of ours, or we less of the client's. What the books had
  /// on the other side already moves nothing.
  private static func shift(
    _ swapping: Swapping, given: [Swapping.Side], taken: [Swapping.Side],
    _ foreign: [(group: String, by: Int, piece: Tag)]
  ) throws(DeskError) -> DebtShift {
    let client = swapping.client.code
    var shift = DebtShift(swapping.books)
    for side in given {
      try shift.move(side.piece, to: .client(client), at: swapping.at)
    }
    for side in taken {
      if side.added != nil {
        shift.shift(from: (client, .client(client)), to: (client, swapping.to), side.group)
      } else {
        try shift.move(side.piece, to: swapping.to, at: swapping.at)
      }
    }
    for shell in foreign { shift.add(client, shell.group, shell.by) }
    return shift
  }

  /// Somebody else's shells: neither their place nor their owner tells that this client got or gave
  /// one, so they count as they were handed over.
  private static func foreign(
    _ client: ClientCode, given: [Swapping.Side], taken: [Swapping.Side]
  ) -> [(group: String, by: Int, piece: Tag)] {
    func isForeign(_ side: Swapping.Side) -> Bool {
      side.isLast && side.piece.owner.map { $0 != client } ?? false
    }
    let got = given.filter { isForeign($0) && $0.piece.holder.clientCode != client }
    return got.map { ($0.group, 1, $0.piece.tag) }
      + taken.filter(isForeign).map { ($0.group, -1, $0.piece.tag) }
  }
}

extension UInt {
  /// A count that is known to be small.
  fileprivate var asInt: Int { Int(self) }
}

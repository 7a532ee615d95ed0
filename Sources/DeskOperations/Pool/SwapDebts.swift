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

  init(
    _ swapping: Swapping, origin: String, given: [Swapping.Side], taken: [Swapping.Side],
    settling: SwapNumber?, due day: Instant?
  ) throws(DeskError) {
    let client = swapping.client.code
    var net = Self.net(client, given: given, taken: taken)
    let usual = swapping.at.adding(minutes: Int64(Swapping.debtDays * 1440))
    var due = day
    let open = try swapping.books.swaps.debts(client)
    let named = settling.map { "\($0)" }
    // What was named comes first, or an older debt would take what was brought for it.
    for debt in open.filter({ $0.origin == named }) + open.filter({ $0.origin != named }) {
      let owing = net[debt.group] ?? 0
      let part: Int
      if debt.origin == named {
        part = debt.owed
        due = due ?? debt.due
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
      let until = due ?? usual
      changes.append(
        DebtChange(origin: origin, client: client, group: group, by: left, due: until))
      owed += left
      self.due = until
    }
  }

  /// By how many shells the client has more of ours, or we less of the client's. What the books had on
  /// the other side already moves nothing; somebody else's shell counts as it was handed over.
  private static func net(
    _ client: ClientCode, given: [Swapping.Side], taken: [Swapping.Side]
  ) -> [String: Int] {
    var net: [String: Int] = [:]
    func wasThere(_ side: Swapping.Side) -> Bool {
      side.added != nil || side.piece.holder.clientCode == client
    }
    func isForeign(_ side: Swapping.Side) -> Bool {
      side.piece.owner.map { $0 != client } ?? false
    }
    for side in given where side.isLast && (isForeign(side) || !wasThere(side)) {
      net[side.group, default: 0] += 1
    }
    for side in taken where side.isLast && (isForeign(side) || wasThere(side)) {
      net[side.group, default: 0] -= 1
    }
    return net
  }
}

extension UInt {
  /// A count that is known to be small.
  fileprivate var asInt: Int { Int(self) }
}

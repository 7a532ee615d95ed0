import DeskRules
import DeskStore

struct StockRound: Query {
  static let about = About(
    "stock.round", "Lists what to bring and collect on tomorrow's round, one trip per client.",
    roles: .staff, refusals: [.time], example: "swapdesk stock round",
    notes: [
      "Bring: full ones that we owe, clients' own shells that are ready, and a full one for each"
        + " printer that has printed its cartridge's yield. Collect: empties that are due by then."
    ])
  let day: CalendarDate?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    day = try read.optional("day", "The day of the round; tomorrow where left out.")
    limit = try read.optional("limit", "How many clients at most; 100 where left out.")
  }

  /// Whose shells, and of which group.
  private struct Shell: Hashable {
    let client: ClientCode
    let group: String
  }

  /// How many lines of each kind are looked at.
  private static let lines = 1_000

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TripCard] {
    let zone = try books.clients.settings().zone
    let day = day ?? zone.date(at: caller.now).adding(days: 1)
    var trips: [ClientCode: TripCard] = [:]
    func change(_ client: ClientCode, _ body: (inout TripCard) -> Void) {
      var trip = trips[client] ?? TripCard(client: client)
      body(&trip)
      trips[client] = trip
    }
    let ready = try books.swaps.ready(limit: Self.lines)
    var own = Dictionary(grouping: ready, by: { Shell(client: $0.client, group: $0.group) })
      .mapValues(\.count)
    for expected in try books.swaps.expected(
      client: nil, before: zone.endOfDay(day).adding(seconds: 1), days: Swapping.debtDays,
      limit: Self.lines)
    {
      let debt = expected.debt
      if let piece = expected.piece {
        guard !ready.contains(where: { $0.piece == piece }) else { continue }
        let line = "\(piece), a \(debt.group) (\(debt.origin))"
        change(debt.client) { debt.owed < 0 ? $0.bring.append(line) : $0.collect.append(line) }
        continue
      }
      // The client's own full one settles what we owe, so no other is brought for it.
      let shell = Shell(client: debt.client, group: debt.group)
      let settled = debt.owed < 0 ? min(own[shell] ?? 0, -debt.owed) : 0
      own[shell, default: 0] -= settled
      guard abs(debt.owed) > settled else { continue }
      let line = "\(abs(debt.owed) - settled) x \(debt.group) (\(debt.origin))"
      change(debt.client) { debt.owed < 0 ? $0.bring.append(line) : $0.collect.append(line) }
    }
    for piece in ready {
      change(piece.client) { $0.own.append(piece.piece) }
    }
    for cartridge in try books.stock.installed(percent: 100, limit: Self.lines) {
      guard let client = cartridge.client else { continue }
      let share = cartridge.pages * 100 / max(1, cartridge.yieldPages)
      change(client) {
        $0.printers.append("\(cartridge.device): \(cartridge.item) at \(share) %")
      }
    }
    return Array(
      trips.values.sorted { $0.client < $1.client }.prefix(limit?.count ?? 100))
  }
}

/// One client's stop on a round.
struct TripCard: Item {
  let client: ClientCode
  /// Full ones that we owe.
  var bring: [String] = []
  /// The client's own shells that are full.
  var own: [Tag] = []
  /// Printers that want a new one soon.
  var printers: [String] = []
  /// Empties that are due.
  var collect: [String] = []
}

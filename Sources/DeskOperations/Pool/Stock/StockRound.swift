import DeskRules
import DeskStore

struct StockRound: Query {
  static let about = About(
    "stock.round", "Lists what to bring and collect on tomorrow's round, one trip per client.",
    roles: .staff, refusals: [.time], example: "swapdesk stock round",
    notes: [
      "Bring: full ones that we owe, clients' own shells that are ready, and a full one for each"
        + " printer that has printed its cartridge's yield. Collect: empties that are due by then.",
      "Each stop is a client's site with its address, a client's sites one after the other. One without a"
        + " site: the client has several, and nobody knows which it was.",
    ])
  let day: CalendarDate?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    day = try read.optional("day", "The day of the round; tomorrow where left out.")
    limit = try read.optional("limit", "How many clients at most; 100 where left out.")
  }

  /// How many lines of each kind are looked at.
  private static let lines = 1_000

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TripCard] {
    let zone = try books.clients.settings().zone
    let day = day ?? zone.date(at: caller.now).adding(days: 1)
    var round = Round(books)
    let ready = try books.swaps.ready(limit: Self.lines)
    try round.add(
      try books.swaps.expected(
        client: nil, before: zone.endOfDay(day).adding(seconds: 1), days: Swapping.debtDays,
        limit: Self.lines), ready)
    for piece in ready {
      let site = try books.pieces.site(of: piece.piece, at: piece.client)
      try round.change(piece.client, site) { $0.own.append(piece.piece) }
    }
    for cartridge in try books.stock.installed(percent: 100, limit: Self.lines) {
      guard let client = cartridge.holder.clientCode else { continue }
      let share = cartridge.pages * 100 / max(1, cartridge.yieldPages)
      try round.change(client, cartridge.holder.siteCode(at: client)) {
        $0.printers.append("\(cartridge.device): \(cartridge.item) at \(share) %")
      }
    }
    return round.trips(limit?.count ?? 100)
  }
}

/// A round being put together, stop by stop.
private struct Round {
  private let books: Books
  private var sites: ClientSites
  private var stops: [Stop: TripCard] = [:]

  /// A client's site; none where nobody knows which of several.
  private struct Stop: Hashable, Comparable {
    let client: ClientCode
    let site: ClientCode?

    static func < (left: Self, right: Self) -> Bool {
      (left.client, left.site?.text ?? "") < (right.client, right.site?.text ?? "")
    }
  }

  init(_ books: Books) {
    self.books = books
    sites = ClientSites(books)
  }

  /// Changes what is to do at a client's site.
  mutating func change(
    _ client: ClientCode, _ code: ClientCode?, _ body: (inout TripCard) -> Void
  ) throws(DeskError) {
    let site = try sites.site(client, code)
    let stop = Stop(client: client, site: site?.code)
    body(&stops[stop, default: TripCard(client, site)])
  }

  /// Adds what is expected; what the client's own full ones settle is not brought twice.
  mutating func add(_ expected: [Expected], _ ready: [AwayPiece]) throws(DeskError) {
    var own = Dictionary(
      grouping: ready, by: { Account(client: $0.client, group: $0.group) }
    ).mapValues(\.count)
    for expected in expected {
      let debt = expected.debt
      let site = try books.swaps.site(of: expected)
      func add(_ line: String) throws(DeskError) {
        try change(debt.client, site) {
          debt.owed < 0 ? $0.bring.append(line) : $0.collect.append(line)
        }
      }
      if let piece = expected.piece {
        guard !ready.contains(where: { $0.piece == piece }) else { continue }
        try add("\(piece), a \(debt.group) (\(debt.origin))")
        continue
      }
      let account = Account(client: debt.client, group: debt.group)
      let settled = debt.owed < 0 ? min(own[account] ?? 0, -debt.owed) : 0
      own[account, default: 0] -= settled
      guard abs(debt.owed) > settled else { continue }
      try add("\(abs(debt.owed) - settled) x \(debt.group) (\(debt.origin))")
    }
  }

  /// The stops of so many clients, each client's beside each other.
  func trips(_ clients: Int) -> [TripCard] {
    let served = Set(Set(stops.keys.map(\.client)).sorted().prefix(clients))
    return stops.sorted { $0.key < $1.key }.map(\.value).filter { served.contains($0.client) }
  }
}

/// One stop on a round: a client's site.
struct TripCard: Item {
  let client: ClientCode
  /// Which of the client's sites, where that is known.
  let site: ClientCode?
  let address: String?
  /// Full ones that we owe.
  var bring: [String] = []
  /// The client's own shells that are full.
  var own: [Tag] = []
  /// Printers that want a new one soon.
  var printers: [String] = []
  /// Empties that are due.
  var collect: [String] = []

  init(_ client: ClientCode, _ site: Site?) {
    self.client = client
    self.site = site?.code
    address = site?.address
  }
}

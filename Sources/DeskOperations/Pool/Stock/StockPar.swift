import DeskRules
import DeskStore

struct StockPar: Query {
  static let about = About(
    "stock.par", "Works out from real consumption when to refill and how many full ones to keep.",
    roles: .staff, refusals: [.usage], example: "swapdesk stock par --group Q5942A",
    notes: [
      "Demand d a day and its deviation come from what was given in the last 180 days, or since the"
        + " first; L is the median of how long the last refills took. Safety stock = 1.65 · deviation"
        + " · √L; reorder point = d · L + safety stock; par = d · (L + R) + 1.65 · deviation ·"
        + " √(L + R); rounded up. With under 12 days of demand the largest demand seen in L, and in"
        + " L + R, days on end is taken instead.",
      "What came back unused was not needed: it counts as not given. Days are those of the desk's zone.",
      "On hand is full, untested and at the refiller; short is what par has more than that.",
    ])
  let group: Line?
  let review: Int?
  let after: Line?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    group = try read.optional("group", "Only this substitution group.")
    review = try read.optional("review", "Days between rounds to the refiller; 7 where left out.")
    after = try read.optional("after", "Only groups after this one: the next page.")
    limit = try read.optional("limit", "How many groups at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [StockParCard] {
    guard review ?? 7 <= 366 else {
      throw DeskError(.usage, "review is a number of days up to 366")
    }
    let forecast = try StockForecast(books, now: caller.now, reviewDays: review ?? 7)
    let shelves = try StockShelf(books).items(type: nil, group: group?.text)
    let groups = Dictionary(grouping: shelves, by: \.group).sorted { $0.key < $1.key }
    var cards: [StockParCard] = []
    for (group, items) in groups where group > (after?.text.uppercased() ?? "") {
      guard cards.count < limit?.count ?? 50 else { break }
      cards.append(
        StockParCard(group, items, try forecast.level(of: items.map(\.type))))
    }
    return cards
  }
}

/// What to keep of a group, and the numbers that led there.
struct StockParCard: Item {
  let group: String
  let days: Int
  let given: Int
  let observations: Int
  let demandADay: String
  let deviation: String
  let refillDays: Int
  let reviewDays: Int
  let safetyStock: Int
  let reorderPoint: Int
  let par: Int
  let basis: String
  let full: Int
  let onHand: Int
  let empty: Int
  let short: Int
  let reorder: Bool

  enum CodingKeys: String, CodingKey {
    case group, days, given, observations
    case demandADay = "demand_a_day"
    case deviation
    case refillDays = "refill_days"
    case reviewDays = "review_days"
    case safetyStock = "safety_stock"
    case reorderPoint = "reorder_point"
    case par, basis, full
    case onHand = "on_hand"
    case empty, short, reorder
  }

  init(_ group: String, _ items: [StockShelf.Item], _ level: StockLevel) {
    self.group = group
    days = level.days
    given = level.given
    observations = level.observations
    demandADay = level.demand.threeDecimals
    deviation = level.deviation.threeDecimals
    refillDays = level.leadDays
    reviewDays = level.reviewDays
    safetyStock = level.safetyStock
    reorderPoint = level.reorderPoint
    par = level.par
    basis = level.isFromMaximum ? "largest demand seen" : "demand and deviation"
    full = items.reduce(0) { $0 + $1.full }
    onHand = items.reduce(0) { $0 + $1.onHand }
    empty = items.reduce(0) { $0 + $1.empty + $1.failed }
    short = max(0, level.par - onHand)
    reorder = onHand <= level.reorderPoint && level.given > 0
  }
}

extension Double {
  /// The number with three decimals, for people.
  fileprivate var threeDecimals: String {
    let thousandths = Int((self * 1_000).rounded())
    let digits = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}

/// What stock must provide for, from what was given and how long refills take.
struct StockForecast {
  let books: Books
  private let zone: Zone
  private let today: CalendarDate
  /// The time looked at, in stretches of one offset.
  private let window: [ZoneStretch]
  private let reviewDays: Int

  /// Over how many days demand is looked at, and over how many refills the time they take.
  static let windowDays = 180
  private static let refills = 50
  /// How long a refill takes where none is known, in days.
  private static let usualLeadDays = 14

  init(_ books: Books, now: Instant, reviewDays: Int = 7) throws(DeskError) {
    self.books = books
    self.reviewDays = reviewDays
    zone = try books.clients.settings().zone
    today = zone.date(at: now)
    window = zone.stretches(
      from: zone.startOfDay(today.adding(days: 1 - Self.windowDays)), until: zone.endOfDay(today))
  }

  /// Whose refill of a type came back last.
  func refiller(of type: String) throws(DeskError) -> String? {
    try books.refills.turnarounds(of: type, in: zone, limit: 1).refiller
  }

  /// What to keep of some types that stand for each other.
  func level(of types: [String]) throws(DeskError) -> StockLevel {
    let last = today.dayNumber
    let first = last - Self.windowDays + 1
    var demand: [Int: Int] = [:]
    var begun = last
    var turnarounds: [Int] = []
    for type in types {
      demand.merge(try books.stock.consumption(type, in: window)) { $0 + $1 }
      if let given = try books.stock.firstConsumption(type) {
        begun = min(begun, max(first, zone.date(at: given).dayNumber))
      }
      turnarounds += try books.refills.turnarounds(of: type, in: zone, limit: Self.refills).days
    }
    return StockLevel(
      demand: demand, days: last - begun + 1, last: last,
      leadDays: max(1, Median.of(turnarounds) ?? Self.usualLeadDays), reviewDays: reviewDays)
  }
}

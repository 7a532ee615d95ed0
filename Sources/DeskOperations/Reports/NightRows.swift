import DeskRules
import DeskStore

/// Collects visits, calls and missed calls into the rows of the night report.
struct NightRows {
  private let lookup: Lookup
  private let settings: DeskSettings
  private let grouping: Set<NightGrouping>
  private let rates: [String: [StaffRated]]
  private var zones: [String: Zone] = [:]
  private var currencies: [ClientCode: Currency] = [:]
  private var rows: [NightKey: Row] = [:]

  private struct Row {
    var figures = VisitFigures()
    var missed = 0
    var received = 0
    var unanswered = 0
    /// The engineers of whom nobody said what their hour costs.
    var unrated: Set<String> = []
  }

  init(
    _ lookup: Lookup, _ settings: DeskSettings, by grouping: Set<NightGrouping>,
    rates: [StaffRated]
  ) {
    self.lookup = lookup
    self.settings = settings
    self.grouping = grouping
    self.rates = Dictionary(grouping: rates, by: \.name)
  }

  mutating func add(_ standing: Visit) throws(DeskError) {
    let visit = standing.logged
    let night = try settings.night.split(
      from: visit.arrived, to: visit.done, zone: try zone(visit.client, visit.site)
    ).first { $0.band == DayWindow.nightName }?.minutes
    let key = key(visit.arrived, visit.engineer, visit.client, visit.currency)
    let rate = rate(of: visit.engineer, at: visit.arrived)
    if rate == nil { rows[key, default: Row()].unrated.insert(visit.engineer) }
    try rows[key, default: Row()].figures.add(
      visit, billed: standing.billed, nightMinutes: night ?? 0, hourlyRate: rate)
  }

  mutating func add(_ missed: MissedCall) throws(DeskError) {
    let key = key(missed.at, missed.person, missed.client, try currency(of: missed.client))
    rows[key, default: Row()].missed += 1
  }

  /// A call, whether somebody came or not; nobody's where nobody took it.
  mutating func add(_ call: ReceivedCall) throws(DeskError) {
    let key = key(call.calledAt, call.engineer, call.client, try currency(of: call.client))
    rows[key, default: Row()].received += 1
    if call.isUnanswered { rows[key, default: Row()].unanswered += 1 }
  }

  /// The rows in order.
  func cards() throws(DeskError) -> [NightCard] {
    try rows.sorted { $0.key < $1.key }.map { key, row throws(DeskError) in
      var card = try NightCard(
        key, row.figures, missed: row.missed, costCurrency: settings.currency)
      (card.received, card.unanswered) = (row.received, row.unanswered)
      card.flags = row.unrated.isEmpty ? nil : row.unrated.sorted().map { "no_rate \($0)" }
      return card
    }
  }

  private func key(
    _ at: Instant, _ engineer: String?, _ client: ClientCode, _ currency: Currency
  ) -> NightKey {
    NightKey(
      month: grouping.contains(.month) ? settings.zone.month(at: at) : nil,
      engineer: grouping.contains(.engineer) ? engineer : nil,
      client: grouping.contains(.client) ? client : nil, currency: currency)
  }

  private func rate(of engineer: String, at instant: Instant) -> Int64? {
    let day = settings.zone.date(at: instant)
    return rates[engineer]?.last { $0.from <= day }?.hourlyRate.value
  }

  private mutating func zone(_ client: ClientCode, _ site: ClientCode) throws(DeskError) -> Zone {
    let key = "\(client)/\(site)"
    if let zone = zones[key] { return zone }
    let zone = try lookup.zone(client, site)
    zones[key] = zone
    return zone
  }

  private mutating func currency(of client: ClientCode) throws(DeskError) -> Currency {
    if let currency = currencies[client] { return currency }
    let currency = try lookup.client(client).currency
    currencies[client] = currency
    return currency
  }
}

/// What a row of the night report is about.
struct NightKey: Hashable, Comparable {
  let month: String?
  let engineer: String?
  let client: ClientCode?
  let currency: Currency

  static func < (left: NightKey, right: NightKey) -> Bool {
    func order(_ key: NightKey) -> (String, String, String, String) {
      (key.month ?? "", key.engineer ?? "", key.client?.text ?? "", key.currency.code)
    }
    return order(left) < order(right)
  }
}

/// A row of the night report.
struct NightCard: Item {
  let month: String?
  let engineer: String?
  let client: ClientCode?
  var received = 0
  var unanswered = 0
  let calls: Int
  let nightCalls: Int
  let minutes: Int
  let nightMinutes: Int
  let bands: BandTotals
  let responseMedian: Int64?
  let responseWorst: Int64?
  let missedAcknowledgements: Int
  let cost: String?
  let costCurrency: Currency?
  let revenue: String
  let currency: Currency
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case month, engineer, client, received, unanswered, calls
    case nightCalls = "night_calls"
    case minutes
    case nightMinutes = "night_minutes"
    case bands
    case responseMedian = "response_median"
    case responseWorst = "response_worst"
    case missedAcknowledgements = "missed_acknowledgements"
    case cost
    case costCurrency = "cost_currency"
    case revenue, currency, flags
  }

  init(
    _ key: NightKey, _ figures: VisitFigures, missed: Int, costCurrency: Currency
  ) throws(DeskError) {
    (month, engineer, client, currency) = (key.month, key.engineer, key.client, key.currency)
    calls = figures.calls
    nightCalls = figures.nightCalls
    minutes = figures.minutes
    nightMinutes = figures.nightMinutes
    bands = BandTotals(figures.bands)
    responseMedian = figures.medianResponse
    responseWorst = figures.worstResponse
    missedAcknowledgements = missed
    let cost = try figures.cost()
    self.cost = cost.map { costCurrency.text($0) }
    self.costCurrency = cost == nil ? nil : costCurrency
    revenue = key.currency.text(figures.revenue)
  }
}

/// Minutes by the name of their band, as an object whose members are the bands.
struct BandTotals: Encodable, Sendable {
  private let bands: [(band: String, minutes: Int)]

  init(_ bands: [(band: String, minutes: Int)]) { self.bands = bands.sorted { $0.band < $1.band } }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for band in bands { try container.encode(band.minutes, forKey: Name(stringValue: band.band)) }
  }
}

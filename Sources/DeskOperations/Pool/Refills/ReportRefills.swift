import DeskRules
import DeskStore

struct ReportRefills: Query {
  static let about = About(
    "report.refills", "Shows what refillers did, by month: sent, received, failed, cost, days.",
    roles: .staff, refusals: [.notFound], example: "swapdesk report refills --period 2026",
    notes: ["Months are those of UTC; pieces count in the month in which each thing happened."])
  let refiller: ShortName?
  let period: Period?

  init(_ read: inout Arguments) throws(DeskError) {
    refiller = try read.optional("refiller", "Only this refiller's.")
    period = try read.optional("period", "Which time; the last twelve months where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [RefillReportCard] {
    let refiller = try refiller.map { name throws(DeskError) in
      try Lookup(books, caller).refiller(name).code
    }
    let settings = try books.clients.settings()
    let today = settings.zone.date(at: caller.now)
    let first = period?.first ?? today.adding(days: -365)
    let last = period?.last ?? today.adding(days: 1)
    let days = try books.refills.days(
      from: first.dayNumber, to: last.dayNumber, refiller: refiller)
    let turnarounds = try books.refills.turnarounds(
      from: first.dayNumber, to: last.dayNumber, refiller: refiller)
    let away = Dictionary(grouping: turnarounds) { Key($0.refiller, day: $0.day) }
    return try Dictionary(grouping: days) { Key($0.refiller, day: $0.day) }
      .sorted { $0.key < $1.key }
      .map { key, days throws(DeskError) in
        try RefillReportCard(key, days, away[key] ?? [], settings.currency)
      }
  }

  /// A month of a refiller's.
  struct Key: Hashable, Comparable {
    let month: String
    let refiller: String

    init(_ refiller: String, day: Int) {
      month = String(
        CalendarDate.earliest.adding(
          days: day - CalendarDate.earliest.dayNumber
        ).text.prefix(7))
      self.refiller = refiller
    }

    static func < (left: Key, right: Key) -> Bool {
      (left.month, left.refiller) < (right.month, right.refiller)
    }
  }
}

/// What a refiller did in a month.
struct RefillReportCard: Item {
  let month: String
  let refiller: String
  let sent: Int
  let received: Int
  let failed: Int
  /// Redone free; they count among those received.
  let redone: Int
  let cost: String
  let currency: Currency
  let medianDays: Int?

  enum CodingKeys: String, CodingKey {
    case month, refiller, sent, received, failed, redone, cost, currency
    case medianDays = "median_days"
  }

  init(
    _ key: ReportRefills.Key, _ days: [RefillDay], _ away: [Turnaround], _ currency: Currency
  ) throws(DeskError) {
    month = key.month
    refiller = key.refiller
    sent = days.reduce(0) { $0 + $1.sent }
    received = days.reduce(0) { $0 + $1.received }
    failed = days.reduce(0) { $0 + $1.failed }
    redone = days.reduce(0) { $0 + $1.redone }
    cost = currency.text(try MoneyRule.sum(days.map(\.cost)))
    self.currency = currency
    medianDays = Median.of(away.map { (value: $0.days, count: $0.pieces) })
  }
}

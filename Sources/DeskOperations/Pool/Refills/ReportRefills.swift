import DeskRules
import DeskStore

struct ReportRefills: Query {
  static let about = About(
    "report.refills", "Shows what refillers did, by month: sent, received, failed, cost, days.",
    roles: .staff, refusals: [.notFound], example: "swapdesk report refills --period 2026",
    notes: [
      "Months are those of the desk's zone; pieces count in the month in which each thing happened."
    ])
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
    let from = settings.zone.startOfDay(period?.first ?? today.adding(days: -365))
    let until = settings.zone.endOfDay(period?.last ?? today.adding(days: 1))
    func key(_ refiller: String, _ at: Instant) -> Key {
      Key(month: settings.zone.month(at: at), refiller: refiller)
    }
    let work = try books.refills.work(from: from, until: until, refiller: refiller)
    let turnarounds = try books.refills.turnarounds(from: from, until: until, refiller: refiller)
    let away = Dictionary(grouping: turnarounds) { key($0.refiller, $0.back) }
    return try Dictionary(grouping: work) { key($0.refiller, $0.at) }
      .sorted { $0.key < $1.key }
      .map { key, work throws(DeskError) in
        try RefillReportCard(key, work, away[key] ?? [], settings)
      }
  }

  /// A month of a refiller's.
  struct Key: Hashable, Comparable {
    let month: String
    let refiller: String

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
    _ key: ReportRefills.Key, _ work: [RefillWorkDone], _ away: [Turnaround],
    _ settings: DeskSettings
  ) throws(DeskError) {
    month = key.month
    refiller = key.refiller
    sent = work.reduce(0) { $0 + $1.sent }
    received = work.reduce(0) { $0 + $1.received }
    failed = work.reduce(0) { $0 + $1.failed }
    redone = work.reduce(0) { $0 + $1.redone }
    cost = settings.currency.text(try MoneyRule.sum(work.map(\.cost)))
    currency = settings.currency
    medianDays = Median.of(
      away.map { (value: $0.days(in: settings.zone), count: $0.pieces) })
  }
}

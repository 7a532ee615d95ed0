import DeskRules
import Testing

@Suite struct TariffQuoteTests {
  /// A tariff of 1500.00 an hour.
  static func tariff(
    _ bands: [String], minimum: Int = 0, step: Int = 1, travel: String = "none", fee: Int64 = 0,
    rounding: RoundingScope = .visit
  ) throws -> Tariff {
    try Tariff(
      currency: Currency("RUB"), hourlyRate: 150_000, bands: bands.map { try TariffBand($0) },
      minimumMinutes: minimum, stepMinutes: step, travel: TravelRule(travel), calloutFee: fee,
      rounding: rounding)
  }

  static func quote(
    _ tariff: Tariff, _ arrived: String, _ done: String, departed: String? = nil,
    zone: String = "Europe/Moscow"
  ) throws -> Quote {
    try tariff.quote(
      arrived: Instant(iso8601: arrived), done: Instant(iso8601: done),
      departed: departed.map { try Instant(iso8601: $0) }, zone: Zone(zone))
  }

  static func lines(_ quote: Quote) -> [String] {
    quote.bands.map { "\($0.band) \($0.minutes) \($0.billedMinutes) \($0.amount)" }
  }

  struct Row: Sendable {
    let bands: [String]
    var minimum = 0
    var step = 1
    var rounding = RoundingScope.visit
    let arrived, done: String
    let lines: [String]
  }

  static let rows = [
    // The highest priority wins over the highest factor; at equal priority the highest factor.
    Row(
      bands: ["night 22:00-06:00 x1.5", "cheap 23:00-24:00 x0.5 priority=1"],
      arrived: "2026-11-21T22:30+03:00", done: "2026-11-22T00:30+03:00",
      lines: ["night 60 60 225000", "cheap 60 60 75000"]),
    Row(
      bands: ["night 22:00-06:00 x1.5", "weekend 00:00-24:00 x2 days=sat,sun"],
      arrived: "2026-11-20T23:30+03:00", done: "2026-11-21T00:30+03:00",
      lines: ["night 30 30 112500", "weekend 30 30 150000"]),
    Row(
      bands: ["one 00:00-24:00 x2", "two 00:00-24:00 x2"],
      arrived: "2026-11-20T12:00+03:00", done: "2026-11-20T13:00+03:00",
      lines: ["one 60 60 300000"]),
    // A minute belongs to its own date: Saturday's band does not reach into Sunday.
    Row(
      bands: ["sat 20:00-04:00 x2 days=sat"],
      arrived: "2026-11-20T23:00+03:00", done: "2026-11-22T01:00+03:00",
      lines: ["day 1080 1080 2700000", "sat 480 480 2400000"]),
    // What the minimum and the step add goes to the band touched last, wherever it first appeared.
    Row(
      bands: ["noon 12:00-13:00 x2"], minimum: 200, step: 30,
      arrived: "2026-11-20T11:30+03:00", done: "2026-11-20T13:10+03:00",
      lines: ["day 40 150 375000", "noon 60 60 300000"]),
    // The largest minimum of the bands touched, once.
    Row(
      bands: ["night 22:00-06:00 x1.5 minimum=240"], minimum: 60,
      arrived: "2026-11-20T21:50+03:00", done: "2026-11-20T22:10+03:00",
      lines: ["day 10 10 25000", "night 10 230 862500"]),
    Row(
      bands: ["night 22:00-06:00 x1.5 minimum=240"], minimum: 60,
      arrived: "2026-11-20T21:50+03:00", done: "2026-11-20T22:00+03:00",
      lines: ["day 10 60 150000"]),
    // With a step in each band the minimum's rest goes to the last band, in steps.
    Row(
      bands: ["night 22:00-06:00 x1.5"], step: 15, rounding: .band,
      arrived: "2026-11-20T21:10+03:00", done: "2026-11-20T22:35+03:00",
      lines: ["day 50 60 150000", "night 35 45 168750"]),
    Row(
      bands: ["night 22:00-06:00 x1.5"], minimum: 130, step: 15, rounding: .band,
      arrived: "2026-11-20T21:10+03:00", done: "2026-11-20T22:35+03:00",
      lines: ["day 50 60 150000", "night 35 75 281250"]),
    // A visit of no length touches the band at the arrival; seconds are cut off.
    Row(
      bands: ["night 22:00-06:00 x1.5 minimum=30"],
      arrived: "2026-11-20T22:00:10+03:00", done: "2026-11-20T22:00:50+03:00",
      lines: ["night 0 30 112500"]),
    Row(
      bands: [], arrived: "2026-11-20T22:00:59+03:00", done: "2026-11-20T22:01+03:00",
      lines: ["day 1 1 2500"]),
    // 1 minute at 1500.00 x 1.0001 is 25.0025: half up at the end, once a line.
    Row(
      bands: ["odd 12:00-13:00 x1.0002"],
      arrived: "2026-11-20T12:00+03:00", done: "2026-11-20T12:01+03:00",
      lines: ["odd 1 1 2501"]),
  ]

  @Test(arguments: rows) func prices(row: Row) throws {
    let tariff = try Self.tariff(
      row.bands, minimum: row.minimum, step: row.step, rounding: row.rounding)
    let quote = try Self.quote(tariff, row.arrived, row.done)
    #expect(Self.lines(quote) == row.lines)
    #expect(quote.elapsedMinutes == quote.bands.reduce(0) { $0 + $1.minutes })
    #expect(quote.total == quote.labour)
  }

  @Test(arguments: [
    ("none", "2026-11-20T11:15+03:00", 45, Int64(0)),
    ("billed", "2026-11-20T11:15+03:00", 45, 112_500),
    ("flat=500", "2026-11-20T11:15+03:00", 45, 50_000),
    ("billed", nil, 0, 0), ("flat=500", nil, 0, 0),
  ])
  func chargesTheWay(rule: String, departed: String?, minutes: Int, amount: Int64) throws {
    let tariff = try Self.tariff(["noon 12:00-13:00 x2"], travel: rule, fee: 700)
    let quote = try Self.quote(
      tariff, "2026-11-20T12:00+03:00", "2026-11-20T13:00+03:00", departed: departed)
    #expect(quote.travelMinutes == minutes && quote.travelAmount == amount)
    #expect(quote.labour == 300_000 && quote.calloutFee == 700)
    #expect(quote.total == 300_700 + amount)
  }

  @Test(arguments: [
    ("2026-11-20T12:00Z", "2026-11-20T11:59Z", nil),
    ("2026-11-20T12:00Z", "2026-11-20T13:00Z", "2026-11-20T12:01Z"),
    ("2026-10-01T12:00Z", "2026-11-02T12:00Z", nil),
    ("2026-11-20T12:00Z", "2026-11-20T13:00Z", "2025-11-20T12:00Z"),
  ])
  func refusesImpossibleTimes(arrived: String, done: String, departed: String?) throws {
    let tariff = try Self.tariff([])
    try refusal(.time) { try Self.quote(tariff, arrived, done, departed: departed) }
  }

  @Test func refusesASumThatCannotBeKept() throws {
    let tariff = try Tariff(
      currency: Currency("RUB"), hourlyRate: MoneyRule.limitMinorUnits,
      bands: [TariffBand("dear 00:00-24:00 x100")])
    try refusal(.amount) { try Self.quote(tariff, "2026-11-01T12:00Z", "2026-11-30T12:00Z") }
  }
}

@Suite(.enabled(if: SharedCases.arePresent, SharedCases.reason)) struct WorkedCalloutTests {
  static let night = "night 22:00-06:00 x1.5"

  @Test func nights() throws {
    let tariff = try TariffQuoteTests.tariff([Self.night])
    for example in try SharedCases.examples("night-") {
      let quote = try TariffQuoteTests.quote(
        tariff, example.text("start"), example.text("end"), zone: example.text("zone"))
      #expect(try Int64(quote.elapsedMinutes) == example.expected("elapsed"), "\(example.id)")
      for band in ["night", "day"] {
        let minutes = quote.bands.first { $0.band == band }?.minutes ?? 0
        #expect(try Int64(minutes) == example.expected(band), "\(example.id) \(band)")
      }
    }
  }

  @Test(arguments: [("22:00-06:00", "night_22_06_minutes"), ("00:00-05:00", "night_00_05_minutes")])
  func nightLengths(window: String, column: String) throws {
    let tariff = try TariffQuoteTests.tariff(["night \(window) x1.5"])
    for row in try SharedCases.rows("night_lengths.csv") {
      let start = try #require(row["span_start_utc"])
      let quote = try TariffQuoteTests.quote(
        tariff, start, #require(row["span_end_utc"]), zone: #require(row["zone"]))
      #expect(String(quote.elapsedMinutes) == row["span_minutes"], "\(start)")
      let minutes = try #require(quote.bands.first { $0.band == "night" }).minutes
      #expect(String(minutes) == row[column], "\(start)")
    }
  }

  @Test func minimums() throws {
    let noon = "2026-11-20T12:00Z"
    for example in try SharedCases.examples("callout-min-") {
      let done = try Instant(iso8601: noon).adding(minutes: example.given("worked")).utcText
      let minimum = try Int(example.given("minimum"))
      for (factor, name) in [("1", "day"), ("1.5", "night_x1_5"), ("2", "holiday_x2")] {
        let tariff = try TariffQuoteTests.tariff(
          ["band 00:00-24:00 x\(factor) minimum=\(minimum)"], step: Int(example.given("step")))
        let quote = try TariffQuoteTests.quote(tariff, noon, done)
        let billed = quote.bands.reduce(0) { $0 + $1.billedMinutes }
        #expect(try Int64(billed) == example.expected("billed"), "\(example.id)")
        #expect(try quote.total == example.expected(name), "\(example.id) \(name)")
      }
    }
  }

  @Test func rounding() throws {
    let evening = try Instant(iso8601: "2026-11-20T22:00+03:00")
    for example in try SharedCases.examples("round-") {
      let arrived = try evening.adding(minutes: -example.given("day")).utcText
      let done = try evening.adding(minutes: example.given("night")).utcText
      let given = Int(try example.given("step"))
      let rules = [
        (given, RoundingScope.visit, "A"), (given, .band, "B"), (1, .visit, "none"),
      ]
      for (step, rounding, name) in rules {
        let tariff = try TariffQuoteTests.tariff([Self.night], step: step, rounding: rounding)
        let quote = try TariffQuoteTests.quote(tariff, arrived, done)
        #expect(try quote.total == example.expected(name), "\(example.id) \(name)")
      }
    }
  }
}

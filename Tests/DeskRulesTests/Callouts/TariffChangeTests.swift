import DeskRules
import Testing

/// Visits during which another tariff begins.
@Suite struct TariffChangeTests {
  struct Row: Sendable {
    var rounding = RoundingScope.visit
    var minimum = 0
    var step = 1
    var zone = "Europe/Moscow"
    let arrived, done: String
    let lines: [String]
  }

  static let rows = [
    Row(
      arrived: "2026-11-21T23:00+03:00", done: "2026-11-22T01:00+03:00",
      lines: ["night 60 60 225000", "night 60 60 600000 2026-11-22"]),
    // What ends at the edge, or is over before it, has nothing of the other prices.
    Row(
      arrived: "2026-11-21T23:00+03:00", done: "2026-11-22T00:00+03:00",
      lines: ["night 60 60 225000"]),
    Row(
      arrived: "2026-11-21T23:00+03:00", done: "2026-11-21T23:00+03:00", lines: ["night 0 0 0"]),
    // Three tariffs; hours outside the night are bands of their tariff, too.
    Row(
      arrived: "2026-11-21T23:00+03:00", done: "2026-11-23T01:00+03:00",
      lines: [
        "night 60 60 225000", "night 480 480 4800000 2026-11-22", "day 960 960 4800000 2026-11-22",
        "night 60 60 150000 2026-11-23",
      ]),
    // Minimum and step are those of the arrival, and what they add goes to the last band.
    Row(
      minimum: 130, step: 45, arrived: "2026-11-21T23:00+03:00", done: "2026-11-22T01:00+03:00",
      lines: ["night 60 60 225000", "night 60 75 750000 2026-11-22"]),
    Row(
      rounding: .band, step: 45, arrived: "2026-11-21T23:00+03:00", done: "2026-11-22T01:00+03:00",
      lines: ["night 60 90 337500", "night 60 90 900000 2026-11-22"]),
    // The day is the site's: 01:00 in Moscow is 23:00 in Berlin.
    Row(
      zone: "Europe/Berlin", arrived: "2026-11-22T01:00+03:00", done: "2026-11-22T03:00+03:00",
      lines: ["night 60 60 225000", "night 60 60 600000 2026-11-22"]),
  ]

  @Test(arguments: rows)
  func isSplitAtTheFirstDayOfEach(row: Row) throws {
    let first = try TariffQuoteTests.tariff(
      ["night 22:00-06:00 x1.5"], minimum: row.minimum, step: row.step, travel: "billed", fee: 500,
      rounding: row.rounding)
    func version(_ day: String, _ rate: Int64, _ factor: String) throws -> TariffVersion {
      TariffVersion(
        client: nil, from: try CalendarDate(day),
        tariff: try Tariff(
          currency: Currency("RUB"), hourlyRate: rate,
          bands: [try TariffBand("night 22:00-06:00 \(factor) minimum=600")], minimumMinutes: 600,
          stepMinutes: 60, travel: TravelRule("flat=9.00"), calloutFee: 900))
    }
    let quote = try first.quote(
      arrived: Instant(iso8601: row.arrived), done: Instant(iso8601: row.done),
      departed: Instant(iso8601: row.arrived).adding(minutes: -30), zone: Zone(row.zone),
      then: [version("2026-11-22", 300_000, "x2"), version("2026-11-23", 100_000, "x1.5")])
    let lines = quote.bands.map { band in
      "\(band.band) \(band.minutes) \(band.billedMinutes) \(band.amount)"
        + (band.since.map { " \($0)" } ?? "")
    }
    #expect(lines == row.lines)
    #expect(quote.bands.reduce(0) { $0 + $1.minutes } == quote.elapsedMinutes)
    #expect(
      quote.bands.allSatisfy { $0.minutes + $0.minimumMinutes + $0.stepMinutes == $0.billedMinutes }
    )
    // Fee and way are those of the arrival.
    #expect(quote.calloutFee == 500 && quote.travelAmount == 75_000)
  }
}

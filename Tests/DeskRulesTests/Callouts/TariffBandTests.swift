import DeskRules
import Foundation
import Testing

@Suite struct TariffBandTests {
  @Test(arguments: [
    ("night 22:00-06:00 x1.5", "night 22:00-06:00 x1.5"),
    (
      "weekend 00:00-24:00 x2 days=sat,sun priority=2 minimum=240",
      "weekend 00:00-24:00 x2 days=sat,sun priority=2 minimum=240"
    ),
    ("late  18:00-00:00 x1.2500 minimum=0", "late 18:00-24:00 x1.25"),
    (
      "a 08:00-09:00 x0 minimum=5 priority=-1 days=sun,mon",
      "a 08:00-09:00 x0 days=mon,sun priority=-1 minimum=5"
    ),
    ("holiday off 00:00-24:00 x2 priority=5", "holiday 00:00-24:00 x2 days=off priority=5"),
    ("eve before-off 21:00-24:00 x2", "eve 21:00-24:00 x2 days=before-off"),
    ("weekend sat,sun 00:00-24:00 x1.5", "weekend 00:00-24:00 x1.5 days=sat,sun"),
    ("late mon-wed,off 18:00-20:00 x2", "late 18:00-20:00 x2 days=mon,tue,wed,off"),
    ("round sat-mon 18:00-20:00 x2", "round 18:00-20:00 x2 days=mon,sat,sun"),
    ("all every 18:00-20:00 x2", "all 18:00-20:00 x2"),
    ("ночь 22:00-06:00 x2 days=mon,tue,wed,thu,fri,sat,sun", "ночь 22:00-06:00 x2"),
  ])
  func readsAndWritesTheOneForm(text: String, canonical: String) throws {
    let band = try TariffBand(text)
    #expect(band.text == canonical)
    #expect(try TariffBand(canonical) == band)
  }

  @Test(arguments: [
    ("", ErrorCode.usage), ("night", .usage), ("night 22:00-06:00", .usage),
    ("night 22:00-06:00 1.5", .usage), ("night 22:00 x1.5", .time), ("n 25:00-06:00 x1", .time),
    ("n 24:00-06:00 x1", .time), ("n 08:00-08:00 x1", .time), ("n 22:00-06:00 x-1", .amount),
    ("n 22:00-06:00 x1.23456", .amount), ("n 22:00-06:00 x101", .amount),
    ("n 22:00-06:00 x1 days=", .usage), ("n 22:00-06:00 x1 days=sat,xyz", .usage),
    ("n 22:00-06:00 x1 days=sat days=sun", .usage), ("n 22:00-06:00 x1 color=red", .usage),
    ("n 22:00-06:00 x1 priority=high", .usage), ("n 22:00-06:00 x1 priority=1001", .usage),
    ("n 22:00-06:00 x1 minimum=-1", .usage), ("n 22:00-06:00 x1 minimum=1441", .usage),
    ("n mon 22:00-06:00 x1 days=sat", .usage), ("n mon-xyz 22:00-06:00 x1", .usage),
    ("n holiday 22:00-06:00 x1", .usage), ("n 22:00-06:00 x1 days=mon-tue-wed", .usage),
    ("n\u{7} 22:00-06:00 x1", .usage), ("a,b 22:00-06:00 x1", .usage),
  ])
  func refusesOtherForms(text: String, code: ErrorCode) throws {
    try refusal(code) { try TariffBand(text) }
  }

  @Test(arguments: [("1.5", 15_000), ("2", 20_000), ("0.0001", 1), ("0", 0), ("1.50", 15_000)])
  func readsFactors(text: String, basisPoints: Int) throws {
    let factor = try Factor(text)
    #expect(factor.basisPoints == basisPoints)
    #expect(try Factor(factor.text) == factor)
  }

  @Test(arguments: [("none", "none"), ("billed", "billed"), ("flat=500", "flat=500.00")])
  func readsTravelRules(text: String, inRubles: String) throws {
    let rule = try TravelRule(text)
    #expect(rule.text == text)
    #expect(try rule.text(in: Currency("RUB")) == inRubles)
    #expect(try TravelRule(inRubles) == rule)
  }

  @Test(arguments: [
    ("", ErrorCode.usage), ("flat", .usage), ("flat=", .amount), ("flat=-1", .amount),
  ])
  func refusesOtherTravelRules(text: String, code: ErrorCode) throws {
    try refusal(code) { try TravelRule(text) }
  }

  @Test func tariffsAreCheckedAndCoded() throws {
    let rubles = try Currency("RUB")
    let night = try TariffBand("night 22:00-06:00 x1.5")
    let tariff = try Tariff(
      currency: rubles, hourlyRate: 150_000, bands: [night], minimumMinutes: 120, stepMinutes: 15,
      travel: TravelRule("flat=500"), calloutFee: 1)
    let data = try JSONEncoder().encode(tariff)
    #expect(try JSONDecoder().decode(Tariff.self, from: data) == tariff)
    try refusal(.amount) { try Tariff(currency: rubles, hourlyRate: -1) }
    try refusal(.amount) { try Tariff(currency: rubles, hourlyRate: 0, calloutFee: .max) }
    try refusal(.amount) {
      try Tariff(currency: rubles, hourlyRate: 0, travel: TravelRule("flat=0.001"))
    }
    try refusal(.usage) { try Tariff(currency: rubles, hourlyRate: 0, stepMinutes: 0) }
    try refusal(.usage) { try Tariff(currency: rubles, hourlyRate: 0, minimumMinutes: -1) }
    try refusal(.exists) { try Tariff(currency: rubles, hourlyRate: 0, bands: [night, night]) }
    let day = try TariffBand("day 08:00-18:00 x1")
    try refusal(.exists) { try Tariff(currency: rubles, hourlyRate: 0, bands: [day]) }
  }
}

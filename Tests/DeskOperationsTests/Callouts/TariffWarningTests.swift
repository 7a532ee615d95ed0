import DeskRules
import Testing

/// What a tariff or a calendar would otherwise do in silence.
@Suite struct TariffWarningTests {
  @Test func aBandMayHaveNoMinimum() throws {
    let desk = try TestDesk.firm()
    let card = try desk.one(
      "tariff set --rate 1000 --minimum 120 --band \"night 22:00-06:00 x1.5 minimum=0\""
        + " --band \"late 20:00-22:00 x1.2\" --band \"early 06:00-07:00 x1.1 minimum=30\"")
    #expect(
      card.texts("bands") == [
        "night 22:00-06:00 x1.5 minimum=0", "late 20:00-22:00 x1.2 minimum=120",
        "early 06:00-07:00 x1.1 minimum=30",
      ])
    let night = try desk.type(
      "tariff quote bakery --from 2026-11-22T02:00 --to 2026-11-22T02:20")
    #expect(night.map { $0.number("billed_minutes") } == [20])
    let usual = try desk.one(
      "tariff set --rate 1000 --minimum 90 --band \"night x1.5 minimum=0\" --from 2026-12-01")
    #expect(usual.texts("bands") == ["night 22:00-06:00 x1.5 minimum=0"])
  }

  @Test func aBandThatLeavesTheLastMinuteOutIsSaid() throws {
    let desk = try TestDesk.firm()
    let card = try desk.one(
      "tariff set --rate 1000 --band \"late 20:00-23:59 x2\" --band \"eve 20:00-24:00 x1.5\""
        + " --band \"dusk 18:00-00:00 x1.2\"")
    #expect(card.texts("flags") == ["lacks_last_minute late"])
    #expect(
      card.texts("bands") == [
        "late 20:00-23:59 x2", "eve 20:00-24:00 x1.5", "dusk 18:00-24:00 x1.2",
      ])
  }

  @Test func pricesOfDaysGoneAreSaidToChange() throws {
    let desk = try TestDesk.firm()
    func flags(_ words: String) throws -> [String] {
      try desk.one("tariff set \(words)").texts("flags")
    }
    #expect(try flags("--rate 1000 --from 2026-01-01") == [])
    #expect(try flags("--rate 1000 --from 2026-01-01") == [])
    #expect(
      try flags("--rate 900 --from 2026-01-01 --reason typing") == [
        "replaces 2026-01-01, rate 1000.00", "reprices since 2026-01-01",
      ])
    #expect(
      try flags("--rate 800 --from 2026-10-01 --reason typing") == ["reprices since 2026-10-01"])
    #expect(try flags("--rate 700 --from 2027-01-01") == [])
    #expect(
      try flags("bakery --rate 700 --from 2026-01-01 --reason contract") == [
        "reprices since 2026-01-01"
      ])
  }

  @Test func aClientThatPaysInAnotherCurrencyIsToldWhichTariffItLacks() throws {
    let desk = try TestDesk.pricedFirm()
    let quote = "tariff quote berlin --from 2026-11-21T10:00 --to 2026-11-21T11:00"
    let refused = try desk.refuse(.notSet, quote)
    #expect(
      refused.message == "the tariff for all is in RUB on 2026-11-21, and berlin pays EUR:"
        + " tariff set berlin --rate … gives it one of its own")
    func flags(_ day: String) throws -> [String] {
      try desk.one("callout log berlin --arrived \(day)T10:00 --done \(day)T11:00 --problem jam")
        .texts("flags").filter { $0.hasPrefix("no_tariff") }
    }
    #expect(try flags("2026-11-21") == ["no_tariff RUB"])
    #expect(try flags("2025-12-31") == ["no_tariff"])
    #expect(try desk.one("client add us US --currency USD").texts("flags") == ["no_tariff RUB"])
    #expect(try desk.one("client add them Them")["flags"] == nil)
    // Its first prices take no reason: those days had none.
    #expect(try desk.one("tariff set berlin --rate 60.00 --from 2026-01-01")["flags"] == nil)
    #expect(try desk.type(quote).first?.text("total") == "60.00")
    #expect(try desk.problems() == [])
  }

  @Test func aYearThatTheCalendarDoesNotNameIsFlagged() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "calendar record ru --year 2026 --day 2026-01-01=off", "desk edit --calendar ru",
      "tariff set --rate 1000 --band \"holiday off 00:00-24:00 x2\" --from 2025-01-01",
    ])
    func flags(_ day: String, _ client: String = "bakery") throws -> [String] {
      try desk.type("tariff quote \(client) --from \(day)T10:00 --to \(day)T11:00")
        .flatMap { $0.texts("flags") }
    }
    #expect(try flags("2026-01-01") == [])
    #expect(try flags("2027-01-01") == ["calendar_ends 2027"])
    let visit = try desk.one(
      "callout log bakery --arrived 2025-12-31T10:00 --done 2025-12-31T11:00 --problem jam")
    #expect(visit.texts("flags").contains("calendar_ends 2025"))
    // A tariff that asks no calendar needs none.
    try desk.type(
      "tariff set transco --rate 1000 --band \"sat sat 00:00-24:00 x2\" --from 2025-01-01"
        + " --reason contract")
    #expect(try flags("2027-01-01", "transco") == [])
  }
}

import DeskRules
import Testing

/// What the roster says of now and tonight, of people who have left, and to a phone.
@Suite struct RosterShowTests {
  /// A desk on Monday 30 November 2026, 20:00, with hand-overs at 09:00 since the 22nd.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "staff add vera \"Vera Engineer\" --role engineer", "staff edit boris --phone 1",
      "staff edit vera --phone 2", "roster set boris vera --every day --handover 09:00",
    ])
    try desk.now("2026-11-30T20:00+03:00")
    return desk
  }

  @Test func nowAndTonightGoOnBehindThePeriod() throws {
    let desk = try desk()
    let november = try desk.type("roster show 2026-11")
    let now = try #require(november.first { $0.flag("now") == true })
    #expect(now.text("to") == "2026-12-01T09:00:00+03:00")
    #expect(november.filter { $0.flag("tonight") == true }.count == 1)
    try desk.type("roster override boris --from 2026-12-01T02:00 --to 2026-12-01T09:00 --why help")
    let tonight = try desk.type("roster show 2026-11").filter { $0.flag("tonight") == true }
    #expect(
      tonight.map { $0.text("from") } == [
        "2026-11-30T09:00:00+03:00", "2026-12-01T02:00:00+03:00",
      ])
    // What is over is not tonight's any more.
    try desk.now("2026-12-01T03:00+03:00")
    let late = try desk.type("roster show 2026-12").filter { $0.flag("tonight") == true }
    #expect(late.map { $0.text("from") } == ["2026-12-01T02:00:00+03:00"])
  }

  @Test func aDutyHasOneIdentifierWhateverThePeriod() throws {
    let desk = try desk()
    func identifiers(_ period: String) throws -> Set<Substring> {
      let file = try #require(try desk.one("roster calendar --period \(period)").text("text"))
      return Set(file.split(separator: "\r\n").filter { $0.hasPrefix("UID:") })
    }
    let week = try identifiers("2026-12-01..2026-12-07")
    for day in 1...7 {
      #expect(try identifiers("2026-12-0\(day)..2026-12-0\(day)").isSubset(of: week), "day \(day)")
      #expect(try identifiers("2026-12-0\(day)..2026-12-0\(day)").count == 2, "day \(day)")
    }
  }

  @Test func whoHasLeftIsNamedAndOnNoCalendar() throws {
    let desk = try desk()
    let disabled = try desk.one("staff disable vera")
    #expect(disabled.objects("uncovered").count == 16)
    let duties = try desk.type("roster show 2026-12")
    let left = duties.filter { $0.text("person") == "vera" }
    #expect(!left.isEmpty && left.allSatisfy { $0.flag("left") == true && $0["phone"] == nil })
    #expect(duties.filter { $0.text("person") == "boris" }.allSatisfy { $0["left"] == nil })
    let file = try #require(try desk.one("roster calendar").text("text"))
    #expect(!file.contains("vera") && file.contains("boris"))
  }

  @Test func shortRestIsSaidUntilTheLaterDutyBegins() throws {
    let desk = try desk()
    try desk.type("roster override boris --from 2026-12-01T05:00 --to 2026-12-01T07:00 --why x")
    func short() throws -> [String?] {
      try desk.type("roster gaps").filter { $0.text("kind") == "short_rest" }
        .map { $0.text("person") }
    }
    // Boris's own duty begins at 09:00, two hours after the one that she stands in for.
    #expect(try short().contains("boris"))
    try desk.now("2026-12-01T08:00+03:00")
    #expect(try short().contains("boris"))
    try desk.now("2026-12-01T09:30+03:00")
    #expect(try !short().contains("boris"))
    // Whoever is away has no duty.
    try desk.type("roster override boris --from 2026-12-05T05:00 --to 2026-12-05T07:00 --why x")
    let before = try short().count
    try desk.type("staff absence boris --from 2026-12-05T01:00 --to 2026-12-05T23:00 --why ill")
    #expect(try short().count < before)
  }
}

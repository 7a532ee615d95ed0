import DeskOperations
import DeskRules
import Testing

/// A call, a ticket and a visit are where their printer is, with its clock.
@Suite struct DeviceSiteTests {
  private func desk() throws -> TestDesk {
    let desk = try CallDesk().desk
    try desk.typeAll([
      "site add bakery nyc \"New York\" --timezone America/New_York",
      "device add NY-P1 --model \"HP LaserJet 4250\" --owner bakery --site nyc",
    ])
    return desk
  }

  @Test(arguments: ["callout receive", "ticket open"])
  func theDevicesSiteIsMeantWhereNoneIsNamed(command: String) throws {
    let desk = try desk()
    func card(_ words: String) throws -> JSONObject {
      try desk.one("\(command) bakery --problem x \(words) --dry-run")
    }
    func flags(_ words: String) throws -> [String] {
      try card(words).texts("flags").filter { $0.hasPrefix("device_elsewhere") }
    }
    #expect(try card("--device NY-P1").text("site") == "nyc")
    #expect(try card("--device BK-P1").text("site") == "main")
    #expect(try card("").text("site") == "main")
    #expect(try flags("--device NY-P1") == [])
    #expect(try card("--device NY-P1 --site main").text("site") == "main")
    #expect(try flags("--device NY-P1 --site main") == ["device_elsewhere nyc"])
    #expect(try flags("--device BK-P1 --site nyc") == ["device_elsewhere main"])
  }

  @Test func aVisitIsOnTheClockOfTheDevicesSite() throws {
    let desk = try desk()
    let log = "callout log bakery --problem x --engineer boris --dry-run"
    let card = try desk.one(
      "\(log) --device NY-P1 --arrived 2026-11-19T17:00 --done 2026-11-19T23:00")
    #expect(try card.object("visit").text("arrived") == "2026-11-19T17:00:00-05:00")
    #expect(card.objects("minutes").map { $0.number("minutes") } == [300, 60])
    let named = try desk.one(
      "\(log) --device BK-P1 --site nyc --arrived 2026-11-19T17:00 --done 2026-11-19T23:00")
    #expect(named.texts("flags").contains("device_elsewhere main"))
    // A call there is urgent at its night, which is the desk's day.
    try desk.now("2026-11-22T10:00+03:00")
    #expect(
      try desk.one("callout receive bakery --device NY-P1 --problem x --dry-run")
        .number("priority") == 1)
  }

  @Test func aTicketKeepsItsSite() throws {
    let desk = try desk()
    try desk.type("ticket open bakery --device NY-P1 --problem x --at 2026-11-19T10:00")
    let log = "callout log bakery --ticket T-1 --arrived 2026-11-19T12:00 --done 2026-11-19T13:00"
    let card = try desk.one("\(log) --dry-run", as: "boris")
    #expect(try card.object("visit").text("arrived") == "2026-11-19T12:00:00-05:00")
    try desk.type("\(log) --site nyc --dry-run", as: "boris")
    let refusal = try desk.refuse(.unsuitable, "\(log) --site main", as: "boris")
    #expect(refusal.message.contains("nyc"))
  }
}

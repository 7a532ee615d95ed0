import DeskRules
import Testing

/// A line goes over by one rule: what is given back later follows it, and what lapsed stays lapsed.
@Suite struct RolloverTests {
  private static let command = "budget rollover bakery --from 2026-11 --to 2026-12 --rule "

  /// A job of 900 on a limit that was lowered to 500 afterwards; it is December.
  private func overdrawn() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 1000 --period 2026-11",
      "budget set bakery repair --limit 1000 --period 2026-12",
      "ticket open bakery --problem x", "ticket log T-1 --kind part --text x --amount 900",
      "ticket resolve T-1", "budget set bakery repair --limit 500 --period 2026-11",
    ])
    try desk.now("2026-12-02T12:00+03:00")
    return desk
  }

  private func available(_ desk: TestDesk) throws -> [String?] {
    try desk.type("budget show bakery repair --all-periods").map { $0.text("available") }
  }

  @Test func aVoidTakesBackTheDeficitThatWentOver() throws {
    let desk = try overdrawn()
    let first = try desk.one(Self.command + "carry_deficit")
    #expect(first.text("carried") == "-400.00")
    #expect(try available(desk) == ["0.00", "600.00"])
    try desk.refuse(.state, Self.command + "carry_deficit")
    try desk.type("ticket void T-1 --reason \"wrong client\"")
    for rule in ["lapse", "carry_all"] {
      let refusal = try desk.refuse(.state, Self.command + rule)
      #expect(refusal.message.contains("--rule carry_deficit"), "\(refusal)")
      #expect(refusal.details.text("rule") == "carry_deficit")
    }
    let second = try desk.one(Self.command + "carry_deficit", as: "alla")
    #expect(second.text("carried") == "400.00")
    #expect(try available(desk) == ["500.00", "1000.00"])
    try desk.refuse(.state, Self.command + "carry_deficit")
    #expect(try desk.problems() == [])
  }

  @Test func aSmallerDeficitIsCarriedAsItIs() throws {
    let desk = try overdrawn()
    try desk.type("ticket log T-1 --kind part --text y --amount 1 --at 2026-11-23T10:00")
    try desk.type("budget approve P-1 --by 1 --evidence e --line repair --on 2026-12-02")
    try desk.type(Self.command + "carry_deficit")
    try desk.type("budget set bakery repair --limit 600 --period 2026-11")
    #expect(try desk.one(Self.command + "carry_deficit").text("carried") == "100.00")
    #expect(try available(desk) == ["0.00", "699.00"])
    try desk.type("budget set bakery repair --limit 500 --period 2026-11")
    #expect(try desk.one(Self.command + "carry_deficit").text("carried") == "-100.00")
    #expect(try available(desk) == ["0.00", "599.00"])
    #expect(try desk.problems() == [])
  }

  @Test(arguments: ["lapse", "carry_deficit"])
  func whatLapsedStaysLapsed(rule: String) throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 500 --period 2026-11",
      "budget set bakery repair --limit 1000 --period 2026-12",
    ])
    try desk.now("2026-12-02T12:00+03:00")
    #expect(try desk.one(Self.command + rule).text("carried") == "0.00")
    try desk.refuse(.state, Self.command + rule)
    let refusal = try desk.refuse(.state, Self.command + "carry_all")
    #expect(refusal.message.contains("went over by \(rule)"), "\(refusal)")
    #expect(try available(desk) == ["500.00", "1000.00"])
    #expect(try desk.problems() == [])
  }

  @Test func allThatIsGivenBackGoesOverUnderCarryAll() throws {
    let desk = try overdrawn()
    #expect(try desk.one(Self.command + "carry_all").text("carried") == "-400.00")
    try desk.type("ticket void T-1 --reason \"wrong client\"")
    #expect(try desk.one(Self.command + "carry_all").text("carried") == "900.00")
    #expect(try available(desk) == ["0.00", "1500.00"])
    #expect(try desk.problems() == [])
  }
}

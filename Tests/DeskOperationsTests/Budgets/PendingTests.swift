import DeskOperations
import DeskRules
import Testing

/// An amount beyond a line waits until the client's approver has spoken.
@Suite struct PendingTests {
  /// The bakery with a job of 75,000 on 50,000, so that P-1 of 25,000 waits on goods.
  static func waiting() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "contact add bakery \"Petr Petrov\" --function other",
      "contact add bakery \"Anna Small\" --function approver --approval-limit 24999.99",
      "ticket open bakery --device BK-P1 --problem fuser",
      "ticket log T-1 --kind labour --text fitting --amount 30000",
      "ticket log T-1 --kind part --text fuser --amount 45000", "ticket resolve T-1",
    ])
    return desk
  }

  private func figures(_ desk: TestDesk, _ line: String) throws -> JSON {
    try desk.one("budget show bakery --line \(line)").only(
      "pending", "spent", "unfunded", "available")
  }

  @Test func whatWaitsIsListedWithItsAge() throws {
    let desk = try Self.waiting()
    try desk.now("2026-12-02T12:00+03:00")
    let pending = try desk.one("budget pending bakery", as: "alla")
    #expect(
      JSON.object(pending).sorted
        == (try json(
          #"""
          {"number":"P-1","state":"waiting","client":"bakery","ticket":"T-1","amount":"25000.00",
          "currency":"RUB","line":"goods","from":"repair","since":"2026-11-22","days":10,
          "flags":["remind"]}
          """#)))
    #expect(try desk.type("budget pending transco").isEmpty)
    #expect(try desk.type("budget pending", as: "olga").count == 1)
    #expect(try desk.type("budget pending", as: "tom").isEmpty)
    try desk.refuse(.notFound, "budget pending bakery", as: "tom")
  }

  @Test func approvedItIsSpentAndTheNatureOfTheWorkStays() throws {
    let desk = try Self.waiting()
    let card = try desk.one("budget approve P-1 --by \"Olga Ivanova\" --evidence \"letter 18\"")
    #expect(card.text("state") == "approved")
    #expect(card.number("by") == 1)
    #expect(card["on_behalf_of"] == nil)
    #expect(
      try figures(desk, "goods")
        == json(
          #"{"pending":"0.00","spent":"25000.00","unfunded":"0.00","available":"15000.00"}"#))
    #expect(try desk.type("budget pending").isEmpty)
    let parts = try desk.one("ticket show T-1", as: "olga").objects("allocations")
    #expect(
      parts.map { [$0.text("kind"), $0.text("line"), $0.text("amount"), $0.text("state")] } == [
        ["labour", "repair", "30000.00", "spent"], ["part", "repair", "20000.00", "spent"],
        ["part", "goods", "25000.00", "spent"],
      ])
    #expect(parts.last?.text("approved_by") == "Olga Ivanova")
    #expect(parts.last?.text("evidence") == "letter 18")
    try desk.refuse(.state, "budget approve P-1 --by 1 --evidence again")
    try desk.refuse(.state, "budget refuse P-1 --by 1 --reason late")
    #expect(try desk.problems() == [])
  }

  @Test func refusedItIsUnfundedAndCanStillBeApproved() throws {
    let desk = try Self.waiting()
    // To refuse takes an approver, whatever the limit.
    try desk.refuse(.notAllowed, "budget refuse P-1 --by 2 --reason no")
    try desk.type("budget refuse P-1 --by Anna --reason \"never ordered\"")
    #expect(
      try figures(desk, "goods")
        == json(#"{"pending":"0.00","spent":"0.00","unfunded":"0.00","available":"40000.00"}"#))
    #expect(
      try figures(desk, "repair")
        == json(#"{"pending":"0.00","spent":"50000.00","unfunded":"25000.00","available":"0.00"}"#))
    let pending = try desk.one("budget pending bakery")
    #expect(pending.text("state") == "refused")
    #expect(pending.text("refused_by") == "Anna Small")
    #expect(pending.text("reason") == "never ordered")
    let part = try #require(try desk.one("ticket show T-1").objects("allocations").last)
    #expect(part.text("refused_by") == "Anna Small")
    #expect(part.text("reason") == "never ordered")
    #expect(part["approved_by"] == nil)
    #expect(part["evidence"] == nil)
    let moved = try #require(try desk.type("budget history bakery repair").first)
    #expect(moved.text("refused_by") == "Anna Small")
    #expect(moved.text("text") == "never ordered")
    #expect(moved["approved_by"] == nil)
    try desk.refuse(.state, "budget refuse P-1 --by 1 --reason again")
    try desk.type("budget approve P-1 --by 1 --evidence \"letter 19\"")
    #expect(try desk.one("budget show bakery --line repair").text("unfunded") == "0.00")
    #expect(try desk.one("budget show bakery --line goods").text("spent") == "25000.00")
    #expect(try desk.problems() == [])
  }

  @Test func anotherLineCarriesItWhenTheClientSaysSo() throws {
    let desk = try Self.waiting()
    try desk.type("budget set bakery reserve --limit 25000 --period 2026")
    try desk.refuse(.notSet, "budget approve P-1 --by 1 --evidence mail --line toner")
    try desk.type("budget approve P-1 --by 1 --evidence mail --line reserve")
    #expect(try desk.one("budget show bakery --line goods").text("available") == "40000.00")
    #expect(try desk.one("budget show bakery --line reserve").text("available") == "0.00")
    let history = try desk.type("budget history bakery reserve")
    #expect(history.first?.text("movement") == "carry")
    #expect(history.first?.text("pending") == "P-1")
    #expect(history.first?.text("approved_by") == "Olga Ivanova")
    #expect(try desk.problems() == [])
  }

  @Test func onlyMoreThanTheLineHasIsRefused() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "budget set bakery goods --limit 24999.99 --period 2026",
      "ticket open bakery --problem fuser",
      "ticket log T-1 --kind part --text fuser --amount 75000", "ticket resolve T-1",
    ])
    let refusal = try desk.refuse(.overBudget, "budget approve P-1 --by 1 --evidence mail")
    #expect(refusal.details.text("available") == "24999.99")
    try desk.type("budget set bakery goods --limit 25000 --period 2026")
    try desk.type("budget approve P-1 --by 1 --evidence mail")
    #expect(try desk.one("budget show bakery --line goods").text("available") == "0.00")
  }

  @Test func atNightItIsUnfundedForTheMorning() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026 --stop-at 50%",
      "callout log bakery --device BK-P1 --arrived 01:40 --done 03:10 --problem dead"
        + " --part fuser=4500.00",
    ])
    let pending = try desk.one("budget pending bakery")
    #expect(pending.text("state") == "unfunded")
    #expect(pending.text("amount") == "4400.00")
    #expect(pending["line"] == nil)
    let refusal = try desk.refuse(.usage, "budget approve P-1 --by 1 --evidence mail")
    #expect(refusal.message.contains("--line"))
    try desk.type("budget set bakery repair --limit 4500 --period 2026")
    try desk.type("budget approve P-1 --by 1 --evidence mail --line repair")
    #expect(
      try figures(desk, "repair")
        == json(#"{"pending":"0.00","spent":"4500.00","unfunded":"0.00","available":"0.00"}"#))
    #expect(try desk.problems() == [])
  }

  @Test func aSubstituteIsRecordedForWhomItSpeaks() throws {
    let desk = try Self.waiting()
    let nobody = try desk.refuse(.notAllowed, "budget approve P-1 --by 3 --evidence call")
    #expect(nobody.message.contains("contact 1 may"))
    let small = try desk.refuse(.notAllowed, "budget approve P-1 --by 4 --evidence call")
    #expect(small.details.text("limit") == "24999.99")
    try desk.type(
      "contact substitute bakery --for Olga --by \"Petr Petrov\" --from 2026-12-01"
        + " --until 2026-12-14")
    try desk.refuse(.notAllowed, "budget approve P-1 --by 3 --evidence call")
    try desk.now("2026-12-14T23:00+03:00")
    let card = try desk.one("budget approve P-1 --by \"Petr Petrov\" --evidence call")
    #expect(card.number("by") == 3)
    #expect(card.number("on_behalf_of") == 1)
    let part = try desk.one("ticket show T-1").objects("allocations").last
    #expect(part?.text("approved_by") == "Petr Petrov for Olga Ivanova")
    #expect(try desk.one("client show bakery").objects("substitutes").count == 1)
    #expect(try desk.problems() == [])
  }

  @Test func twoBillsForTheSameRestEndWithOneOverflow() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem one", "ticket open bakery --problem two",
      "ticket log T-1 --kind part --text x --amount 30000",
      "ticket log T-2 --kind part --text x --amount 30000",
    ])
    let outcomes = try desk.group(["ticket resolve T-1", "ticket resolve T-2"])
    for outcome in outcomes { _ = try outcome.result.get() }
    let pending = try desk.one("budget pending bakery")
    #expect(pending.text("ticket") == "T-2")
    #expect(pending.text("amount") == "10000.00")
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "50000.00")
  }

  @Test func theSameApprovalSentAgainHappensOnce() throws {
    let desk = try Self.waiting()
    let first = try desk.one("budget approve P-1 --by 1 --evidence mail --key k1")
    #expect(try desk.one("budget approve P-1 --by 1 --evidence mail --key k1") == first)
    #expect(try desk.one("budget show bakery --line goods").text("spent") == "25000.00")
  }

  @Test(arguments: [
    (ErrorCode.notFound, "budget approve P-9 --by 1 --evidence mail"),
    (.notFound, "budget approve P-1 --by Nobody --evidence mail"),
    (.notFound, "budget refuse P-9 --by 1 --reason no"),
    (.notFound, "contact substitute bakeri --for 1 --by 2 --from 2026-12-01 --until 2026-12-02"),
    (.notFound, "contact substitute bakery --for 1 --by Zoe --from 2026-12-01 --until 2026-12-02"),
    (.usage, "contact substitute bakery --for 1 --by 1 --from 2026-12-01 --until 2026-12-02"),
    (.usage, "contact substitute bakery --for 2 --by 1 --from 2026-12-01 --until 2026-12-02"),
    (.time, "contact substitute bakery --for 1 --by 2 --from 2026-12-02 --until 2026-12-01"),
    (
      .ambiguous, "contact substitute bakery --for 1 --by Petr --from 2026-12-01 --until 2026-12-02"
    ),
    (.ambiguous, "budget approve P-1 --by Petr --evidence mail"),
    (.ambiguous, "budget refuse P-1 --by Petr --reason no"),
    (.ambiguous, "ticket approve T-2 --by Petr --evidence mail"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try Self.waiting()
    try desk.typeAll(["ticket open bakery --problem x", "ticket estimate T-2 1"])
    try desk.refuse(code, command)
  }

  @Test func othersMayNotDecide() throws {
    let desk = try Self.waiting()
    for staff in ["boris", "olga"] {
      try desk.refuse(.notAllowed, "budget approve P-1 --by 1 --evidence mail", as: staff)
      try desk.refuse(.notAllowed, "budget refuse P-1 --by 1 --reason no", as: staff)
    }
  }
}

import DeskRules
import Testing

@Suite struct TicketContractTests {
  private static let contract: Set = [
    "number", "state", "client", "device", "problem", "priority", "opened", "due", "assignee",
    "lines",
  ]

  @Test func openAndShowHaveTheKeysOfTheContract() throws {
    let desk = try TestDesk.firm()
    let opened = try desk.one(
      "ticket open bakery --device cngxb01234 --problem \"paper jam\" --priority 1"
        + " --due 2026-11-30", as: "dasha")
    #expect(opened.keys.isSuperset(of: Self.contract.subtracting(["assignee"])))
    #expect(
      opened.only("number", "state", "client", "device", "problem", "priority", "opened", "due")
        == (try json(
          #"""
          {"number":"T-1","state":"new","client":"bakery","device":"BK-P1","problem":"paper jam",
          "priority":1,"opened":"2026-11-22T03:15:00+03:00","due":"2026-11-30"}
          """#)))
    #expect(opened["lines"] == .array([]))
    try desk.type("ticket assign t-1 BORIS", as: "dasha")
    let shown = try desk.one("ticket show 1", as: "boris")
    #expect(shown.keys.isSuperset(of: Self.contract))
    #expect(shown.text("assignee") == "boris")
    #expect(shown.text("state") == "assigned")
  }

  @Test func anAbsentValueIsAnAbsentKey() throws {
    let card = try TestDesk.firm().one("ticket open bakery --problem jam")
    #expect(card.keys.isDisjoint(with: ["device", "due", "assignee", "waiting_for", "estimate"]))
  }

  @Test func theHistoryIsToldInOrder() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open bakery --problem jam --at 2026-11-22T02:00", "ticket assign T-1 boris",
      "ticket pause T-1 --reason \"fuser ordered\"", "ticket note T-1 \"call first\"",
      "ticket resume T-1", "ticket estimate T-1 100 --text fuser",
      "ticket log T-1 --kind labour --text work --amount 90 --quantity 30 --engineer boris",
      "ticket resolve T-1 --work \"fuser replaced\"",
    ])
    let card = try desk.one("ticket show T-1")
    let steps = card.objects("history")
    #expect(
      steps.map { $0.text("what") } == [
        "opened", "assigned, assigned to boris", "waiting", "note for the desk", "assigned",
        "estimate 100.00", "resolved",
      ])
    #expect(steps.first?.text("at") == "2026-11-22T02:00:00+03:00")
    #expect(steps.map { $0.text("text") }.contains("fuser ordered"))
    #expect(
      card.objects("lines").first?.only("kind", "text", "quantity", "amount", "by")
        == (try json(
          #"{"kind":"labour","text":"work","quantity":30,"amount":"90.00","by":"boris"}"#)))
  }

  @Test func numbersAreWithoutGapsAndSurviveRefusals() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem one")
    try desk.refuse(.notFound, "ticket open bakery --device X --problem two")
    try desk.type("ticket open bakery --problem two --dry-run")
    #expect(try desk.one("ticket open bakery --problem two").text("number") == "T-2")
    try desk.reopen()
    #expect(try desk.one("ticket open bakery --problem three").text("number") == "T-3")
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "ticket open bakri --problem jam"),
    (.notFound, "ticket open bakery --device BK-P9 --problem jam"),
    (.notFound, "ticket open bakery --site nowhere --problem jam"),
    (.unsuitable, "ticket open bakery --device TC-P1 --problem jam"),
    (.time, "ticket open bakery --problem jam --at 2026-11-22T03:26"),
    (.time, "ticket open berlin --problem jam --at 2026-10-25T02:30"),
    (.time, "ticket open berlin --problem jam --due 2027-03-28T02:30"),
    (.time, "ticket open bakery --problem jam --due soon"),
    (.usage, "ticket open bakery --problem jam --priority 0"),
    (.usage, "ticket open bakery --problem jam --priority 6"),
    (.usage, "ticket open bakery --problem \" \""),
    (.usage, "ticket open bakery"),
    (.notFound, "ticket show T-1"), (.notFound, "ticket show INC1"),
    (.notFound, "ticket assign T-1 boris"), (.notFound, "ticket start T-1"),
    (.notFound, "ticket log T-1 --kind part --text x --amount 1"),
    (.notFound, "ticket list --client bakri"), (.notFound, "ticket list --after T-1"),
    (.usage, "ticket list --word \"--\""), (.usage, "ticket list --limit 1001"),
    (.usage, "ticket list --state lost"),
    (.time, "ticket list --due-before tomorrow"), (.time, "ticket list --opened-from 2026-02-30"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.firm().refuse(code, command)
  }

  @Test(arguments: ["1.001", "-1", "10000000000000.01", "99999999999999999999", "1e2", "0x1"])
  func badAmountsAreRefused(amount: String) throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem jam")
    try desk.refuse(.amount, "ticket log T-1 --kind part --text x --amount \(amount)")
    try desk.refuse(.amount, "ticket estimate T-1 \(amount)")
    try desk.refuse(
      .amount, line: "contact.add client=bakery name=A function=payer approval_limit=\(amount)")
  }

  @Test func theCurrencyDecidesHowManyDecimals() throws {
    let desk = try TestDesk.firm()
    try desk.type("client add tokyo Tokyo --currency JPY --timezone Asia/Tokyo")
    try desk.type("ticket open tokyo --problem jam")
    let error = try desk.refuse(.amount, "ticket estimate T-1 100.5")
    #expect(error.details.number("decimals") == 0)
    #expect(try desk.one("ticket estimate T-1 100.0").text("estimate") == "100")
  }
}

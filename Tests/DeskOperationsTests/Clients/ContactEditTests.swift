import DeskRules
import Testing

/// What is known of a client's persons changes, and with it who may approve.
@Suite struct ContactEditTests {
  @Test func aLimitThatIsLoweredHoldsFromThenOn() throws {
    let desk = try PendingTests.waiting()
    let card = try desk.one(
      "contact edit bakery Olga --approval-limit 100 --phone \"+7 1\"", as: "alla")
    #expect(card.text("approval_limit") == "100.00")
    #expect(card.text("phone") == "+7 1")
    let refusal = try desk.refuse(.notAllowed, "budget approve P-1 --by Olga --evidence mail")
    #expect(refusal.message.contains("up to 100.00"))
    let free = try desk.one("contact edit bakery 1 --approval-limit none --phone none")
    #expect(free["approval_limit"] == nil)
    #expect(free["phone"] == nil)
    try desk.type("budget approve P-1 --by Olga --evidence mail")
    #expect(try desk.problems() == [])
  }

  @Test func whoLeftApprovesNothingMoreAndKeepsWhatWasAgreedBefore() throws {
    let desk = try PendingTests.waiting()
    try desk.type("contact edit bakery Olga --last 2026-11-22", as: "dasha")
    try desk.now("2026-11-23T10:00+03:00")
    let refusal = try desk.refuse(.notAllowed, "budget approve P-1 --by Olga --evidence mail")
    #expect(refusal.message.contains("until 2026-11-22"))
    try desk.type("budget approve P-1 --by Olga --evidence mail --at 2026-11-22T18:00")
    let part = try desk.one("ticket show T-1").objects("allocations").last
    #expect(part?.text("approved_by") == "Olga Ivanova")
    #expect(try desk.one("contact edit bakery Olga --last none")["last"] == nil)
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    (ErrorCode.notFound, "contact edit bakeri 1 --phone x"),
    (.notFound, "contact edit bakery Zoe --phone x"),
    (.ambiguous, "contact edit bakery Petr --phone x"),
    (.amount, "contact edit bakery 1 --approval-limit 0.001"),
    (.usage, "contact edit bakery 1 --function boss"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    let desk = try PendingTests.waiting()
    try desk.refuse(code, command)
    try desk.refuse(.notAllowed, "contact edit bakery 1 --approval-limit 5", as: "dasha")
    try desk.refuse(.notAllowed, "contact edit bakery 2 --function approver", as: "dasha")
    try desk.refuse(.notAllowed, "contact edit bakery 1 --phone x", as: "boris")
    try desk.refuse(
      .notAllowed, "contact add bakery \"Ivan New\" --function approver", as: "dasha")
    try desk.refuse(
      .notAllowed, "contact add bakery \"Ivan New\" --function door --approval-limit 5", as: "dasha"
    )
    try desk.type("contact add bakery \"Ivan New\" --function approver", as: "alla")
    let substitute = "contact substitute bakery --for 1 --by 2 --from 2026-12-01 --until 2026-12-02"
    try desk.refuse(.notAllowed, substitute, as: "dasha")
    try desk.type(substitute, as: "alla")
    let goods = "client edit bakery --goods-line goods"
    try desk.refuse(.notAllowed, goods, as: "dasha")
    try desk.type(goods, as: "mark")
    // What is so already takes nobody's leave.
    try desk.type(goods, as: "dasha")
  }
}

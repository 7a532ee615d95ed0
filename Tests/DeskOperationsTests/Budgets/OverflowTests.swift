import DeskRules
import Testing

/// A finished job is always recorded: what its line has is spent, the rest waits or is unfunded, and
/// all of it adds up to the bill.
@Suite struct OverflowTests {
  @Test(.enabled(if: WorkedExample.isPresent, WorkedExample.reason))
  func theWorkedExampleComesOutToTheKopeck() throws {
    let example = try WorkedExample("budget-overflow")
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit \(amount(try example.given("limit_repair")))"
        + " --period 2026 --overflow goods",
      "budget set bakery goods --limit \(amount(try example.given("limit_goods"))) --period 2026",
      "ticket open bakery --problem \"fuser and rollers\"",
    ])
    try example.requireStep(0, desk)
    try desk.type("ticket estimate T-1 45000.00")
    try desk.type("ticket approve T-1 --by \"Olga Ivanova\" --evidence letter")
    try example.requireStep(1, desk)
    try desk.type(
      "ticket log T-1 --kind part --text rollers --amount \(amount(try example.given("bill")))")
    let card = try desk.one("ticket resolve T-1")
    #expect(card.texts("flags") == ["pending P-1"])
    try example.requireStep(2, desk)
    try desk.type("budget approve P-1 --by \"Olga Ivanova\" --evidence \"letter 18\"", as: "alla")
    try example.requireStep(3, desk)
    try desk.typeAll(["ticket open bakery --problem other", "ticket estimate T-2 0.01"])
    try desk.refuse(.overBudget, "ticket approve T-2 --by 1 --evidence letter")
    try example.requireStep(4, desk)
    try desk.type("ticket void T-1 --reason \"the client's own rollers\"", as: "alla")
    try example.requireStep(5, desk)
    #expect(try desk.problems() == [])
  }

  /// One way a bill can meet a line.
  struct Case: Sendable {
    let name: String
    let setUp: [String]
    let bill: String
    let repair: String
    let goods: String?
    let flags: [String]
  }

  private static let line = "budget set bakery repair --limit 50000 --period 2026"
  private static let goods = "budget set bakery goods --limit 40000 --period 2026"
  private static let spend50000 = [
    "ticket open bakery --problem first",
    "ticket log T-1 --kind part --text x --amount 50000", "ticket resolve T-1",
  ]

  static let cases = [
    Case(
      name: "no overflow line is named", setUp: [line], bill: "75000",
      repair: #"{"spent":"50000.00","unfunded":"25000.00","available":"0.00"}"#, goods: nil,
      flags: ["unfunded"]),
    Case(
      name: "the overflow line is missing for the period",
      setUp: [
        line + " --overflow goods", "budget set bakery goods --limit 40000 --period 2027",
      ], bill: "75000",
      repair: #"{"spent":"50000.00","unfunded":"25000.00","available":"0.00"}"#, goods: nil,
      flags: ["unfunded"]),
    Case(
      name: "nothing is left", setUp: [line + " --overflow goods", goods] + spend50000,
      bill: "100.50",
      repair: #"{"spent":"50000.00","unfunded":"0.00","available":"0.00"}"#,
      goods: #"{"pending":"100.50","available":"39899.50"}"#, flags: ["pending P-1"]),
    Case(
      name: "exactly what is left", setUp: [line + " --overflow goods", goods], bill: "50000",
      repair: #"{"spent":"50000.00","unfunded":"0.00","available":"0.00"}"#,
      goods: #"{"pending":"0.00","available":"40000.00"}"#, flags: []),
    Case(
      name: "a kopeck more than is left", setUp: [line + " --overflow goods", goods],
      bill: "50000.01", repair: #"{"spent":"50000.00","unfunded":"0.00","available":"0.00"}"#,
      goods: #"{"pending":"0.01","available":"39999.99"}"#, flags: ["pending P-1"]),
    Case(
      name: "more than the overflow line has too", setUp: [line + " --overflow goods", goods],
      bill: "100000", repair: #"{"spent":"50000.00","unfunded":"0.00","available":"0.00"}"#,
      goods: #"{"pending":"50000.00","available":"-10000.00"}"#, flags: ["pending P-1"]),
    Case(
      name: "the line is below zero already",
      setUp: [line] + spend50000 + ["budget set bakery repair --limit 100 --period 2026"],
      bill: "7", repair: #"{"spent":"50000.00","unfunded":"7.00","available":"-49900.00"}"#,
      goods: nil, flags: ["unfunded"]),
    Case(
      name: "no budget at all", setUp: [], bill: "7", repair: "{}", goods: nil,
      flags: ["no_budget"]),
  ]

  @Test(arguments: cases)
  func aBillIsCarried(_ given: Case) throws {
    let desk = try TestDesk.firm()
    try desk.typeAll(given.setUp + ["ticket open bakery --problem second"])
    let number = try #require(
      try desk.type("ticket list").first { $0.text("state") == "new" }?.text("number"))
    try desk.type("ticket log \(number) --kind part --text x --amount \(given.bill)")
    let card = try desk.one("ticket resolve \(number)")
    #expect(card.texts("flags") == given.flags, "\(given.name)")
    let lines = try desk.type("budget show bakery")
    let repair = lines.first { $0.text("line") == "repair" } ?? [:]
    #expect(
      repair.only("spent", "unfunded", "available") == (try json(given.repair)), "\(given.name)")
    let goods = lines.first { $0.text("line") == "goods" }
    #expect(
      goods?.only("pending", "available") == (try given.goods.map { try json($0) }),
      "\(given.name)")
    #expect(try desk.problems() == [])
  }

  @Test func aLaterLineReachesTheBudgetOnce() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem jam",
      "ticket log T-1 --kind part --text x --amount 100", "ticket resolve T-1",
      "ticket log T-1 --kind part --text y --amount 10",
      "ticket reopen T-1 --reason again",
      "ticket log T-1 --kind part --text z --amount 1", "ticket resolve T-1", "ticket close T-1",
    ])
    #expect(try desk.one("budget show bakery --line repair").text("spent") == "111.00")
    #expect(try desk.one("ticket show T-1").text("billed") == "111.00")
  }

  @Test func promisesAreChecked() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem jam", "ticket estimate T-1 50000.01",
    ])
    let over = try desk.refuse(.overBudget, "ticket approve T-1 --by 1 --evidence call")
    #expect(over.details.text("available") == "50000.00")
    #expect(try desk.one("ticket estimate T-1 60000.00").text("exceeds") == "10000.00")
    try desk.type("ticket estimate T-1 60000.01")
    let limit = try desk.refuse(.notAllowed, "ticket approve T-1 --by 1 --evidence call")
    #expect(limit.details.text("limit") == "60000.00")
    try desk.type("ticket estimate T-1 10")
    try desk.refuse(.notAllowed, "ticket approve T-1 --by 2 --evidence call")
    try desk.refuse(.notFound, "ticket approve T-1 --by Nobody --evidence call")
    try desk.type("ticket approve T-1 --by \"olga ivanova\" --evidence call")
    try desk.refuse(.state, "ticket approve T-1 --by 1 --evidence call")
    #expect(try desk.one("budget show bakery --line repair").text("held") == "10.00")
    try desk.type("ticket estimate T-1 20")
    #expect(try desk.one("budget show bakery --line repair").text("held") == "0.00")
    try desk.type("ticket approve T-1 --by 1 --evidence call")
    try desk.type("ticket cancel T-1 --reason sold")
    #expect(try desk.one("budget show bakery --line repair").text("available") == "50000.00")
    #expect(try desk.problems() == [])
  }
}

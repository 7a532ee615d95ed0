import DeskRules
import Testing

/// The names that other programs rely on.
enum BudgetKeys {
  static let contract: Set = [
    "client", "line", "period", "currency", "limit", "transferred", "held", "pending", "spent",
    "unfunded", "available",
  ]
}

/// The accountant, client waiting.
@Suite struct BudgetTests {
  @Test func everyLineIsShownWithItsFigures() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type(TestDesk.night, as: "boris")
    let lines = try desk.type("budget show bakery", as: "alla")
    #expect(lines.map { $0.text("line") } == ["goods", "repair"])
    #expect(lines.allSatisfy { $0.keys.isSuperset(of: BudgetKeys.contract) })
    for line in lines { try requireBalance(line) }
    #expect(
      JSON.object(lines[1]).sorted
        == (try json(
          #"""
          {"client":"bakery","line":"repair","period":"2026","currency":"RUB",
          "limit":"50000.00","transferred":"0.00","held":"0.00","pending":"0.00",
          "spent":"9500.00","unfunded":"0.00","available":"40500.00","overflow":"goods"}
          """#)))
  }

  private func requireBalance(_ line: JSONObject) throws {
    func figure(_ name: String) throws -> Int64 { try minorUnits(line.text(name)) }
    let left = try figure("limit") + figure("transferred") - figure("held") - figure("pending")
    #expect(try figure("available") == left - figure("spent"))
  }

  @Test func aDryRunSaysWhatWouldBeLeft() throws {
    let desk = try TestDesk.pricedFirm()
    let before = try TableDump(desk.reader)
    let card = try desk.one(TestDesk.night + " --dry-run", as: "boris")
    #expect(card.objects("budget").first?.text("available") == "40500.00")
    #expect(try TableDump(desk.reader).differences(from: before).isEmpty)
  }

  @Test func periodsAreFoundByTheDeskDay() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026-10",
      "budget set bakery repair --limit 200 --period 2026-11",
      "budget set bakery repair --limit 300 --period 2026-12-01..2026-12-24",
      "budget set bakery toner --limit 50 --period 2026-Q4",
    ])
    func limits(_ more: String) throws -> [String?] {
      try desk.type("budget show bakery " + more).map { $0.text("limit") }
    }
    #expect(try limits("") == ["200.00", "50.00"])
    #expect(try limits("--line repair --on 2026-10-31") == ["100.00"])
    #expect(try limits("--on 2026-12-24") == ["300.00", "50.00"])
    #expect(try limits("--on 2026-12-25") == ["50.00"])
    #expect(try limits("--line repair --all-periods") == ["100.00", "200.00", "300.00"])
    #expect(try desk.type("budget show transco").isEmpty)
  }

  @Test func aLimitBelowWhatIsSpentIsRecorded() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type(TestDesk.night, as: "boris")
    let line = try desk.one("budget set bakery repair --limit 1000 --period 2026", as: "alla")
    #expect(line.text("available") == "-8500.00")
    #expect(line.text("overflow") == "goods")
    let seq = try desk.seq
    try desk.type("budget set bakery repair --limit 1000.00 --period 2026", as: "alla")
    #expect(try desk.seq == seq)
  }

  @Test func movementsExplainTheFigures() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.type("ticket open bakery --problem jam")
    try desk.type("ticket estimate T-1 1000")
    try desk.type("ticket approve T-1 --by 1 --evidence mail")
    try desk.type("ticket log T-1 --kind part --text fuser --amount 1200")
    try desk.type("ticket resolve T-1")
    let moves = try desk.type("budget history bakery repair", as: "alla")
    #expect(moves.map { $0.text("movement") } == ["post", "release", "hold", "set"])
    #expect(moves.map { $0.text("available") } == ["48800.00", "50000.00", "49000.00", "50000.00"])
    #expect(try desk.type("budget history bakery repair --limit 2").count == 2)
    let shown = try desk.one("budget show bakery --line repair --movements 1")
    #expect(shown.objects("movements").map { $0.text("movement") } == ["post"])
  }

  @Test(arguments: [
    (ErrorCode.amount, "budget set bakery repair --limit 1.001 --period 2027"),
    (.amount, "budget set bakery repair --limit -1 --period 2027"),
    (.amount, "budget set bakery repair --limit 10000000000000.01 --period 2027"),
    (.amount, "budget set bakery repair --limit 1,50 --period 2027"),
    (.exists, "budget set bakery repair --limit 1 --period 2026-11"),
    (.exists, "budget set bakery repair --limit 1 --period 2025-06-01..2026-01-01"),
    (.usage, "budget set bakery repair --limit 1 --period 2027 --overflow repair"),
    (.usage, "budget set bakery \"re:pair\" --limit 1 --period 2027"),
    (.usage, "budget set bakery repair --limit 1"),
    (.notFound, "budget set bakeri repair --limit 1 --period 2027"),
    (.notFound, "budget show bakeri"),
    (.notSet, "budget history bakery repair --on 2025-12-31"),
    (.notSet, "budget history bakery toner"),
  ])
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.pricedFirm().refuse(code, command)
  }
}

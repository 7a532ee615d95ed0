import DeskOperations
import DeskRules
import Testing

/// A visit that was typed wrongly is taken back with the last line of its bill, or as a whole, and counts
/// nowhere any more.
@Suite struct VisitTakenBackTests {
  private static let visit = "--arrived 2026-11-20T23:50 --done 2026-11-21T05:50 --engineer boris"

  /// A visit, the same again by mistake, both taken back, and the visit as it was.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "staff rate boris 600.00 --from 2026-01-01",
      "callout log bakery --device BK-P1 --problem jam \(Self.visit)",
      "callout log bakery --ticket T-1 \(Self.visit) --reason \"entered again\"",
      "ticket void T-1 --reason twice",
    ])
    return desk
  }

  @Test func theNightReportCountsWhatTheClientPays() throws {
    let desk = try desk()
    #expect(try desk.type("report nights --period 2026-11").isEmpty)
    let right = try desk.one("callout log bakery --ticket T-1 \(Self.visit)")
    #expect(!right.texts("flags").contains { $0.hasPrefix("overlaps") })
    let row = try desk.one("report nights --period 2026-11")
    #expect(row.number("calls") == 1 && row.number("minutes") == 360)
    #expect(row.text("revenue") == right.text("total"))
    #expect(row.text("cost") == "3600.00")
    #expect(try desk.problems().isEmpty)
  }

  @Test func theListMarksItAndShowsWhatIsLeftOfOthers() throws {
    let desk = try desk()
    try desk.type("callout log bakery --ticket T-1 --part fuser=100.00 \(Self.visit)")
    let lines = try desk.one("ticket show T-1").objects("lines")
    let part = try #require(lines.last { $0.text("kind") == "part" }?.number("line"))
    let before = try #require(try desk.one("report nights --period 2026-11").text("revenue"))
    try desk.type("ticket void T-1 --line \(part) --reason \"not built in\"")
    let after = try #require(try desk.one("report nights --period 2026-11").text("revenue"))
    let rows = try desk.type("callout list")
    #expect(
      rows.map { $0.texts("flags").contains("taken_back") } == [false, true, true])
    #expect(rows.map { $0.text("total") } == [after, "0.00", "0.00"])
    #expect(try kopecks(before) - kopecks(after) == 10_000)
    let client = try desk.type("callout list", as: "olga")
    #expect(client.map { $0.texts("flags").contains("taken_back") } == [false, true, true])
    #expect(try desk.one("report devices --device BK-P1").number("callouts") == 1)
  }

  @Test func aVisitWithoutAnyPriceStands() throws {
    let desk = try TestDesk.firm()
    try desk.type("callout log bakery --problem jam \(Self.visit)")
    #expect(try desk.one("report nights --period 2026-11").number("calls") == 1)
    #expect(try !desk.type("callout list")[0].texts("flags").contains("taken_back"))
  }

  @Test func nobodyLacksRestAfterIt() throws {
    let desk = try CallDesk().desk
    try desk.typeAll([
      "roster set vera boris --every day --handover 09:00",
      "callout log bakery --problem jam --arrived 01:00 --done 03:10 --engineer vera",
    ])
    func short() throws -> Bool {
      try desk.type("roster gaps").contains {
        $0.text("kind") == "short_rest" && $0.text("what")?.contains("V-1") == true
      }
    }
    #expect(try short())
    try desk.type("ticket void T-1 --reason \"another day\"")
    #expect(try !short())
  }
}

/// An amount in kopecks.
private func kopecks(_ text: String) throws -> Int64 {
  try #require(Int64(text.replacing(".", with: "")))
}

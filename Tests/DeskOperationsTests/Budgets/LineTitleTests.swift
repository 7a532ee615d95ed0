import DeskRules
import Testing

/// What a budget line is called where people read it.
@Suite struct LineTitleTests {
  private func cells(_ table: JSONObject) -> [[String]] {
    (table["rows"]?.elements ?? []).map { ($0.elements ?? []).compactMap(\.text) }
  }

  @Test func aTitleStandsOnPapersAndPages() throws {
    let desk = try TestDesk.pricedFirm()
    let titled = try desk.one("budget set bakery goods --title \"Поставка товара\"")
    #expect(titled.text("title") == "Поставка товара" && titled.text("limit") == "40000.00")
    #expect(
      try desk.one("budget set bakery repair --limit 60 --period 2026 --title Repairs")
        .text("title") == "Repairs")
    try desk.resolvedTicket([75_00], client: "bakery")
    try desk.typeAll([
      "budget approve P-1 --by 1 --evidence mail", "invoice review T-1", "invoice issue bakery",
    ])
    let lines = try desk.type("budget show bakery")
    #expect(lines.map { $0.text("title") } == ["Поставка товара", "Repairs"])
    let annex = cells(try desk.one("invoice page A-2026-1").objects("tables")[1])
    #expect(annex.map { $0[0] } == ["Repairs", "Поставка товара"])
    #expect(annex[1][1] == "P-1: beyond Repairs, approved by Olga Ivanova (mail)")
    try desk.type("invoice credit A-2026-1 --amount 7.50 --reason goodwill")
    let back = cells(try desk.one("invoice page C-2026-1").objects("tables")[1])
    #expect(
      back == [
        ["Repairs", "given back", "6.00"],
        ["Поставка товара", "given back", "1.50"],
      ])
    let report = try desk.one("report budget bakery")
    #expect(cells(report.objects("tables")[0]).map { $0[0] } == ["Поставка товара", "Repairs"])
    #expect(report.objects("charts")[0].text("title") == "Поставка товара 2026, RUB")
    // It goes with the line, and is taken away as it came.
    try desk.type("budget set bakery goods --limit 1 --period 2027")
    #expect(
      try desk.type("budget show bakery goods --all-periods").map { $0.text("title") }
        == ["Поставка товара", "Поставка товара"])
    try desk.type("budget set bakery goods --title none")
    #expect(try desk.type("budget show bakery goods").map { $0.text("title") } == [nil])
    #expect(try desk.problems() == [])
  }

  @Test func aTitleAloneIsForALineThatThereIs() throws {
    let desk = try TestDesk.pricedFirm()
    for command in [
      "budget set bakery repair", "budget set bakery repair --limit 5",
      "budget set bakery repair --period 2026 --title x",
      "budget set bakery repair --warn-at 80% --title x",
      "budget set bakery repair --title \"\"",
    ] {
      try desk.refuse(.usage, command)
    }
    #expect(
      try desk.refuse(.notSet, "budget set bakery godos --title Goods").message
        .contains("did you mean goods?"))
    try desk.refuse(.notSet, "budget set transco repair --title Repairs")
    try desk.refuse(.notFound, "budget set nobody repair --title Repairs")
    try desk.refuse(.notAllowed, "budget set bakery repair --title Repairs", as: "boris")
  }

  @Test func theAnnexNamesThePeriodsWhereThereAreSeveral() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 30 --period 2026-10",
      "budget set bakery repair --limit 70 --period 2026-11",
      "budget set bakery repair --limit 70 --period 2026-12",
      "ticket open bakery --problem jam",
      "ticket log T-1 --kind part --text a --amount 50 --at 2026-10-20T12:00+03:00 --reason late",
      "ticket log T-1 --kind part --text b --amount 50 --at 2026-11-20T12:00+03:00 --reason late",
      "ticket resolve T-1",
      "budget approve P-1 --by 1 --evidence mail --line repair --on 2026-12-01",
      "invoice review T-1", "invoice issue bakery",
    ])
    let annex = cells(try desk.one("invoice page A-2026-1").objects("tables")[1])
    #expect(
      annex.map { "\($0[0]) \($0[2])" } == [
        "repair 2026-10 30.00", "repair 2026-12 20.00", "repair 2026-11 50.00",
      ])
    #expect(try desk.problems() == [])
  }
}

import DeskRules
import Testing

/// Repair or replace: a year of a machine against the price of a new one.
@Suite struct ReportDevicesTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket log T-1 --kind part --text fuser --amount 4000.00",
      "ticket log T-1 --kind labour --text work --amount 1000.00 --at 2025-11-22T03:15",
      "ticket log T-1 --kind labour --text long-ago --amount 9000.00 --at 2025-11-01T03:15",
      "model add \"HP LaserJet 4250\" --price 10000.00",
    ])
    return desk
  }

  @Test func aYearIsComparedWithThePrice() throws {
    let desk = try desk()
    let card = try desk.one("report devices --device TC-P1", as: "boris")
    #expect(
      card.only("device", "client", "cost", "price", "percent", "replace_at", "advice", "tickets")
        == (try json(
          #"""
          {"device":"TC-P1","client":"transco","cost":"5000.00","price":"10000.00","percent":50,
          "replace_at":50,"advice":"replace","tickets":1}
          """#)))
    let hint = try #require(try desk.one("ticket show T-1").text("advice"))
    #expect(hint.contains("5000.00") && hint.contains("50 %"))
    #expect(try desk.one("ticket show T-1", as: "tom")["advice"] == nil)

    try desk.type("model add \"HP LaserJet 4250\" --replace-at 51")
    #expect(try desk.one("report devices --device TC-P1").text("advice") == "repair")
    #expect(try desk.one("ticket show T-1")["advice"] == nil)
    #expect(try desk.one("model show \"HP LaserJet 4250\"").number("replace_at") == 51)
    try desk.refuse(.amount, "model add \"HP LaserJet 4250\" --price -1")
  }

  @Test func visitsPagesAndLoanerDaysStandBesideIt() throws {
    let desk = try desk()
    try desk.typeAll([
      "device receive T-1 --meter 90000 --at 2026-11-20T10:00 --reason diary",
      "device handback T-1 --meter 90400",
      "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-20T12:00",
      "callout log transco --device TC-P1 --called 01:10 --arrived 01:40 --done 02:10"
        + " --problem jam --work cleared",
    ])
    let card = try desk.one("report devices --client transco")
    #expect(card.number("callouts") == 1)
    #expect(card.number("pages") == 400)
    #expect(card.number("pages_between_visits") == 400)
    #expect(card.number("loaner_days") == 2)
  }

  @Test func visitsReadTheCounter() throws {
    let desk = try desk()
    func visit(_ at: String, _ more: String) -> String {
      "callout log transco --device TC-P1 --arrived 2026-11-\(at)T10:00"
        + " --done 2026-11-\(at)T11:00 --problem jam" + more
    }
    let first = try desk.one(visit("01", " --meter 90000 --swap given=C-0012,taken=C-0051"))
    #expect(first.number("meter") == 90000)
    try desk.type(visit("11", " --meter 91000 --swap given=C-0013,taken=C-0012"))
    #expect(try desk.one("stock flags").text("cartridge") == "C-0012")
    let refusal = try desk.refuse(.implausible, visit("15", " --meter 90500"))
    #expect(refusal.message.contains("91000"))
    let board = try desk.one(visit("15", " --meter 10 --reason \"new board\""))
    #expect(board.texts("flags").filter { $0 == "meter_contradicted" }.count == 1)
    try desk.type(visit("20", " --meter 210"))
    let card = try desk.one("report devices --device TC-P1")
    #expect(card.number("pages") == 1200)
    #expect(card.number("callouts") == 4 && card.number("pages_between_visits") == 300)
    #expect(try desk.one("device show TC-P1").number("meter") == 210)
    #expect(try desk.problems() == [])
  }

  @Test func machinesComePageByPage() throws {
    let desk = try desk()
    let first = try desk.type("report devices --limit 2")
    #expect(first.map { $0.text("device") } == ["BK-P1", "OF-C1"])
    let rest = try desk.type("report devices --limit 2 --after OF-C1")
    #expect(rest.map { $0.text("device") } == ["OF-P1", "TC-P1"])
    #expect(first.map { $0.text("advice") } == ["repair", "unknown"])
  }

  @Test func badRequestsAreRefused() throws {
    let desk = try desk()
    try desk.typeAll([
      "device add S-1 --model \"HP LaserJet 4250\" --owner bakery --serial SAME",
      "device add S-2 --model \"HP LaserJet 1020\" --owner bakery --serial SAME",
    ])
    try desk.refuse(.notFound, "report devices --client nobody")
    try desk.refuse(.notFound, "report devices --device XX-1")
    try desk.refuse(.ambiguous, "report devices --device SAME")
    try desk.refuse(.usage, "report devices --device LP-03")
    try desk.refuse(.usage, "report devices --device TC-P1 --client bakery")
    try desk.refuse(.notAllowed, "report devices", as: "tom")
  }
}

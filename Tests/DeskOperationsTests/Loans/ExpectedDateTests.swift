import DeskRules
import Testing

/// A loan lasts as long as its repair.
@Suite struct ExpectedDateTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem noise",
      "ticket expect T-1 2026-11-30",
      "loan issue T-1 LP-03",
      "loan issue T-1 LP-01 --due 2026-11-28",
      "loan reserve T-2 LP-03 --from 2026-12-03 --until 2026-12-05",
    ])
    return desk
  }

  @Test func theLoansThatFollowMove() throws {
    let desk = try desk()
    let ticket = try desk.one("ticket expect T-1 2026-12-02", as: "boris")
    #expect(ticket.text("expected") == "2026-12-02")
    #expect(ticket.texts("loans") == ["L-1"])
    let loans = try desk.type("loan list")
    #expect(loans.map { $0.text("due") } == ["2026-11-28", "2026-12-02"])
    #expect(loans.map { $0["follows_repair"] } == [nil, .bool(true)])
    #expect(try desk.one("ticket show T-1").text("expected") == "2026-12-02")
    #expect(try desk.problems() == [])
  }

  @Test func aReservationInTheWayIsAskedFor() throws {
    let desk = try desk()
    let refusal = try desk.refuse(.taken, "ticket expect T-1 2026-12-03")
    #expect(refusal.details.text("client") == "bakery")
    try desk.refuse(.taken, "ticket expect T-1 2026-12-03 --break")
    let ticket = try desk.one("ticket expect T-1 2026-12-03 --break --reason \"parts are late\"")
    #expect(ticket.texts("broken") == ["L-3"])
    #expect(try desk.type("loan list --reserved").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func aNamedDayStandsByItselfUntilItFollowsAgain() throws {
    let desk = try desk()
    try desk.type("loan extend L-1 --due 2026-12-01")
    try desk.type("ticket expect T-1 2026-12-02")
    #expect(try desk.type("loan list").map { $0.text("due") } == ["2026-11-28", "2026-12-01"])
    #expect(try desk.one("loan extend L-2 --follow").text("due") == "2026-12-02")
    try desk.type("ticket expect T-1 2026-11-29")
    #expect(try desk.type("loan list").map { $0.text("due") } == ["2026-11-29", "2026-12-01"])
  }

  @Test func badRequestsAreRefused() throws {
    let desk = try desk()
    try desk.typeAll(["ticket cancel T-2 --reason sold"])
    try desk.type(
      "device add SAME-1 --model \"HP LaserJet 4250\" --owner pool --serial T1")
    try desk.refuse(.notFound, "ticket expect T-99 2026-12-02")
    try desk.refuse(.state, "ticket expect T-2 2026-12-02")
    try desk.refuse(.time, "ticket expect T-1 2026-11-20")
    try desk.refuse(.time, "ticket expect T-1 2026-02-30")
    try desk.refuse(.usage, "ticket expect T-1")
    try desk.refuse(.notAllowed, "ticket expect T-1 2026-12-02", as: "alla")
  }
}

import DeskOperations
import DeskRules
import Testing

/// A loaner between two loans, and machines that were moved after they had gone back.
@Suite struct ServiceTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "model add \"HP LaserJet 4250\" --service-buffer 120",
      "ticket open bakery --device BK-P1 --problem dead",
      "ticket open transco --device TC-P1 --problem dead",
      "loan issue T-1 LP-03 --due 2026-11-30",
    ])
    try desk.now("2026-11-23T10:00+03:00")
    try desk.type("loan return LP-03")
    return desk
  }

  @Test func aDeviceIsNotLentWhileItIsServiced() throws {
    let desk = try desk()
    let refusal = try desk.refuse(.taken, "loan issue T-2 LP-03 --due 2026-11-30")
    #expect(refusal.message.contains("2026-11-23T12:00"), "\(refusal.message)")
    try desk.refuse(.taken, "loan reserve T-2 LP-03 --from 11:00 --until 2026-11-30")
    let refused = try desk.type("loan suggest T-2").first { $0.text("device") == "LP-03" }
    #expect(
      refused?.texts("reasons") == [
        "is being serviced until 2026-11-23T12:00:00+03:00 after its last loan"
      ])
    let lent = try desk.one("loan issue T-2 LP-03 --due 2026-11-30 --reason \"looked at already\"")
    #expect(lent.texts("flags").contains("service_cut_short"))
    #expect(try desk.problems() == [])
  }

  @Test func afterItsServiceItIsFreeAgain() throws {
    let desk = try desk()
    try desk.now("2026-11-23T12:00+03:00")
    #expect(try desk.type("loan suggest T-2").first?.text("device") == "LP-03")
    #expect(try desk.one("loan issue T-2 LP-03 --due 2026-11-30").text("flags") == nil)
  }

  @Test func aMoveFromBeforeTheLoanIsAccepted() throws {
    let desk = try desk()
    try desk.now("2026-11-23T13:00+03:00")
    try desk.type("loan issue T-2 LP-03 --due 2026-11-30")
    try desk.type("device move LP-03 van:boris --at 2026-11-23T11:00 --reason diary")
    #expect(try desk.one("device show LP-03").text("holder") == "client:transco/main")
    try desk.refuse(.taken, "device move LP-03 van:boris")
    #expect(try desk.problems() == [])
  }

  @Test func aReservationAfterTheRepairIsDoneIsGivenUp() throws {
    let desk = try desk()
    try desk.typeAll([
      "ticket expect T-2 2026-12-10", "loan reserve T-2 LP-03 --from 2026-12-05T09:00",
    ])
    let card = try desk.one("ticket expect T-2 2026-12-03")
    #expect(card.texts("flags") == ["given_up L-2"])
    #expect(try desk.type("loan list --reserved").isEmpty)
  }

  @Test func aMachineThatWentBackDoesNotStayOnPaper() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open transco --device TC-P1 --problem dead")
    try desk.now("2026-11-23T12:00+03:00")
    try desk.typeAll([
      "device receive T-1 --at 2026-11-23T09:00",
      "device move TC-P1 bench:B1 --at 2026-11-23T11:00",
    ])
    try desk.refuse(.implausible, "device handback T-1 --at 2026-11-23T10:00")
    let back = try desk.one(
      "device handback T-1 --at 2026-11-23T10:00 --reason \"the note was wrong\"")
    #expect(back.texts("flags") == ["entered_late"])
    #expect(try desk.one("device show TC-P1").text("holder") == "client:transco/main")
    #expect(try desk.type("bench list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func aPrinterOfAnotherClientIsADoubt() throws {
    let desk = try TestDesk.firm()
    try desk.refuse(.taken, "swap make transco --device BK-P1 --given C-0013 --taken C-0051")
    try desk.type("site add transco depot Depot")
    try desk.type("device add TC-P2 --model \"HP LaserJet 4250\" --owner transco --site depot")
    try desk.type("swap make transco --device TC-P2 --given C-0013 --taken C-0051")
    #expect(try desk.one("cartridge show C-0013").text("holder") == "client:transco/depot")
  }
}

import DeskRules
import Testing

/// Where no printer is named, what is given is held against the printers known at the client.
@Suite struct FitTests {
  @Test func whatFitsNoneOfTheirPrintersNeedsAReason() throws {
    let desk = try TestDesk.firm()
    let refusal = try desk.refuse(.unsuitable, "swap make bakery --given C-0014 --taken C-0044")
    #expect(refusal.details.texts("devices") == ["BK-P1"])
    #expect(refusal.details.texts("fitting") == ["Q5942A", "Q5942X"])
    #expect(refusal.details.text("piece") == "C-0014")
    for word in ["C-0014", "Q2612A", "BK-P1", "HP LaserJet 4250", "reason"] {
      #expect(refusal.message.contains(word), "\(refusal.message)")
    }
    let log = "callout log bakery --arrived 01:10 --done 01:20 --problem x --swap given=C-0014"
    try desk.refuse(.unsuitable, log)
    let swap = try desk.one("swap make bakery --given C-0014 --reason \"for the one at home\"")
    #expect(swap.texts("flags") == ["corrected", "owed"])
    #expect(try desk.problems() == [])
  }

  @Test func oneThatFitsAnyOfThemIsNoDoubt() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0013",  // another of the group
      "swap make office --given C-0014",
      "cartridge add C-7 --type TN-2410 --owner pool",
      "swap make bakery --given C-7",  // nobody knows what it fits
      "swap make berlin --given C-0012",  // no printer is known there
    ])
    #expect(try desk.problems() == [])
  }

  @Test func theSiteThatIsNamedDecides() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "site add bakery cellar \"The cellar\"",
      "device add BK-P2 --model \"HP LaserJet 1020\" --owner bakery --site cellar",
    ])
    try desk.refuse(.unsuitable, "swap make bakery --site main --given C-0014")
    try desk.refuse(.unsuitable, "swap make bakery --site cellar --given C-0012")
    try desk.typeAll([
      "swap make bakery --site cellar --given C-0014", "swap make bakery --given C-0012",
    ])
    #expect(try desk.problems() == [])
  }

  @Test func aPrinterThatWasThereThenCounts() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open bakery --device BK-P1 --problem dead",
      "loan issue T-1 LP-01 --due 2026-11-30 --at 2026-11-21T10:00",
      "loan return LP-01 --at 2026-11-21T20:00",
    ])
    try desk.refuse(.unsuitable, "swap make bakery --given C-0014")
    try desk.refuse(.unsuitable, "swap make bakery --given C-0014 --at 2026-11-21T09:00")
    try desk.type("swap make bakery --given C-0014 --at 2026-11-21T15:00")
    #expect(try desk.problems() == [])
  }

  @Test func theClientsOwnAndOneWithUsAreNoDoubt() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "cartridge add C-7 --type Q2612A --owner bakery --holder shelf:main",
      "swap make bakery --given C-7",
      "ticket open office --device OF-P1 --problem dead", "device receive T-1",
      "swap make office --given C-0014",
    ])
    #expect(try desk.problems() == [])
  }
}

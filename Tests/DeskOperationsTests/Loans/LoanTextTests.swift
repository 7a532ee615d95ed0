import DeskRules
import Foundation
import Testing

@testable import swapdesk

/// What people read of loans fits a terminal of 110 columns.
@Suite struct LoanTextTests {
  /// A desk with a long model, loans in every state, reminders and machines on the bench.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    let model = "\"HP Color LaserJet Enterprise flow MFP M880z+\""
    try desk.typeAll([
      "model add \(model) --format A3 --colour --duplex --ppm 46 --price 450000.00",
      "device add TC-P9 --model \(model) --owner transco",
      "device add LP-09 --model \(model) --owner pool --holder shelf:north-warehouse",
    ])
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open transco --device TC-P9 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem jam",
      "device receive T-1 --place bench:A3 --accessory \"power cable\" --accessory \"USB cable\"",
      "device receive T-2 --accessory \"a tray for envelopes that nobody has ever used so far\"",
      "device handback T-2 --missing \"a tray for envelopes that nobody has ever used so far\"",
      "loan issue T-1 LP-03 --due 2026-11-23 --meter 10233 --accessory \"power cable\"",
      "loan issue T-2 LP-09 --due 2026-11-30",
      "loan reserve T-3 LP-01 --from 2026-12-01T09:00 --until 2026-12-03",
      "loan reserve T-3 LP-02 --from 2026-12-01T09:00 --until 2026-12-03",
      "loan cancel L-4",
    ])
    try desk.now("2026-11-26T09:00+03:00")
    for _ in 1...4 { try desk.type("loan remind L-1 --by phone") }
    return desk
  }

  private func expectNarrow(_ command: String, _ desk: TestDesk) throws -> [String] {
    let lines = try desk.printed(command)
    #expect(lines.count > 1, "\(command)")
    for line in lines {
      #expect(SafeText.width(line) <= NarrowLayout.pageWidth, "\(command): \(line)")
    }
    return lines
  }

  @Test(arguments: [
    "loan suggest T-1", "loan suggest T-3 --format A3", "loan list", "loan list --overdue",
    "loan list --reserved", "loan list --all", "loan timeline LP-03", "bench list",
    "bench list --owed", "report devices",
  ])
  func aTableFitsATerminal(command: String) throws {
    _ = try expectNarrow(command, try desk())
  }

  @Test func whatIsOwedFitsToo() throws {
    let desk = try desk()
    try desk.type("loan return LP-03 --to lost --reason \"nobody knows where it is\"")
    let lines = try expectNarrow("loan list --owed", desk)
    #expect(lines[0].hasPrefix("loan  device  client   ticket  returned"))
    #expect(lines[1].contains("2026-11-26 09:00") && lines[1].contains("power cable, LP-03"))
    #expect(lines.joined(separator: " ").ranges(of: "phone").count == 4)
  }

  @Test func reasonsGoOnUnderThemselves() throws {
    let desk = try desk()
    let lines = try desk.printed("loan suggest T-1")
    let column = try #require(lines[0].range(of: "reasons")).lowerBound
    let start = lines[0].distance(from: lines[0].startIndex, to: column)
    let more = lines.dropFirst().prefix { !$0.isEmpty }.filter { $0.hasPrefix(" ") }
    #expect(!more.isEmpty)
    #expect(more.allSatisfy { $0.prefix(while: { $0 == " " }).count == start }, "\(lines)")
    #expect(lines.contains("The client has not brought back:"))
  }

  @Test func whatIsOverdueIsNotFreeFromAnyDay() throws {
    let desk = try desk()
    let free = try desk.type("loan list --free-from 2026-12-31")
    #expect(free.map { $0.text("device") } == ["LP-09"])
    let late = try desk.one("loan list --overdue")
    #expect(late.text("device") == "LP-03" && late["free_from"] == nil)
  }
}

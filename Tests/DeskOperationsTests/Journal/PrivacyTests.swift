import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// Names, phones and free text stand in the erasable part of a journal row and nowhere else in it.
@Suite struct PrivacyTests {
  /// Every text that people write freely, marked so that it can be found again.
  private static let commands = [
    "client add privy \"Zaphod Ltd\" --key a1", "client edit privy --name \"Zaphod Inc\" --key a2",
    "site add privy shop \"Zaphod shop\" --address \"Zaphod street 1\" --key a3",
    "contact add privy \"Zaphod B\" --function approver --phone Zaphod1 --mail z@Zaphod --key a4",
    "staff add zed \"Zaphod Z\" --role engineer --key a5",
    "budget set privy repair --limit 1000 --period 2026",
    "device add PV-1 --model \"HP LaserJet 4250\" --owner privy --key a6",
    "device move PV-1 client:privy/shop --reason Zaphod --key a7",
    "ticket open privy --device PV-1 --problem Zaphod --key b1",
    "ticket note T-1 Zaphod --key b2", "ticket note T-1 Zaphod --audience client --key b3",
    "ticket pause T-1 --reason Zaphod --key b4", "ticket resume T-1 --key b5",
    "ticket estimate T-1 10 --text Zaphod --key b6",
    "ticket approve T-1 --by \"Zaphod B\" --evidence Zaphod --key b7",
    "ticket log T-1 --kind other --text Zaphod --amount 1 --key b8",
    "loan issue T-1 LP-03 --due 2026-11-30 --meter 5 --condition Zaphod --reason Zaphod --key c1",
    "loan return LP-03 --meter 4 --condition Zaphod --reason Zaphod --key c2",
    "swap make privy --given C-0044 --reason Zaphod --key c3",
    "swap return S-1 --taken C-0051 --reason Zaphod --key c4",
    "callout log privy --ticket T-1 --arrived 01:00 --done 02:00 --work Zaphod --part Zaphod=1"
      + " --consumable Zaphod=1 --swap given=C-0012,taken=C-0013 --reason Zaphod --key d1",
    "callout log privy --arrived 01:00 --done 02:00 --problem Zaphod --work Zaphod --key d2"
      + " --reason Zaphod",
    "callout void V-2 --reason Zaphod --key d6",
    "ticket close T-1 --reason Zaphod --key d3", "ticket reopen T-1 --reason Zaphod --key d4",
    "ticket cancel T-1 --reason Zaphod --key d5",
    "callout receive --ticket T-1 --problem Zaphod --key d7",
    "ticket record INC1 --system old --client privy --problem Zaphod"
      + " --opened 2016-02-29T01:16Z --key e1"
      + " --step at=2016-02-29T01:16Z,state=new,assignee=Zaphod,note=Zaphod",
  ]

  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    for command in Self.commands { try desk.type(command) }
    return desk
  }

  @Test func privateTextStandsOnlyInThePrivatePart() throws {
    let desk = try desk()
    for command in Self.commands where command.contains("Zaphod") {
      let key = try #require(command.split(separator: "--key ").last?.split(separator: " ").first)
      let entry = try desk.rows(
        "SELECT private FROM journal WHERE request_key = ?", [.text(String(key))])
      #expect(entry.first?.first?.shown.contains("Zaphod") == true, "\(command)")
    }
    let open = try desk.rows("SELECT events, answer, actor, operation FROM journal")
    #expect(!open.joined().contains { $0.shown.contains("Zaphod") })
  }

  @Test func aRepetitionGivesThePrivateTextsToo() throws {
    let desk = try desk()
    let again = try desk.one("ticket open privy --device PV-1 --problem Zaphod --key b1")
    #expect(again.text("problem") == "Zaphod")
  }

  @Test func whatIsErasedIsGoneAndTheChainStillHolds() throws {
    let desk = try desk()
    let seq = try desk.seq
    try desk.force("UPDATE journal SET private = NULL")
    let problems = try desk.problems()
    #expect(!problems.isEmpty)
    #expect(!problems.contains { $0.contains("journal entry") && !$0.contains("disagrees") })
    // Whoever approved is told by the name that the client's contacts have, which goes with them.
    try desk.force("UPDATE contact SET name = ''")
    let steps = try desk.one("ticket show T-1").objects("history")
    #expect(steps.count > 5)
    #expect(!steps.contains { $0.line.contains("Zaphod") })
    let again = try desk.one("ticket open privy --device PV-1 --problem Zaphod --key b1")
    #expect(again.text("number") == "T-1")
    #expect(again["problem"] == nil)
    #expect(try desk.seq == seq)
    try desk.type("ticket open privy --problem \"life goes on\"")
  }

  @Test func equalTextsHaveDifferentDigests() throws {
    let desk = try TestDesk.firm()
    for _ in 0..<2 { try desk.type("ticket open bakery --problem same") }
    let digests = try desk.rows(
      "SELECT private_digest FROM journal WHERE operation = 'ticket.open'")
    #expect(Set(digests.map { $0[0].shown }).count == 2)
  }
}

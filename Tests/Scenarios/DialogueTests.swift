import DeskRules
import Foundation
import Testing

/// `callout log` without words asks, completes tags, and records nothing before a yes.
@Suite struct DialogueTests {
  private static let visit: [(prompt: String, keys: String)] = [
    ("Client: ", "bak\t\r"), ("Ticket, if there is one already: ", "\r"),
    ("Device: ", "bk\t\r"), ("Called at", "01:10\r"), ("Arrived at", "01:40\r"),
    ("Done at", "03:10\r"), ("What was wrong: ", "замятие, fuser\r"),
    ("What was done: ", "fuser replaced\r"), ("Part and price", "RM1-4554 fuser=4500.00\r"),
    ("Part and price", "\r"), ("Cartridge given: ", "c-0012\r"),
    ("Cartridge taken: ", "C-0\t\r"), ("Cartridge given: ", "\r"), ("Cartridge taken: ", "\r"),
    ("total 9500.00 RUB", ""), ("Record it? ", "y\r"),
  ]

  @Test func aWholeVisitIsAskedForAndRecorded() async throws {
    let desk = try await Firm.workplace()
    try await converse(desk, [], Self.visit, thenShows: "T-18  bakery, BK-P1")
    let ticket = try await desk.object("ticket", "show", "T-18")
    #expect(ticket.text("problem") == "замятие, fuser")
    let visit = try #require(await desk.list("callout", "list").first)
    #expect(visit.text("total") == "9500.00")
    #expect(visit.text("device") == "BK-P1")
    let cartridge = try await desk.object("cartridge", "show", "C-0012")
    #expect(cartridge.text("holder")?.hasPrefix("client:bakery") == true)
  }

  @Test(arguments: ["n\r", "\u{3}", "\u{4}"])
  func nothingIsRecordedWithoutAYes(_ keys: String) async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await converse(
      desk, [], Self.visit.dropLast() + [("Record it? ", keys), ("Nothing was recorded.", "")],
      thenShows: "swapdesk callout log bakery --device BK-P1 --called 01:10 --arrived 01:40 --done"
        + " 03:10 --problem 'замятие, fuser' --work 'fuser replaced' --part 'RM1-4554 fuser=4500.00'"
        + " --swap given=C-0012,taken=C-0044", code: 130)
    #expect(try await desk.head() == head)
  }

  @Test func ofSeveralSitesOneIsChosenAndSomebodyElseMayHaveBeenThere() async throws {
    let desk = try await Firm.workplace()
    try await desk.must("site", "add", "bakery", "shop", "Shop by the station")
    let turns: [(prompt: String, keys: String)] = [
      ("Client: ", "bakery\r"), ("Ticket", "\r"), ("Device: ", "\r"), ("Site: ", "sh\t\r"),
      ("Called at", "\r"), ("Arrived at", "1.40\r"), ("[time]", ""), ("Arrived at", "01:40\r"),
      ("Done at", "03:10\r"), ("What was wrong: ", "jam\r"), ("What was done: ", "\r"),
      ("Part and price", "fuser\r"), ("[", ""), ("Part and price", "\r"),
      ("Cartridge given: ", "\r"), ("Cartridge taken: ", "\r"),
      ("Record it? ", "engineer\r"), ("Who was there", "bo\t\r"), ("Record it? ", "yes\r"),
    ]
    try await converse(desk, [], turns, thenShows: "T-18")
    let visit = try #require(await desk.list("callout", "list").first?["visit"]?.members)
    #expect(visit.text("engineer") == "boris")
    #expect(try await desk.object("ticket", "show", "T-18").text("site") == "shop")
  }

  @Test func whatLacksAReasonIsAskedForIt() async throws {
    let desk = try await Firm.workplace()
    let turns: [(prompt: String, keys: String)] = [
      ("Arrived at", "01:40\r"), ("Why it is so all the same", "labels were mixed up\r"),
      ("corrected", ""), ("Record it? ", "yes\r"),
    ]
    try await converse(
      desk,
      [
        "bakery", "--done", "03:10", "--problem", "jam", "--device", "BK-P1", "--swap",
        "given=C-0044,taken=C-0012",
      ], turns, thenShows: "T-18")
  }

  @Test func whatIsRefusedCanBeMended() async throws {
    let desk = try await Firm.workplace()
    let turns: [(prompt: String, keys: String)] = [
      ("Done at", "25:10\r"), ("[time]", ""), ("Done at", "01:30\r"),
      ("[time]", ""), ("What shall be changed?", "done\r"), ("Done at", "03:10\r"),
      ("total 5000.00 RUB", ""), ("Record it? ", "yes\r"),
    ]
    try await converse(
      desk, ["bakery", "--arrived", "01:40", "--problem", "jam"], turns, thenShows: "T-18")
  }

  @Test func onlyWhatIsMissingIsAskedFor() async throws {
    let desk = try await Firm.workplace()
    let turns: [(prompt: String, keys: String)] = [
      ("Arrived at", "01:40\r"), ("What was wrong: ", "\r"),
      ("What was wrong: ", "jxm\u{7f}\u{7f}am\r"),
      ("Record it? ", "yes\r"),
    ]
    try await converse(desk, ["bakery", "--done", "03:10"], turns, thenShows: "T-18")
    #expect(try await desk.object("ticket", "show", "T-18").text("problem") == "jam")
  }

  @Test func anUnknownTagIsDoubtedOnceAndTabShowsTheOthers() async throws {
    let desk = try await Firm.workplace()
    let turns: [(prompt: String, keys: String)] = [
      ("Client: ", "\t"), ("transco", "bakry\r"), ("did you mean bakery?", ""),
      ("Client: ", "bakery\r"), ("Ticket", "\u{3}"), ("Nothing was recorded.", ""),
    ]
    try await converse(desk, [], turns, thenShows: "swapdesk callout log bakery\r\n", code: 130)
  }

  @Test func withoutANetworkTheExtractSuggestsAndTheOutboxKeeps() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { _ in
      let synced = try await desk.away("sync")
      #expect(synced.code == 0)
    }
    try await converse(
      desk, ["--server", desk.server], Self.visit, thenShows: "provisional")
    let waiting = try await desk.list("outbox", "list")
    #expect(waiting.count == 1)
    #expect(waiting.first?.text("change")?.contains("device=BK-P1") == true)
  }

  /// Tab shows the client's own devices and no others, here from the desk and there from the extract.
  @Test(arguments: [true, false])
  func tabShowsTheDevicesOfTheClient(isOnline: Bool) async throws {
    let desk = try await Firm.workplace()
    try await desk.must(
      "device", "add", "BK-P2", "--model", "HP LaserJet 4250", "--owner", "bakery")
    try await desk.must(
      "device", "add", "TR-P1", "--model", "HP LaserJet 4250", "--owner", "transco")
    let turns: [(prompt: String, keys: String)] = [
      ("Client: ", "bak\t\r"), ("Ticket", "\r"), ("Device: ", "\t"),
      ("Device: BK-P", "\t"), ("BK-P1", ""), ("BK-P2", ""), ("Device: BK-P", "2\t\r"),
      ("Called at", "\u{3}"), ("Nothing was recorded.", ""),
    ]
    let words = isOnline ? [] : ["--server", desk.server]
    if !isOnline {
      try await withServer(desk) { _ in
        let synced = try await desk.away("sync")
        #expect(synced.code == 0)
      }
    }
    let shown = try await onThread {
      let terminal = try Terminal(desk, ["callout", "log"] + words)
      try terminal.answer(turns)
      try terminal.expect("swapdesk callout log bakery --device BK-P2")
      #expect(terminal.ended() == 130)
      return terminal.shown
    }
    #expect(!shown.contains("TR-P1"), "\(shown)")
    #expect(shown.contains("No network: suggestions are those of the last sync.") != isOnline)
  }

  @Test func theSameVisitThatWaitsAlreadyIsAskedForAReason() async throws {
    let desk = try await Firm.workplace()
    let visit = ["bakery", "--arrived", "01:40", "--done", "03:10"]
    #expect(try await desk.away(["callout", "log"] + visit + ["--problem", "jam"]).code == 0)
    let turns: [(prompt: String, keys: String)] = [
      ("Done at", "03:10\r"), ("What was wrong: ", "jam\r"), ("O-1 holds this visit", ""),
      ("Why it is so all the same", "two printers\r"), ("Record it? ", "yes\r"),
    ]
    try await converse(
      desk, ["bakery", "--arrived", "01:40", "--server", desk.server], turns,
      thenShows: "Kept in the outbox as O-2")
  }

  @Test func whereNobodyIsAskedItIsWrongUsage() async throws {
    let desk = try await Firm.workplace()
    let refused = try await desk.run("callout", "log")
    #expect(refused.code == 64)
    #expect(refused.errors.contains("client is missing"))
  }

  private func converse(
    _ desk: Workplace, _ words: [String], _ turns: [(prompt: String, keys: String)],
    thenShows text: String, code: Int32 = 0
  ) async throws {
    let ended = try await onThread {
      let terminal = try Terminal(desk, ["callout", "log"] + words)
      try terminal.answer(turns)
      try terminal.expect(text)
      return terminal.ended()
    }
    #expect(ended == code)
  }
}

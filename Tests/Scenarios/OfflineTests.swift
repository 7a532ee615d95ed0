import DeskClient
import DeskRules
import Foundation
import Testing

/// Changes made without a network reach the desk once, in order, or wait with a reason.
@Suite struct OfflineTests {
  @Test func whatIsEnteredWithoutAServerIsSentInOrderOnce() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    for number in 1...3 {
      let kept = try await desk.away(
        "ticket", "open", "transco", "--problem", "call \(number)", "--json")
      #expect(kept.code == 0)
      #expect(kept.output == "{\"outbox\":\"O-\(number)\",\"provisional\":true}\n")
      #expect(kept.errors.contains("Kept in the outbox as O-\(number)"))
    }
    #expect(try await desk.head() == head)
    try await withServer(desk) { _ in
      let listed = try await desk.away("ticket", "list", "--word", "call")
      #expect(listed.code == 0)
      #expect(listed.errors.split(separator: "\n").count == 3)
    }
    let tickets = try await desk.list("journal", "list", "--limit", "3").reversed()
    #expect(tickets.compactMap { $0["seq"]?.number } == [head + 1, head + 2, head + 3])
    for number in 1...3 {
      #expect(
        try await desk.object("ticket", "show", "T-\(17 + number)").text("problem")
          == "call \(number)")
    }
    #expect(try await desk.list("outbox", "list").isEmpty)
    let sent = try await desk.list("outbox", "list", "--all")
    #expect(sent.compactMap { $0["seq"]?.number } == [head + 1, head + 2, head + 3])
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func anAnswerThatAKilledServerTookAlongIsFetchedLater() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    let server = try await ServedDesk.start(desk)
    let thief = try AnswerThief(path: desk.file("thief.sock"), server: server.socketPath) {
      server.process.signal(SIGKILL)
    }
    async let theft: Void = onThread { try thief.run() }
    let kept = try await desk.run(
      "ticket", "open", "transco", "--problem", "lost answer", "--server", thief.path)
    try await theft
    _ = try await server.process.ended()
    #expect(kept.code == 0)
    #expect(kept.errors.contains("whether the desk has the change is not known"))
    #expect(try await desk.head() == head + 1)
    let waiting = try await desk.list("outbox", "list")
    #expect(waiting.map { $0.text("note") } == ["was on its way once"])
    // The server comes back where the command knows it.
    try await withServer(desk) { server in
      try FileManager.default.createSymbolicLink(
        atPath: thief.path, withDestinationPath: server.socketPath)
      let sent = try await desk.run("outbox", "send", "--json")
      #expect(sent.code == 0, "\(sent)")
      #expect(sent.output.contains("\"seq\":\(head + 1)"))
    }
    #expect(try await desk.head() == head + 1)
    #expect(try await desk.list("outbox", "list").isEmpty)
  }

  @Test func aWholeOutboxSentTwiceMoreChangesNothing() async throws {
    let desk = try await Firm.workplace()
    for command in [Firm.callout, Firm.issue, ["ticket", "open", "bakery", "--problem", "grey"]] {
      #expect(try await desk.away(command).code == 0)
    }
    let folder = desk.file(".local/state/swapdesk/outbox")
    let before = try Data(contentsOf: URL(filePath: folder + "/outbox.log"))
    try await withServer(desk) { _ in
      let first = try await desk.run("outbox", "send", "--json")
      #expect(first.code == 0, "\(first)")
      let head = try await desk.head()
      for _ in 1...2 {
        try before.write(to: URL(filePath: folder + "/outbox.log"))
        let again = try await desk.run("outbox", "send", "--json")
        #expect(again.output == first.output)
        #expect(try await desk.head() == head)
      }
    }
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func whatIsRefusedWaitsAndTheRestGoesOn() async throws {
    let desk = try await Firm.workplace()
    _ = try await desk.away("ticket", "open", "baker", "--problem", "no such client")
    _ = try await desk.away("ticket", "open", "bakery", "--problem", "fine")
    try await withServer(desk) { server in
      let sent = try await desk.run("outbox", "send")
      #expect(sent.code == 65)
      #expect(sent.refusalCode == "not_found")
      let conflict = try #require(await desk.list("outbox", "list").first)
      #expect(conflict.text("outbox") == "O-1")
      #expect(conflict.text("code") == "not_found")
      #expect(try await desk.object("ticket", "show", "T-18").text("problem") == "fine")
      // Later commands leave it alone.
      #expect(try await desk.run("ticket", "list", "--server", server.socket).errors.isEmpty)
      try await desk.must("client", "add", "baker", "Another bakery", "--server", server.socket)
      #expect(try await desk.run("outbox", "send", "O-1").code == 0)
      #expect(try await desk.object("ticket", "show", "T-19").text("client") == "baker")
      #expect(try await desk.run("outbox", "send", "O-1").refusalCode == "state")
    }
  }

  @Test func aRefusalThatWasReadAtOnceIsNotKept() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { _ in
      let refused = try await desk.away("ticket", "open", "baker", "--problem", "x")
      #expect(refused.code == 65)
      #expect(try await desk.list("outbox", "list").isEmpty)
    }
    #expect(try await desk.away("ticket", "open", "bakery", "--problme", "x").code == 64)
    #expect(try await desk.away("ticket", "open", "bakery").code == 64)
    #expect(try await desk.list("outbox", "list").isEmpty)
  }

  @Test func whatIsGivenUpKeepsItsReason() async throws {
    let desk = try await Firm.workplace()
    _ = try await desk.away("ticket", "open", "bakery", "--problem", "by phone")
    for words in [["O-1"], [], ["--reason", "x"]] {
      let refused = try await desk.run(["outbox", "drop"] + words)
      #expect(refused.code == 64 && refused.refusalCode == "usage", "\(refused)")
      #expect(refused.errors.contains("swapdesk outbox drop O-3 --reason"))
    }
    try await desk.must("outbox", "drop", "O-1", "--reason", "entered by phone")
    #expect(
      try await desk.list("outbox", "list", "--all").map { $0.text("note") }
        == ["entered by phone"])
    try await withServer(desk) { _ in
      let sent = try await desk.run("outbox", "send")
      #expect(sent.output == "Nothing waits.\n")
    }
  }

  /// The same times at the same client, whatever else is said.
  @Test(arguments: [
    Firm.callout,
    ["callout", "log", "BAKERY", "--arrived", "01:40", "--done", "03:10", "--problem", "grey"],
  ])
  func theSameVisitTypedTwiceIsKeptOnce(again: [String]) async throws {
    let desk = try await Firm.workplace()
    #expect(try await desk.away(Firm.callout).code == 0)
    for words in [again, again + ["--dry-run"], again + ["--key", "of-my-own"]] {
      let refused = try await desk.away(words + ["--json"])
      #expect(refused.code == 65, "\(refused)")
      #expect(refused.errors.contains(#""code":"implausible""#), "\(refused)")
      #expect(refused.errors.contains(#""outbox":"O-1""#), "\(refused)")
    }
    #expect(try await desk.list("outbox", "list").count == 1)
    // Another time, another client, another engineer, and what is no visit, are other changes.
    for other in [
      ["callout", "log", "bakery", "--arrived", "01:40", "--done", "03:00", "--problem", "x"],
      ["callout", "log", "transco", "--arrived", "01:40", "--done", "03:10", "--problem", "x"],
      again + ["--engineer", "boris"], again + ["--reason", "two printers at once"],
      ["ticket", "open", "bakery", "--problem", "x"],
      ["ticket", "open", "bakery", "--problem", "x"],
    ] { #expect(try await desk.away(other).code == 0, "\(other)") }
    #expect(try await desk.list("outbox", "list").count == 7)
  }

  @Test func aVisitThatTheDeskHasAlreadyWaitsWithItsReasonAndAReasonMakesItAnother() async throws {
    let desk = try await Firm.workplace()
    let visit = [
      "callout", "log", "bakery", "--arrived", "2026-11-02T01:40", "--done", "2026-11-02T03:10",
      "--problem", "jam",
    ]
    #expect(try await desk.away(visit).code == 0)
    // The office enters it meanwhile.
    try await desk.must(visit)
    try await withServer(desk) { server in
      let sent = try await desk.run("outbox", "send")
      #expect(sent.code == 65 && sent.output.contains("V-1"), "\(sent)")
      let conflict = try #require(await desk.list("outbox", "list").first)
      #expect(conflict.text("code") == "implausible")
      let again = try await desk.run(visit + ["--server", server.socket])
      #expect(again.refusalCode == "implausible")
      let other = try await desk.run(
        visit + ["--reason", "two printers", "--server", server.socket])
      #expect(other.code == 0 && other.output.contains("overlaps with V-1"), "\(other)")
    }
    #expect(try await desk.list("callout", "list").count == 2)
  }

  @Test func twoLaptopsOfOnePersonDoNotCollide() async throws {
    let desk = try await Firm.workplace()
    let laptops = ["one", "two"].map { ["SWAPDESK_OUTBOX": desk.file($0)] }
    let command = ["ticket", "open", "bakery", "--problem", "same words", "--server", desk.server]
    for laptop in laptops { _ = try await desk.run(command, adding: laptop) }
    try await withServer(desk) { _ in
      for laptop in laptops {
        let sent = try await desk.run(["outbox", "send"], adding: laptop)
        #expect(sent.code == 0)
        #expect(sent.output.hasPrefix("O-1 ticket.open was sent"))
      }
    }
    #expect(try await desk.list("ticket", "list", "--word", "same").count == 2)
  }

  @Test func clockTimesCountFromWhenTheyWereWritten() async throws {
    let desk = try await Firm.workplace()
    let keptAt = Instant(seconds: Int64(Date().timeIntervalSince1970) - 5 * 86_400)
    _ = try Outbox(folder: desk.file(".local/state/swapdesk/outbox")).keep(
      Request(
        "callout.log",
        [
          .init("client", "transco"), .init("arrived", "01:00"), .init("done", "02:00"),
          .init("problem", "at night"), .init("key", "five-days-ago"),
        ]),
      for: ServerAddress(desk.server), tokenMark: "", at: keptAt, isTried: false)
    _ = try await withServer(desk) { _ in try await desk.must("outbox", "send") }
    let visit = try #require(await desk.list("callout", "list").first?["visit"]?.members)
    let done = try Instant(iso8601: try #require(visit.text("done")))
    #expect((0...86_400).contains(keptAt.seconds + 600 - done.seconds))
    let entry = try #require(await desk.list("journal", "list", "--limit", "1").first)
    #expect(entry.text("happened") == visit.text("done"))
    let entered = try Instant(iso8601: try #require(entry.text("entered")))
    #expect(entered.seconds > keptAt.seconds + 4 * 86_400)
  }

  @Test func otherBooksAreNotWrittenToUnasked() async throws {
    let desk = try await Firm.workplace()
    let other = try await Firm.otherWorkplace()
    try await withServer(desk) { _ in
      let first = try await desk.away("ticket", "open", "bakery", "--problem", "first")
      #expect(first.code == 0)
    }
    _ = try await desk.away("ticket", "open", "bakery", "--problem", "meant for the first")
    let server = try await ServedDesk.start(other)
    try FileManager.default.createSymbolicLink(
      atPath: desk.file("desk.sqlite.sock"), withDestinationPath: server.socketPath)
    #expect(try await desk.run("outbox", "send").refusalCode == "other_books")
    let listed = try await desk.away("ticket", "list")
    #expect(listed.code == 0)
    #expect(listed.errors.contains("the outbox goes on waiting"))
    #expect(try await desk.list("outbox", "list").count == 1)
    #expect(try await desk.run("outbox", "send", "--force").code == 0)
    #expect(try await server.stop().code == 0)
  }

  @Test func whoeverOnlyAskedHasMetTheBooks() async throws {
    let desk = try await Firm.workplace()
    let other = try await Firm.otherWorkplace()
    _ = try await withServer(desk) { _ in try await desk.away("ticket", "list") }
    let kept = try await desk.away("ticket", "open", "bakery", "--problem", "for the first")
    #expect(!kept.errors.contains("never reached"))
    let server = try await ServedDesk.start(other)
    try FileManager.default.createSymbolicLink(
      atPath: desk.file("desk.sqlite.sock"), withDestinationPath: server.socketPath)
    #expect(try await desk.run("outbox", "send").refusalCode == "other_books")
    #expect(try await server.stop().code == 0)
  }

  @Test func aCallThatTheDeskHasNotHeardOfCallsNobodyAndSaysSo() async throws {
    let desk = try await Firm.workplace()
    let words = ["callout", "receive", "bakery", "--problem", "prints nothing"]
    let kept = try await desk.away(words + ["--json"])
    #expect(kept.code == 0 && kept.output.contains("\"flags\":[\"no_server\"]"), "\(kept)")
    #expect(kept.errors.contains("nobody is called before the desk has it: call yourself"))
    _ = try await withServer(desk) { _ in
      let synced = try await desk.away("sync")
      #expect(synced.errors.contains("O-1 callout.receive was sent"))
    }
    // With an extract, too, and what it has against the call is said besides.
    let unknown = try await desk.away(["callout", "receive", "bakry", "--problem", "x"])
    #expect(unknown.errors.contains("call yourself; by the extract"), "\(unknown)")
  }

  @Test(arguments: [
    ("acknowledge", "swapdesk: the desk goes on calling people until it has this: ring them"),
    ("depart", "where nobody has taken it, the desk goes on calling people until it has this"),
    ("arrive", "where nobody has set out, the desk goes on calling people until it has this"),
  ])
  func aStepThatTheDeskHasNotHeardOfStopsNoChainAndSaysSo(step: String, warning: String)
    async throws
  {
    let desk = try await Firm.workplace()
    let kept = try await desk.away(["callout", step, "T-17", "--json"])
    #expect(kept.code == 0 && kept.output.contains("\"flags\":[\"still_calling\"]"), "\(kept)")
    #expect(kept.errors.contains(warning), "\(kept)")
  }

  @Test func aVisitToACallThatIsStillToBeSentSaysWhomThatWouldWake() async throws {
    let desk = try await Firm.workplace()
    _ = try await desk.away(["callout", "receive", "bakery", "--problem", "prints nothing"])
    func visit(_ client: String) async throws -> String {
      try await desk.away([
        "callout", "log", client, "--arrived", "2025-11-20T01:40", "--done", "2025-11-20T03:10",
        "--problem", "jam",
      ]).errors
    }
    let warning =
      "O-1, a call of bakery, is still to be sent and then calls people: where this was the visit to"
      + " it, swapdesk outbox drop O-1 --reason visited"
    #expect(try await visit("bakery").contains(warning))
    #expect(try await !visit("transco").contains("still to be sent"))
    let dropped = try await desk.run("outbox", "drop", "O-1", "--reason", "visited")
    #expect(dropped.code == 0, "\(dropped)")
  }

  @Test func whatHoldsTheOutboxBackIsSaidOnceByAnImport() async throws {
    let desk = try await Firm.workplace()
    _ = try await desk.run(
      ["ticket", "open", "bakery", "--problem", "mine", "--server", desk.server],
      adding: ["SWAPDESK_TOKEN": "a-token-of-boris"])
    let file = try desk.write("clients.csv", "client,name\nother,Other\n")
    try await withServer(desk) { _ in
      let imported = try await desk.away("import", "clients", file)
      #expect(imported.code == 0, "\(imported)")
      #expect(imported.errors.components(separatedBy: "the outbox goes on waiting").count == 2)
    }
    #expect(try await desk.list("outbox", "list").count == 1)
  }

  @Test func anImportSendsFirstWhatWaits() async throws {
    let desk = try await Firm.workplace()
    let kept = try await desk.away("client", "add", "newcomer", "Entered in the van")
    #expect(kept.errors.contains("never reached"))
    let file = try desk.write("clients.csv", "client,name\nother,Other\n")
    try await withServer(desk) { _ in
      let imported = try await desk.away("import", "clients", file)
      #expect(imported.code == 0, "\(imported)")
      #expect(imported.errors.contains("O-1 client.add was sent"))
    }
    #expect(try await desk.list("outbox", "list").isEmpty)
    #expect(try await desk.list("client", "list").contains { $0.text("client") == "newcomer" })
  }

  @Test func whatOnePersonWroteIsNotSentAsAnother() async throws {
    let desk = try await Firm.workplace()
    let open = ["ticket", "open", "bakery", "--problem", "mine", "--server", desk.server]
    _ = try await desk.run(open, adding: ["SWAPDESK_TOKEN": "a-token-of-boris"])
    try await withServer(desk) { _ in
      let sent = try await desk.run("outbox", "send")
      #expect(sent.refusalCode == "not_allowed")
      #expect(try await desk.run("outbox", "send", "--force").code == 0)
    }
  }

  @Test func aDryRunIsNeverKept() async throws {
    let desk = try await Firm.workplace()
    let tried = try await desk.away("ticket", "open", "bakery", "--problem", "x", "--dry-run")
    #expect(tried.code == 69)
    #expect(try await desk.list("outbox", "list").isEmpty)
  }

  @Test func aTornOutboxIsSaidAndTheRestIsSent() async throws {
    let desk = try await Firm.workplace()
    _ = try await desk.away("ticket", "open", "bakery", "--problem", "whole")
    _ = try await desk.away("ticket", "open", "bakery", "--problem", "torn")
    let log = URL(filePath: desk.file(".local/state/swapdesk/outbox/outbox.log"))
    try Data(contentsOf: log).dropLast(20).write(to: log)
    let listed = try await desk.run("outbox", "list")
    #expect(listed.output.contains("O-1") && !listed.output.contains("O-2"))
    #expect(listed.errors.contains("lines that were not whole"))
    let kept = try await desk.away("ticket", "open", "bakery", "--problem", "after the tear")
    #expect(kept.errors.components(separatedBy: "lines that were not whole").count == 2)
    try await desk.must("outbox", "drop", "O-2", "--reason", "only to try")
    try await withServer(desk) { _ in
      let sent = try await desk.run("outbox", "send")
      #expect(sent.code == 0)
    }
    #expect(try await desk.object("ticket", "show", "T-18").text("problem") == "whole")
  }
}

extension Workplace {
  /// Where this desk's server listens, whether it runs or not.
  var server: String { "unix:" + desk + ".sock" }

  /// Runs a command against the desk's server, whether it runs or not.
  func away(_ words: [String]) async throws -> Ended {
    try await run(words + ["--server", server])
  }

  /// Runs a command against the desk's server, whether it runs or not.
  func away(_ words: String...) async throws -> Ended { try await away(words) }
}

extension Firm {
  /// A workplace with a desk that is not a copy of the firm's.
  static func otherWorkplace() async throws -> Workplace {
    let workplace = try Workplace()
    try await workplace.must(
      "init", "Southern Printers", "--currency", "RUB", "--timezone", "Europe/Moscow")
    try await workplace.must("client", "add", "bakery", "Another bakery")
    return workplace
  }
}

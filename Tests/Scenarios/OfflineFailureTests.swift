import DeskClient
import DeskRules
import Foundation
import Testing

/// Whatever fails beside the way to the server, nobody is told of a failure where the desk may have
/// the change, and nothing waits that was said to have failed.
@Suite struct OfflineFailureTests {
  private static let open = ["ticket", "open", "bakery", "--problem", "grey"]
  private static let greeting = ScriptedServer.greeting("0123456789abcdef.0")

  @Test(arguments: ["busy", "storage_full", "unauthenticated", "internal"])
  func aSecondTryThatIsRefusedLeavesALostAnswerOpen(_ code: String) async throws {
    let desk = try await Firm.workplace()
    let refusal = "error \(code) 0 {\"message\":\"not now\"}\n"
    try await withScript(desk, [[Self.greeting], [Self.greeting, refusal]]) {
      let kept = try await desk.away(Self.open)
      #expect(kept.code == 0, "\(kept)")
      #expect(kept.errors.contains("whether the desk has the change is not known"))
    }
    let waiting = try await desk.list("outbox", "list")
    #expect(waiting.map { $0.text("note") } == ["was on its way once"])
  }

  @Test func aSecondTryFindsOtherBooksAndDoesNotWriteToThem() async throws {
    let desk = try await Firm.workplace()
    let other = ScriptedServer.greeting("fedcba9876543210.0")
    try await withScript(desk, [[Self.greeting], [other]]) {
      let ended = try await desk.away(Self.open)
      #expect(ended.code == 0)
    }
    #expect(try await desk.list("outbox", "list").count == 1)
  }

  @Test func aRefusalOfTheFirstTryIsTold() async throws {
    let desk = try await Firm.workplace()
    let refusal = "error busy 0 {\"message\":\"not now\"}\n"
    try await withScript(desk, [[Self.greeting, refusal]]) {
      let ended = try await desk.away(Self.open)
      #expect(ended.refusalCode == "busy")
    }
    #expect(try await desk.list("outbox", "list").isEmpty)
  }

  /// A limit on the length of files stands for the full disk: it cuts a record off in the middle.
  @Test func aChangeThatCannotBeKeptWholeIsNotKeptAtAll() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await withServer(desk) { _ in
      let lines = try await linesOfOneChange(desk)
      // The change itself would fit, that it is on its way would not.
      let room = lines.books + lines.kept + 10
      let refused = try await limited(desk, room: room)
      #expect(refused.code == 73, "\(refused)")
      #expect(try await desk.head() == head + 1)
      #expect(try outbox(desk).read().entries.isEmpty)
      #expect(try outbox(desk).read().damagedFiles.isEmpty)
    }
  }

  @Test func anAnswerThatCannotBeNotedIsShownAllTheSame() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await withServer(desk) { _ in
      let lines = try await linesOfOneChange(desk)
      let room = lines.books + lines.kept + lines.tried + 10
      let answered = try await limited(desk, room: room)
      #expect(answered.code == 0, "\(answered)")
      #expect(answered.output.contains("T-19"))
      #expect(answered.errors.contains("the outbox goes on listing O-1"))
      #expect(try await desk.head() == head + 2)
      let sent = try await desk.run(["outbox", "send"], adding: Self.small(desk))
      #expect(sent.code == 0, "\(sent)")
      #expect(try await desk.head() == head + 2)
      #expect(try outbox(desk).read().entries.allSatisfy(\.isFinished))
    }
  }

  @Test func whatIsDroppedWhileOthersAreSentIsNotSent() async throws {
    let desk = try await Firm.workplace()
    for problem in ["first", "second"] {
      _ = try await desk.away("ticket", "open", "bakery", "--problem", problem)
    }
    let outbox = Outbox(folder: desk.file(".local/state/swapdesk/outbox"))
    let entries = try outbox.read().entries
    try await withServer(desk) { server in
      let connection = try DeskConnection.open(try ServerAddress(desk.server))
      let sender = OutboxSender(outbox, over: connection, tokenMark: "") {
        Instant(seconds: 1_795_000_000)
      }
      _ = try outbox.drop(
        entries[1].number, reason: "by phone", at: Instant(seconds: 1_795_000_000))
      #expect(try sender.send(entries[1]) == nil)
      #expect(try sender.send(entries[0]) != nil)
    }
    #expect(try await desk.list("ticket", "list", "--word", "second").isEmpty)
    #expect(
      try await desk.list("outbox", "list", "--all").map { $0.text("state") } == [
        "sent", "dropped",
      ])
  }

  @Test func whatCannotBeSentHoldsNewChangesBackAndKeepsThem() async throws {
    let desk = try await Firm.workplace()
    let boris = ["SWAPDESK_TOKEN": "a-token-of-boris"]
    _ = try await desk.run(Self.open + ["--server", desk.server], adding: boris)
    try await withServer(desk) { _ in
      let kept = try await desk.away("ticket", "open", "bakery", "--problem", "behind")
      #expect(kept.code == 0, "\(kept)")
      #expect(kept.errors.contains("Kept in the outbox as O-2"))
      #expect(kept.errors.contains("[not_allowed]"))
      try await desk.must("outbox", "drop", "O-1", "--reason", "not mine")
      try await desk.must("outbox", "send")
      #expect(try await desk.list("ticket", "list", "--word", "behind").count == 1)
    }
  }

  @Test func aServerThatIsAwayKeepsNoOtherWaiting() async throws {
    let desk = try await Firm.workplace()
    let away = "unix:" + desk.file("away.sock")
    for server in [away, desk.server] {
      try await desk.must(Self.open + ["--server", server])
    }
    try await withServer(desk) { _ in
      let sent = try await desk.run("outbox", "send")
      #expect(sent.code == 69, "\(sent)")
      #expect(sent.output.hasPrefix("O-2 ticket.open was sent"))
      let again = try await desk.run("outbox", "send")
      #expect(again.code == 69 && again.output.isEmpty, "\(again)")
      let other = try await desk.run("outbox", "send", "--server", desk.server)
      #expect(other.output == "Nothing waits.\n", "\(other)")
      #expect(other.errors.contains("1 for \(away) go on waiting"))
      let meant = try await desk.run(["outbox", "send"], adding: ["SWAPDESK_SERVER": desk.server])
      #expect(meant.code == 0 && meant.output == "Nothing waits.\n", "\(meant)")
    }
  }

  @Test func aConflictDoesNotHoldNewChangesBackFromOtherBooks() async throws {
    let desk = try await Firm.workplace()
    _ = try await desk.away("ticket", "open", "baker", "--problem", "no such client")
    try await withServer(desk) { _ in
      let ended = try await desk.run("outbox", "send")
      #expect(ended.refusalCode == "not_found")
    }
    let other = try await Firm.otherWorkplace()
    let server = try await ServedDesk.start(other)
    try FileManager.default.createSymbolicLink(
      atPath: desk.desk + ".sock", withDestinationPath: server.socketPath)
    #expect(try await desk.away(Self.open).output.contains("T-1"))
    #expect(try await desk.run("outbox", "send", "O-1").refusalCode == "other_books")
    #expect(try await server.stop().code == 0)
  }

  /// How long the lines are that a change leaves in an outbox of its own.
  private func linesOfOneChange(
    _ desk: Workplace
  ) async throws -> (books: Int, kept: Int, tried: Int) {
    let folder = desk.file("measured")
    let ended = try await desk.run(
      Self.open + ["--server", desk.server], adding: ["SWAPDESK_OUTBOX": folder])
    guard ended.code == 0 else { throw TestFailure("\(ended)") }
    let lengths = try Data(contentsOf: URL(filePath: folder + "/outbox.log"))
      .split(separator: UInt8(ascii: "\n")).map { $0.count + 1 }
    guard lengths.count == 4 else { throw TestFailure("an outbox of \(lengths)") }
    return (lengths[0], lengths[1], lengths[2])
  }

  /// Makes the same change with an outbox that has room for so many bytes of it.
  private func limited(_ desk: Workplace, room: Int) async throws -> Ended {
    let block = 512
    let blocks = room / block + 1
    let padding = String(repeating: "x", count: blocks * block - room)
    let words = Self.open.dropLast() + ["grey" + padding, "--server", desk.server]
    let script = "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\""
    return try await desk.run(
      Array(words), program: ["/bin/sh", "-c", script, "sh", Program.path],
      adding: Self.small(desk))
  }

  private static func small(_ desk: Workplace) -> [String: String] {
    ["SWAPDESK_OUTBOX": desk.file("small")]
  }

  private func outbox(_ desk: Workplace) -> Outbox { Outbox(folder: desk.file("small")) }
}

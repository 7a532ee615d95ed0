import DeskRules
import Foundation
import Testing

/// Whoever stops a command at a slow server and says the same again is not understood twice.
@Suite struct CutOffTests {
  private static let open = ["ticket", "open", "transco", "--problem", "slow answer"]

  @Test func theSameWordsGoOnWithWhatCtrlCCutOff() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await withServer(desk) { server in
      let slow = desk.file("slow.sock")
      try await cutOff(desk, Self.open, server, at: slow)
      #expect(try await desk.head() == head + 1)
      let again = try await desk.run(Self.open + ["--server", slow])
      #expect(again.code == 0, "\(again)")
      #expect(again.output.contains("T-18"))
      #expect(again.errors.contains("on their way as O-1"))
      #expect(try await desk.head() == head + 1)
      #expect(try await desk.list("outbox", "list").isEmpty)
      #expect(try await desk.list("outbox", "list", "--all").count == 1)
      // What is settled is settled: the same words now are another change.
      let another = try await desk.run(Self.open + ["--server", slow])
      #expect(another.errors.isEmpty, "\(another)")
      #expect(try await desk.head() == head + 2)
    }
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func aKeyOfItsOwnMakesAnotherChange() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await withServer(desk) { server in
      let slow = desk.file("slow.sock")
      try await cutOff(desk, Self.open, server, at: slow)
      let another = try await desk.run(Self.open + ["--key", "another", "--server", slow])
      #expect(another.output.contains("T-19"), "\(another)")
      #expect(another.errors.contains("O-1 ticket.open was sent"))
      #expect(try await desk.head() == head + 2)
    }
  }

  @Test func withoutANetworkTheSameWordsStayOneEntry() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { server in
      try await cutOff(desk, Self.open, server, at: desk.file("slow.sock"))
      try FileManager.default.removeItem(atPath: desk.file("slow.sock"))
      let again = try await desk.run(Self.open + ["--server", desk.file("slow.sock")])
      #expect(again.errors.contains("Kept in the outbox as O-1"), "\(again)")
      #expect(try await desk.list("outbox", "list").count == 1)
    }
  }

  @Test func aRefusalOfWhatWasCutOffIsToldAndDone() async throws {
    let desk = try await Firm.workplace()
    let words = ["ticket", "open", "nobody", "--problem", "x"]
    try await withServer(desk) { server in
      let slow = desk.file("slow.sock")
      try await cutOff(desk, words, server, at: slow)
      let again = try await desk.run(words + ["--server", slow])
      #expect(again.refusalCode == "not_found")
      #expect(try await desk.list("outbox", "list").isEmpty)
    }
  }

  @Test func atTheDesksOwnServerTheKeyIsSaidThatMakesARepetitionTheSame() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await withServer(desk) { server in
      let aside = desk.file("aside.sock")
      try FileManager.default.moveItem(atPath: server.socketPath, toPath: aside)
      let stopped = try await stopped(desk, Self.open, server: aside, at: server.socketPath)
      #expect(stopped.errors.contains("cut off before the desk has answered"), "\(stopped)")
      let said = stopped.errors.split(separator: " ").drop { $0 != "--key" }.dropFirst().first
      let key = try #require(said.map(String.init), "\(stopped)")
      #expect(try await desk.head() == head + 1)
      let again = try await desk.run(Self.open + ["--key", key])
      #expect(again.code == 0 && again.output.contains("T-18"), "\(again)")
      #expect(try await desk.head() == head + 1)
    }
  }

  @Test func theSameWordsTwiceAreKeptTwiceAndSaidSo() async throws {
    let desk = try await Firm.workplace()
    let call = ["callout", "receive", "bakery", "--problem", "dead"]
    let first = try await desk.run(call + ["--server", desk.server])
    let again = try await desk.run(call + ["--server", desk.server])
    #expect(!first.errors.contains("the same words"))
    #expect(again.errors.contains("the same words wait as O-1"), "\(again)")
    #expect(again.errors.contains("outbox drop O-2"), "\(again)")
    #expect(try await desk.list("outbox", "list").count == 2)
  }

  /// Runs a command for a named server that somebody stops.
  private func cutOff(
    _ desk: Workplace, _ words: [String], _ server: ServedDesk, at path: String
  ) async throws {
    let ended = try await stopped(
      desk, words + ["--server", path], server: server.socketPath, at: path)
    #expect(ended.errors.contains("kept as O-1"))
  }

  /// Runs a command whose answer does not come before somebody stops it; then the server is where
  /// the command knows it.
  private func stopped(
    _ desk: Workplace, _ words: [String], server: String, at path: String
  ) async throws -> Ended {
    let (answers, answered) = AsyncStream.makeStream(of: Void.self)
    let isStopped = DispatchSemaphore(value: 0)
    let thief = try AnswerThief(path: path, server: server) {
      answered.finish()
      isStopped.wait()
    }
    async let theft: Void = onThread { try thief.run() }
    let command = try desk.start(words)
    for await _ in answers {}
    command.signal(SIGINT)
    let ended = try await command.ended()
    isStopped.signal()
    try await theft
    #expect(ended.code == -SIGINT, "\(ended)")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: server)
    return ended
  }
}

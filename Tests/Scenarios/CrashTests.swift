import DeskRules
import Foundation
import Testing

/// A server that is killed in the middle of its work loses nothing that it acknowledged.
@Suite struct CrashTests {
  private static let rounds = 4
  private static let clients = 4
  private static let changesEach = 150

  @Test(.timeLimit(.minutes(15))) func aKilledServerLosesNothingAcknowledged() async throws {
    var random = SeededGenerator("killed server")
    let desk = try await Firm.workplace()
    var tickets = try await desk.object("stats")["tickets"]?.number ?? 0
    for round in 1...Self.rounds {
      let loads = (1...Self.clients).map {
        Load(client: $0, round: round, count: Self.changesEach, using: &random)
      }
      let enough = Int.random(in: 1..<Self.clients * Self.changesEach, using: &random)
      try await runUntilKilled(loads, desk, afterAnswers: enough)
      tickets += Int64(loads.reduce(0) { $0 + $1.sentCount })
      try await withServer(desk) { server in
        for load in loads {
          let known = load.answers
          let answers = try await onThread { try load.repeated(server) }
          #expect(answers.count == load.sentCount)
          #expect(Array(answers.prefix(known.count)) == known)
        }
        #expect(
          try await desk.object("stats", "--server", server.socket)["tickets"]?.number == tickets)
      }
    }
    let report = try await desk.object("check")
    #expect(report["problems"]?.line == "[]")
  }

  /// Loads a server from all sides and kills it once so many answers have come.
  private func runUntilKilled(
    _ loads: [Load], _ desk: Workplace, afterAnswers enough: Int
  ) async throws {
    let server = try await ServedDesk.start(desk)
    let (answers, announce) = AsyncStream.makeStream(of: Void.self)
    async let work: Void = withThrowingTaskGroup(of: Void.self) { group in
      for load in loads {
        group.addTask {
          try await onThread { try load.run(server) { announce.yield() } }
        }
      }
      try await group.waitForAll()
    }
    var count = 0
    for await _ in answers {
      count += 1
      if count == enough { break }
    }
    server.process.signal(SIGKILL)
    #expect(try await server.process.ended().code == -SIGKILL)
    try await work
  }
}

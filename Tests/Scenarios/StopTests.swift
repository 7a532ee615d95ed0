import DeskClient
import DeskRules
import Foundation
import Testing

/// A server that is told to stop finishes and answers what it accepted.
@Suite struct StopTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func whatWasDoneIsAnswered(_ signal: Int32) async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    let server = try await ServedDesk.start(desk)
    let answered = try await onThread {
      let connection = try server.open()
      for number in 1...200 {
        try connection.send(
          Request(
            "ticket.open",
            [.init("client", "transco"), .init("problem", "call \(number)")]))
      }
      var answered = 0
      while answered < 200, try Self.hasNextAnswer(connection) {
        answered += 1
        if answered == 1 { server.process.signal(signal) }
      }
      return answered
    }
    let ended = try await server.process.ended()
    #expect(ended.code == 0, "\(ended)")
    #expect(answered >= 1)
    #expect(try await desk.head() == head + Int64(answered))
    #expect(try await desk.object("check")["problems"]?.line == "[]")
    #expect(!FileManager.default.fileExists(atPath: server.socketPath))
  }

  /// False when the server has gone.
  private static func hasNextAnswer(_ connection: DeskConnection) throws(DeskError) -> Bool {
    do throws(DeskError) {
      try connection.receive { _ in }.check()
      return true
    } catch  where [.unknown, .unreachable].contains(error.code) {
      return false
    }
  }

  @Test func sessionsThatWaitAreEnded() async throws {
    let desk = try await Firm.workplace()
    let server = try await ServedDesk.start(desk)
    let path = server.socketPath
    let (watching, announce) = AsyncStream.makeStream(of: Void.self)
    async let last = onThread {
      let idle = try RawSession(path: path)
      let watcher = try RawSession(path: path)
      try watcher.send(Array("watch\n".utf8))
      var line = try watcher.line()
      announce.yield()
      announce.finish()
      while let next = try watcher.line() { line = next }
      return (line, try idle.line())
    }
    for await _ in watching {}
    let ended = try await server.stop()
    #expect(ended.code == 0, "\(ended)")
    let (said, silence) = try await last
    #expect(said != nil)
    #expect(silence == nil)
  }
}

import DeskRules
import DeskServer
import Foundation
import Testing

@Suite struct LimitTests {
  @Test func connectionsAreLimited() async throws {
    try await withDesk {
      $0.limits.connections = 3
    } _: { desk in
      var sessions = [try desk.local(), try desk.local(), try desk.remote()]
      for client in [try LineClient(path: desk.socketPath), try LineClient(port: desk.port)] {
        #expect(try client.line().hasPrefix("error busy 0 {"))
        #expect(try client.isClosed())
      }
      #expect(try desk.figures(sessions[0])["turned_away"]?.number == 2)
      sessions[0].send("quit")
      _ = try sessions[0].reply()
      #expect(try sessions[0].isClosed())
      sessions.removeFirst()
      // The room is free when the server has seen the connection end, a moment after we have.
      var line = ""
      while !line.hasPrefix("swapdesk 1 ") { line = try LineClient(path: desk.socketPath).line() }
    }
  }

  @Test func connectionsOfOneSourceAreLimited() async throws {
    try await withDesk {
      $0.limits.connectionsPerSource = 1
    } _: { desk in
      let session = try desk.remote()
      #expect(try LineClient(port: desk.port).line().hasPrefix("error busy 0 {"))
      _ = [try desk.local(), try desk.local()]
      #expect(try session.ask("ping").error == nil)
    }
  }

  @Test func aFullQueueSaysBusyInTurn() async throws {
    try await withDesk { configuration in
      configuration.limits.waitingChanges = 1
      configuration.limits.changesPerCommit = 1
      configuration.eventLoopThreads = 1
    } _: { desk in
      let gate = Gate()
      desk.engine.beforeCommit { gate.pass() }
      let session = try desk.local()
      session.send("@1 client.add client=a name=A")
      gate.awaitArrival()
      session.send("@2 client.add client=b name=B", "@3 client.add client=c name=C", "@4 quit")
      // The one event loop hands out what arrives in order, so this answer is behind those lines.
      try desk.local().must("ping")
      gate.open()
      for (tag, code) in [("1", nil), ("2", nil), ("3", ErrorCode.busy), ("4", nil)] {
        let reply = try session.reply()
        #expect(reply.tag == tag)
        #expect(reply.code == code)
      }
    }
  }

  @Test func aReaderThatTakesNothingIsClosedAndCostsLittle() async throws {
    try await withDesk { configuration in
      configuration.limits.stalledReader = .milliseconds(50)
      configuration.limits.lookRound = .milliseconds(5)
      configuration.limits.queuedReplyBytes = 100_000
    } _: { desk in
      let session = try desk.local()
      let request = Array(String(repeating: "help\n", count: 100).utf8)
      var sent = 0
      while sent < 1_000_000, session.send(bytes: request) { sent += 100 }
      #expect(sent < 1_000_000)
      let answers = try desk.figures(try desk.local())["answers"]?.elements?.compactMap(\.members)
      let answered = answers?.first { $0.text("answer") == "ok" }?["count"]?.number ?? 0
      #expect(answered < 1_000)
    }
  }

  @Test func aSlowReaderGetsEverythingInOrder() async throws {
    try await withDesk {
      $0.limits.queuedReplyBytes = 20_000
    } _: { desk in
      let session = try desk.local()
      let count = 500
      let sender = Sender(session)
      sender.start { client in
        for number in 0..<count { client.send("@\(number) help") }
      }
      for number in 0..<count {
        let reply = try session.reply()
        #expect(reply.tag == "\(number)")
        #expect(reply.error == nil)
      }
      sender.wait()
    }
  }

  @Test func aLineMustEndInTime() async throws {
    try await withDesk { configuration in
      configuration.limits.request = .milliseconds(20)
      configuration.limits.lookRound = .milliseconds(5)
    } _: { desk in
      let session = try desk.local()
      session.send(bytes: Array("pin".utf8))
      #expect(try session.reply().code == .malformed)
      #expect(try session.isClosed())
    }
  }
}

/// Sends from another thread while the test reads.
final class Sender: @unchecked Sendable {
  // A socket may be read and written by two threads; the client's buffer belongs to the reader.
  let client: LineClient
  private let done = DispatchSemaphore(value: 0)

  init(_ client: LineClient) { self.client = client }

  func start(_ body: @escaping @Sendable (LineClient) -> Void) {
    Thread.detachNewThread { [self] in
      body(client)
      done.signal()
    }
  }

  func wait() { done.wait() }
}

import DeskClient
import DeskRules
import DeskWire
import Testing

@Suite("Pipelined requests")
struct PipelineTests {
  private func open(_ peer: TestPeer) throws -> DeskConnection {
    try DeskConnection.open(peer.address, timeoutSeconds: 60)
  }

  /// Answers one line at a time and reads nothing while it answers, so that its callers must read
  /// while they write.
  private func peer(padding: Int) throws -> TestPeer {
    let filler = String(repeating: "r", count: padding)
    return try TestPeer(onUnix: { caller in
      caller.greet()
      while let line = caller.hear(), let tag = RequestLine.tag(of: Array(line.utf8)) {
        caller.say("@\(tag) {\"filler\":\"\(filler)\"}\n@\(tag) ok 1 \(tag)\n")
      }
    })
  }

  @Test("by the ten thousand with full buffers on both sides are all answered, in order")
  func many() throws {
    let peer = try peer(padding: 1_000)
    let count = 10_000
    for window in [Pipeline.defaultWindow, count] {
      let answered = Counter()
      var pipeline = Pipeline(try open(peer), window: window) { index, line in
        if case .ok(1, let sequence) = line {
          #expect(sequence == Int64(index))
          answered.value += 1
        }
      }
      let note = String(repeating: "n", count: 500)
      for _ in 0..<count {
        try pipeline.send(Request("ticket.note", [.init("text", note)], tag: "mine"))
        #expect(pipeline.sentCount - pipeline.answeredCount <= window)
      }
      try pipeline.finish()
      #expect(pipeline.answeredCount == count)
      #expect(answered.value == count)
    }
  }

  @Test("with requests and replies at their limits are all answered")
  func large() throws {
    let peer = try peer(padding: WireLimits.replyLineBytes - 100)
    let items = Counter()
    var pipeline = Pipeline(try open(peer)) { _, line in
      if case .item = line { items.value += 1 }
    }
    let value = String(repeating: "v", count: WireLimits.fieldBytes)
    for _ in 0..<20 {
      try pipeline.send(Request("x", [.init("a", value), .init("b", value), .init("c", value)]))
    }
    try pipeline.finish()
    #expect(items.value == 20)
  }

  @Test("tell at which one the connection was lost")
  func lost() throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      for index in 0..<10 {
        _ = caller.hear()
        caller.say("@\(index) ok 0 1\n")
      }
      caller.say("@10 {}\n")
    })
    var pipeline = Pipeline(try open(peer)) { _, _ in }
    var failure: DeskError?
    do throws(DeskError) {
      for _ in 0..<1_000 { try pipeline.send(Request("x")) }
      try pipeline.finish()
    } catch {
      failure = error
    }
    #expect(failure?.code == .unknown)
    #expect(pipeline.answeredCount == 10)
  }

  @Test("end with the server's own word when it ends the session")
  func farewell() throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      _ = caller.hear()
      caller.say("error busy 3 {\"message\":\"closing for a restart\"}\n")
    })
    var pipeline = Pipeline(try open(peer)) { _, _ in }
    try pipeline.send(Request("x"))
    let error = #expect(throws: DeskError.self) { try pipeline.finish() }
    #expect(error?.code == .unknown)
    #expect(error?.message.contains("closing for a restart") == true)
    #expect(pipeline.answeredCount == 0)
  }

  @Test("stop when the one who takes the answers fails")
  func handlerFails() throws {
    let failure = DeskError(.storage, "no room")
    var pipeline = Pipeline(try open(try peer(padding: 1))) { _, _ throws(DeskError) in
      throw failure
    }
    try pipeline.send(Request("x"))
    #expect(throws: failure) { try pipeline.finish() }
    #expect(throws: DeskError.self) { try pipeline.send(Request("x")) }
  }
}

/// A count that a handler can raise.
private final class Counter {
  var value = 0
}

import DeskClient
import DeskRules
import DeskWire
import Foundation
import Testing

@Suite("A session of the client")
struct DeskConnectionTests {
  static let patience = 60

  /// Greets, and answers each request with two items and a status under its tag.
  static let answering: @Sendable (Caller) -> Void = { caller in
    caller.greet()
    while let line = caller.hear() {
      let tag = RequestLine.tag(of: Array(line.utf8)).map { "@\($0) " } ?? ""
      caller.say("\(tag){\"line\":\(JSON.string(line).line)}\n\(tag){}\r\n\(tag)ok 2 4711\n")
    }
  }

  private func open(_ peer: TestPeer) throws -> DeskConnection {
    try DeskConnection.open(peer.address, timeoutSeconds: Self.patience)
  }

  @Test("over a Unix socket and over TCP greets, streams items and ends with the status")
  func answers() throws {
    for peer in [try TestPeer(onUnix: Self.answering), try TestPeer(onTCP: Self.answering)] {
      let connection = try open(peer)
      #expect(connection.greeting == TestPeer.greeting)
      for tag in [nil, "7"] {
        try connection.send(Request("budget.show", [.init("client", "Ёлка x")], tag: tag))
        var items: [JSONObject] = []
        let status = try connection.receive { items.append($0) }
        #expect(status == .ok(count: 2, sequence: 4711))
        let line = (tag.map { "@\($0) " } ?? "") + #"budget.show client="Ёлка x""#
        #expect(items == [["line": .string(line)], [:]])
      }
    }
  }

  @Test("gives a refusal as a status, and goes on after it")
  func refusal() throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      while caller.hear() != nil {
        caller.say("error taken 9 {\"message\":\"m\",\"loan\":\"L-1\"}\n")
      }
    })
    let connection = try open(peer)
    let refusal = DeskError(.taken, "m", ["loan": .string("L-1")])
    for _ in 0..<2 {
      try connection.send(Request("x"))
      let status = try connection.receive { _ in }
      #expect(status == .refused(refusal, sequence: 9))
      #expect(status.sequence == 9)
      #expect(throws: refusal) { try status.check() }
    }
  }

  @Test("reads lines that come in pieces")
  func pieces() throws {
    let peer = try TestPeer(onUnix: { caller in
      for byte in Array((TestPeer.greeting.line + "\r\n{\"a\":\"é\"}\r\nok 1 1\n").utf8) {
        caller.say([byte])
      }
      _ = caller.hear()
    })
    let connection = try open(peer)
    try connection.send(Request("x"))
    var items: [JSONObject] = []
    #expect(try connection.receive { items.append($0) } == .ok(count: 1, sequence: 1))
    #expect(items == [["a": .string("é")]])
  }

  @Test(
    "lost, silenced or garbled before the whole answer is unknown, and over",
    arguments: ["", "{}\n", "{}\n{\"a\":", "{}\nok 1 1", "ok 1\n", "hello\n"])
  func lost(start: String) throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      _ = caller.hear()
      caller.say(start)
    })
    let connection = try open(peer)
    try connection.send(Request("x"))
    let error = #expect(throws: DeskError.self) { try connection.receive { _ in } }
    #expect(error?.code == .unknown)
    #expect(error?.message.contains("same key") == true)
    #expect(code { try connection.send(Request("x")) } == .unreachable)
  }

  @Test("lost while nothing is asked is unreachable")
  func lostIdle() throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      _ = caller.hear()
      caller.say("ok 0 1\n")
    })
    let connection = try open(peer)
    #expect(code { try connection.nextLineWithout(asking: true) } == .none)
    #expect(code { try connection.nextLineWithout(asking: false) } == .unreachable)
  }

  @Test("that gets no answer in time is unknown, without a request unreachable")
  func silent() throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      while caller.hear() != nil {}
    })
    for (isAsking, expected) in [(true, ErrorCode.unknown), (false, .unreachable)] {
      let connection = try open(peer)
      connection.timeoutSeconds = 0
      if isAsking { try connection.send(Request("x")) }
      #expect(code { try connection.nextLineWithout(asking: false) } == expected)
    }
  }

  @Test("flushes what nobody answers, as the lines of a batch, and counts only its end")
  func batch() throws {
    let peer = try TestPeer(onUnix: { caller in
      caller.greet()
      while let line = caller.hear(), line != "end" {}
      caller.say("{}\nok 1 5\n")
    })
    let connection = try open(peer)
    try connection.send(Request("batch"), isAnswered: false)
    let note = String(repeating: "n", count: 2_000)
    for _ in 0..<1_000 {
      try connection.send(Request("ticket.note", [.init("text", note)]), isAnswered: false)
    }
    try connection.flush()
    try connection.send(Request("end"))
    #expect(try connection.receive { _ in } == .ok(count: 1, sequence: 5))
    #expect(code { try connection.nextLineWithout(asking: false) } == .unreachable)
  }

  @Test("ends when the one who takes the items fails")
  func handlerFails() throws {
    let peer = try TestPeer(onUnix: Self.answering)
    let connection = try open(peer)
    try connection.send(Request("x"))
    let failure = DeskError(.storage, "no room to print")
    #expect(throws: failure) {
      try connection.receive { _ throws(DeskError) in throw failure }
    }
    #expect(code { try connection.send(Request("x")) } == .unreachable)
  }

  @Test("does not queue what the wire cannot carry, and lives on")
  func unwritable() throws {
    let connection = try open(try TestPeer(onUnix: Self.answering))
    #expect(code { try connection.send(Request("x\ny")) } == .unknownOperation)
    try connection.send(Request("x"))
    #expect(try connection.receive { _ in } == .ok(count: 2, sequence: 4711))
  }

  @Test("is not opened where nobody listens")
  func nobody() throws {
    let addresses: [ServerAddress] = [
      .unix(path: "/nonexistent/desk.sock"), .unix(path: "/dev/null"),
      .unix(path: String(repeating: "a", count: 200)), .tcp(host: "127.0.0.1", port: 1),
      .tcp(host: String(repeating: "a", count: 300), port: 80),
    ]
    for address in addresses {
      let error = #expect(throws: DeskError.self) {
        _ = try DeskConnection.open(address, timeoutSeconds: Self.patience)
      }
      #expect(error?.code == .unreachable)
      #expect(error?.message.contains(address.description) == true)
    }
  }

  @Test(
    "is not opened by anything but a greeting",
    arguments: [
      ("", .unreachable), ("swapdesk 1 0.1", .unreachable), ("HTTP/1.1 400 No\r\n", .unreachable),
      ("swapdesk 2 0.1 a.0 ready\n", .unreachable),
      ("error busy 0 {\"message\":\"too many sessions\"}\n", .busy),
    ] as [(String, ErrorCode)])
  func noGreeting(text: String, expected: ErrorCode) throws {
    let peer = try TestPeer(onUnix: { $0.say(text) })
    #expect(code { _ = try open(peer) } == expected)
  }

  @Test("is not opened by silence")
  func noGreetingInTime() throws {
    let peer = try TestPeer(onUnix: { _ = $0.hear() })
    #expect(code { _ = try DeskConnection.open(peer.address, timeoutSeconds: 0) } == .unreachable)
  }

  private func code(_ body: () throws -> Void) -> ErrorCode? {
    do {
      try body()
      return nil
    } catch {
      return (error as? DeskError)?.code
    }
  }
}

extension DeskConnection {
  /// Reads a line, after asking something or not.
  fileprivate func nextLineWithout(asking isAsking: Bool) throws(DeskError) {
    if isAsking { try send(Request("x")) }
    _ = try nextLine()
  }
}

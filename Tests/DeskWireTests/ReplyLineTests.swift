import DeskRules
import DeskWire
import Testing

@Suite("A line of a reply")
struct ReplyLineTests {
  static let lines: [(String?, ReplyLine, String)] = [
    (nil, .ok(count: 0, sequence: 4711), "ok 0 4711"),
    ("7", .ok(count: 1, sequence: 4711), "@7 ok 1 4711"),
    (
      "7", .item(["client": .string("bakery"), "limit": .integer(2)]),
      #"@7 {"client":"bakery","limit":2}"#
    ),
    (nil, .item([:]), "{}"),
    (
      nil,
      .error(
        DeskError(
          .taken, "LP-03 is on loan", ["device": .string("LP-03"), "loan": .string("L-31")]),
        sequence: 4711),
      #"error taken 4711 {"message":"LP-03 is on loan","device":"LP-03","loan":"L-31"}"#
    ),
    (
      "a.b", .error(DeskError(.internalFault, "a\nb\u{9B}\u{202E}"), sequence: 0),
      "@a.b error internal 0 {\"message\":\"a\u{FFFD}b\u{FFFD}\u{FFFD}\"}"
    ),
  ]

  @Test("has this form", arguments: lines)
  func writes(tag: String?, reply: ReplyLine, line: String) throws {
    var bytes: [UInt8] = []
    reply.write(tag: tag, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == line + "\n")
    let read = try ReplyLine.parse(Array(line.utf8))
    #expect(read.tag == tag)
    #expect(read.reply == reply)
  }

  @Test("with an error of a newer server keeps its message and code")
  func unknownCode() throws {
    let line = #"@1 error sold_out 5 {"message":"no more","piece":"P-1"}"#
    let details: JSONObject = ["piece": .string("P-1"), "code": .string("sold_out")]
    let read = try ReplyLine.parse(Array(line.utf8))
    #expect(read.reply == .error(DeskError(.internalFault, "no more", details), sequence: 5))
  }

  @Test("with an error without a message is still an error")
  func noMessage() throws {
    let read = try ReplyLine.parse(Array("error busy 5 {}".utf8))
    guard case .error(let error, 5) = read.reply else {
      Issue.record("not an error")
      return
    }
    #expect(error.code == .busy)
    #expect(!error.message.isEmpty)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", " ", "ok", "ok 1", "ok 1 ", "ok  1 2", "ok -1 2", "ok 1 x", "ok 1 2 3", "ok +1 2",
      "ok 99999999999999999999 1", "OK 1 2", "error", "error busy", "error busy 1", "error busy {}",
      "error busy 1 []", "error busy 1 {", "{", "[]", "{} {}", "@7", "@ ok 1 2", "@é ok 1 2",
      "@7  ok 1 2", "{\"a\":\"\t\"}", "ok 1 2\r", "null",
    ])
  func refuses(line: String) {
    let error = #expect(throws: DeskError.self) { try ReplyLine.parse(Array(line.utf8)) }
    #expect(error?.code == .malformed)
  }
}

@Suite("The greeting")
struct GreetingTests {
  @Test("has this form")
  func form() throws {
    let greeting = Greeting(version: "0.1.0", desk: "d3.f9", restoreCount: 2)
    #expect(greeting.line == "swapdesk 1 0.1.0 d3.f9.2 ready")
    #expect(greeting.books == "d3.f9.2")
    #expect(try Greeting.parse(Array(greeting.line.utf8)) == greeting)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "swapdesk", "swapdesk 1", "swapdesk 2 0.1 a.0 ready", "HTTP/1.1 400 Bad Request",
      "swapdesk 1 0.1 a.0", "swapdesk 1 0.1 a ready", "swapdesk 1 0.1 .0 ready",
      "swapdesk 1 0.1 a.x ready", "swapdesk 1 0.1 a.-1 ready", "swapdesk 1  a.0 ready",
      "swapdesk 1 0.1 a.0 ready ", "swapdesk 1 0.1 a.0 ready now", "swapdesk 1 0.1 a.0 ready\r",
    ])
  func refuses(line: String) {
    let error = #expect(throws: DeskError.self) { try Greeting.parse(Array(line.utf8)) }
    #expect(error?.code == .malformed)
  }
}

@Suite("The limits")
struct WireLimitsTests {
  @Test("are listed once each, with a positive value and a meaning")
  func listed() {
    #expect(Set(WireLimits.all.map(\.name)).count == WireLimits.all.count)
    #expect(WireLimits.all.allSatisfy { $0.value > 0 && !$0.unit.isEmpty && !$0.meaning.isEmpty })
    #expect(WireLimits.all.first { $0.name == "line" }?.value == 65_536)
  }
}

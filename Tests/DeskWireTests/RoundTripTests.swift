import DeskRules
import DeskWire
import Testing

@Suite("What is written is read again")
struct RoundTripTests {
  @Test("for any request")
  func requests() throws {
    var random = SeededGenerator("requests")
    for _ in 0..<2_000 {
      let request = request(&random)
      let line = try RequestLine.write(request)
      #expect(try RequestLine.parse(line) == request)
      #expect(RequestLine.tag(of: line) == request.tag)
      #expect(line.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
  }

  @Test("with values bare where they can be")
  func bare() throws {
    let values: KeyValuePairs = [
      "a": "bakery", "b": "x=1,y=2", "c": "", "d": "two words", "e": #"C:\x"#, "f": "say \"no\"",
      "g": "Ёлка", "h": "a\u{202E}b", "i": "\u{85}",
    ]
    let request = Request("x", values.map { Request.Parameter($0.key, $0.value) }, tag: "7")
    let line = String(decoding: try RequestLine.write(request), as: UTF8.self)
    let expected =
      #"@7 x a=bakery b=x=1,y=2 c="" d="two words" e=C:\x f="say \"no\"" g=Ёлка h="a\u202eb""#
      + #" i="\u0085""#
    #expect(line == expected)
  }

  @Test("and what could not be read is not written")
  func unwritable() {
    let huge = String(repeating: "x", count: WireLimits.fieldBytes)
    let table: [(ErrorCode, Request)] = [
      (.malformed, Request("x", tag: "a\nb")), (.malformed, Request("x", tag: "")),
      (.unknownOperation, Request("x\ny")), (.unknownOperation, Request("")),
      (.usage, Request("x", [.init("a b", "")])), (.usage, Request("x", [.init("", "")])),
      (.tooLong, Request("x", [.init("a", huge + "x")])),
      (.tooLong, Request("x", (0..<5).map { .init("a\($0)", huge) })),
      (.tooLong, Request("x", (0...WireLimits.parametersPerRequest).map { .init("a\($0)", "") })),
    ]
    for (code, request) in table {
      let error = #expect(throws: DeskError.self) { try RequestLine.write(request) }
      #expect(error?.code == code)
    }
  }

  @Test("for any reply")
  func replies() throws {
    var random = SeededGenerator("replies")
    for _ in 0..<2_000 {
      let tag = Bool.random(using: &random) ? random.name() : nil
      let reply = reply(&random)
      var bytes: [UInt8] = []
      reply.write(tag: tag, to: &bytes)
      #expect(bytes.popLast() == UInt8(ascii: "\n"))
      #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
      let read = try ReplyLine.parse(bytes)
      #expect(read.tag == tag)
      #expect(read.reply == reply)
    }
  }

  private func request(_ random: inout SeededGenerator) -> Request {
    let isJoined = Bool.random(using: &random)
    var request = Request(isJoined ? "\(random.name()).\(random.name())" : random.name())
    request.parameters = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      Request.Parameter(random.name(), random.text(upTo: 20))
    }
    request.tag = Bool.random(using: &random) ? random.name() : nil
    return request
  }

  private func reply(_ random: inout SeededGenerator) -> ReplyLine {
    let sequence = Int64.random(in: 0...Int64.max, using: &random)
    var object: JSONObject = ["name": .string(random.text(upTo: 20))]
    object[random.text(upTo: 5) + "!"] = .array([.integer(sequence), .bool(true), .object([:])])
    switch Int.random(in: 0..<3, using: &random) {
    case 0: return .item(object)
    case 1: return .ok(count: Int.random(in: 0...Int.max, using: &random), sequence: sequence)
    default:
      let code = ErrorCode.allCases.randomElement(using: &random) ?? .internalFault
      return .error(DeskError(code, random.text(upTo: 20), object), sequence: sequence)
    }
  }
}

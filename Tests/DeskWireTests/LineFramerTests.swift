import DeskWire
import Testing

@Suite("Framing")
struct LineFramerTests {
  typealias Event = LineFramer.Event

  static let limit = 8
  static let stream = Array(
    "ab\n\r\ncd\r\n12345678\r\n123456789\nx\ry\n12345678901\r\n\nz\r\r\nno".utf8)
  static let events: [Event] = [
    line("ab"), line(""), line("cd"), line("12345678"), .tooLong(start: Array("12345678".utf8)),
    line("x\ry"), .tooLong(start: Array("12345678".utf8)), line(""), line("z\r"),
  ]

  static func line(_ text: String) -> Event { .line(Array(text.utf8)) }

  @Test("gives the same lines for every cut in two and in three")
  func everyCut() {
    for first in 0...Self.stream.count {
      for second in first...Self.stream.count {
        let chunks = [
          Self.stream[..<first], Self.stream[first..<second], Self.stream[second...],
        ]
        #expect(events(chunks.map { Array($0) }) == Self.events, "cut at \(first) and \(second)")
      }
    }
  }

  @Test("gives the same lines byte by byte and with empty chunks between")
  func byteByByte() {
    #expect(events(Self.stream.map { [$0] }) == Self.events)
    #expect(events(Self.stream.flatMap { [[], [$0]] }) == Self.events)
  }

  @Test("tells of an overlong line as soon as it is one, once, and goes on at the next")
  func early() {
    var framer = LineFramer(limit: 4)
    #expect(take("12345", &framer) == [.tooLong(start: Array("1234".utf8))])
    #expect(take("67\r", &framer).isEmpty)
    #expect(framer.isInsideLine)
    #expect(take("\nok\n", &framer) == [Self.line("ok")])
    #expect(!framer.isInsideLine)
  }

  @Test("counts a carriage return only when no line feed follows it")
  func carriageReturn() {
    var framer = LineFramer(limit: 4)
    #expect(take("1234\r", &framer).isEmpty)
    #expect(take("\n", &framer) == [Self.line("1234")])
    #expect(take("1234\r", &framer).isEmpty)
    #expect(take("x", &framer) == [.tooLong(start: Array("1234".utf8))])
    #expect(take("1234\r\r", &framer).isEmpty)
    #expect(take("\n1\n", &framer) == [Self.line("1")])
  }

  @Test("holds no more than the limit of a line of 10 MB and reads the good one behind it")
  func huge() {
    var framer = LineFramer()
    var events: [Event] = []
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
    for _ in 0..<1_000 {
      framer.feed(Array("@7 ".utf8) + chunk) { events.append($0) }
      #expect(framer.heldBytes <= framer.limit + 1)
    }
    framer.feed(Array("\nping\r\n".utf8)) { events.append($0) }
    #expect(events.count == 2)
    #expect(events.last == Self.line("ping"))
    guard case .tooLong(let start)? = events.first else {
      Issue.record("not too long")
      return
    }
    #expect(start.count == LineFramer.startBytes)
    #expect(RequestLine.tag(of: start, isWhole: false) == "7")
  }

  @Test("stops between two lines when asked for one at a time")
  func oneAtATime() {
    var framer = LineFramer()
    let chunk = Array("a\nb\nc".utf8)
    var index = 0
    #expect(framer.next(in: chunk.span, from: &index) == Self.line("a"))
    #expect(index == 2)
    #expect(framer.next(in: chunk.span, from: &index) == Self.line("b"))
    #expect(framer.next(in: chunk.span, from: &index) == nil)
    #expect(index == 5)
    #expect(framer.isInsideLine)
  }

  @Test("and reading survive any bytes in any chunks, with lines that do not depend on the cuts")
  func fuzz() {
    var random = SeededGenerator("framing")
    for _ in 0..<300 {
      let bytes = random.bytes(upTo: 400)
      let whole = events([bytes], limit: 40)
      var rest = bytes[...]
      var chunks: [[UInt8]] = []
      while !rest.isEmpty {
        let count = Int.random(in: 1...20, using: &random)
        chunks.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(events(chunks, limit: 40) == whole)
      for case .line(let line) in whole { readEverywhere(line) }
      readEverywhere(bytes)
    }
  }

  @Test("and changed good lines are read or refused")
  func mutations() {
    var random = SeededGenerator("mutations")
    let corpus = [
      #"@7 loan.issue ticket=T-17 device=LP-03 note="a \"b\" \u202e" key=5f"#,
      #"{"op":"ticket.list","tag":"9","state":["open","done"],"limit":2}"#,
      #"@7 error taken 4711 {"message":"x","list":[1,{"a":true}]}"#, "@7 ok 1 4711",
      "swapdesk 1 0.1.0 abc.0 ready",
    ]
    for _ in 0..<3_000 {
      var line = Array((corpus.randomElement(using: &random) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<line.count, using: &random)
        line.replaceSubrange(index...index, with: random.bytes(upTo: 3))
        if line.isEmpty { line = [0x20] }
      }
      readEverywhere(line)
    }
  }

  /// Every reader must answer or refuse; what is read can be written and read again.
  private func readEverywhere(_ line: [UInt8]) {
    _ = RequestLine.tag(of: line)
    if let reply = try? ReplyLine.parse(line) {
      var bytes: [UInt8] = []
      reply.reply.write(tag: reply.tag, to: &bytes)
      #expect((try? ReplyLine.parse(bytes.dropLast()))?.tag == reply.tag)
    }
    _ = try? Greeting.parse(line)
    guard let request = try? RequestLine.parse(line) else { return }
    let written = try? RequestLine.write(request)
    #expect(written.flatMap { try? RequestLine.parse($0) } == request)
  }

  private func events(_ chunks: [[UInt8]], limit: Int = limit) -> [Event] {
    var framer = LineFramer(limit: limit)
    var events: [Event] = []
    for chunk in chunks { framer.feed(chunk) { events.append($0) } }
    return events
  }

  private func take(_ text: String, _ framer: inout LineFramer) -> [Event] {
    var events: [Event] = []
    framer.feed(Array(text.utf8)) { events.append($0) }
    return events
  }
}

import DeskRules
import DeskWire
import Testing

@Suite("The grammar of a request line")
struct RequestGrammarTests {
  struct Good: Sendable, CustomTestStringConvertible {
    let line: String
    let request: Request
    init(
      _ line: String, _ name: String, _ values: KeyValuePairs<String, String>, tag: String? = nil
    ) {
      self.line = line
      request = Request(name, values.map { Request.Parameter($0.key, $0.value) }, tag: tag)
    }
    var testDescription: String { line }
  }

  static let longest = String(repeating: "x", count: WireLimits.fieldBytes)

  static let good: [Good] = [
    Good("ping", "ping", [:]),
    Good("budget.show client=bakery", "budget.show", ["client": "bakery"]),
    Good("@7 budget.show client=bakery", "budget.show", ["client": "bakery"], tag: "7"),
    Good("  @7   ping   a=1   b=2  ", "ping", ["a": "1", "b": "2"], tag: "7"),
    Good("@A-z.0_9:x ping", "ping", [:], tag: "A-z.0_9:x"),
    Good("a.b_2 c_3=4", "a.b_2", ["c_3": "4"]),
    Good("x swap=given=C-1,taken=C-2", "x", ["swap": "given=C-1,taken=C-2"]),
    Good(#"x part="RM1-4554 fuser=4500.00""#, "x", ["part": "RM1-4554 fuser=4500.00"]),
    Good("x part=a part=b part=a", "x", ["part": "a", "part": "b", "part": "a"]),
    Good(#"x note="""#, "x", ["note": ""]),
    Good(#"x note="a\nb\u0000\u001b\"\\\/""#, "x", ["note": "a\nb\0\u{1B}\"\\/"]),
    Good(#"x path=C:\new\u0041"#, "x", ["path": #"C:\new\u0041"#]),
    Good("x name=Ёлка\u{A0}é🖨", "x", ["name": "Ёлка\u{A0}é🖨"]),
    Good("x name=a\u{9B}b\u{202E}c", "x", ["name": "a\u{9B}b\u{202E}c"]),
    Good("x v=@7 w={} u=[1]", "x", ["v": "@7", "w": "{}", "u": "[1]"]),
    Good("x v=\(longest)", "x", ["v": longest]),
    Good(#"{"op":"ping"}"#, "ping", [:]),
    Good(#"  { "op" : "ping" , "tag" : "9" }  "#, "ping", [:], tag: "9"),
    Good(
      #"{"op":"ticket.list","tag":"9","state":"open","limit":2,"all":true,"none":false,"low":-1}"#,
      "ticket.list",
      ["state": "open", "limit": "2", "all": "true", "none": "false", "low": "-1"], tag: "9"),
    Good(
      #"{"part":["a",2,true],"op":"x","empty":[]}"#, "x",
      ["part": "a", "part": "2", "part": "true"]
    ),
    Good(#"{"op":"x","note":"a\tb\u202e🖨"}"#, "x", ["note": "a\tb\u{202E}🖨"]),
  ]

  @Test("is read", arguments: good)
  func reads(good: Good) throws {
    #expect(try RequestLine.parse(Array(good.line.utf8)) == good.request)
  }

  @Test("has empty lines that are no requests", arguments: ["", " ", "     "])
  func empty(line: String) throws {
    #expect(try RequestLine.parse(Array(line.utf8)) == nil)
  }

  static let bad: [(ErrorCode, String)] = [
    (.unknownOperation, "Ping"), (.unknownOperation, "a.b.c"), (.unknownOperation, "a."),
    (.unknownOperation, ".a"), (.unknownOperation, "9a"), (.unknownOperation, "a-b"),
    (.unknownOperation, "é"), (.unknownOperation, "GET / HTTP/1.1"), (.unknownOperation, "a=b"),
    (.unknownOperation, "\"ping\""), (.unknownOperation, "[1]"),
    (.unknownOperation, String(repeating: "a", count: WireLimits.nameBytes + 1)),
    (.malformed, "@"), (.malformed, "@ ping"), (.malformed, "@a@b ping"), (.malformed, "@é ping"),
    (.malformed, "@\(String(repeating: "a", count: WireLimits.tagBytes + 1)) ping"),
    (.usage, "@7"), (.usage, "@7  "), (.usage, #"@7 {"op":"ping"}"#),
    (.usage, "ping bakery"), (.usage, "ping =x"), (.usage, "ping A=x"), (.usage, "ping 1=x"),
    (.usage, "ping a-b=x"), (.usage, #"ping "a"=x"#), (.usage, "ping a =x"), (.usage, "ping é=x"),
    (.usage, "ping a= b=1"), (.usage, "ping a="),
    (.usage, "ping \(String(repeating: "a", count: WireLimits.nameBytes + 1))=x"),
    (.malformed, #"ping a=b"c"#), (.malformed, #"ping a=b"c""#), (.malformed, #"ping a=""#),
    (.malformed, #"ping a="b"#), (.malformed, #"ping a="b"c"#),
    (.malformed, #"ping a="b""# + "\"c\""),
    (.malformed, #"ping a="\x""#), (.malformed, #"ping a="\u12""#),
    (.malformed, #"ping a="\ud800""#),
    (.malformed, #"ping a="b"c=d"#), (.malformed, #"ping a="\"#),
    (.tooLong, "ping a=\(longest)x"), (.tooLong, "ping a=\"\(longest)x\""),
    (.tooLong, "ping" + String(repeating: " a=1", count: WireLimits.parametersPerRequest + 1)),
    (.tooLong, String(repeating: " ", count: WireLimits.lineBytes + 1)),
    (.usage, "{"), (.usage, "{}"), (.usage, #"{"op":1}"#), (.usage, #"{"op":"x"} {}"#),
    (.usage, #"{"op":"x","a":null}"#), (.usage, #"{"op":"x","a":1.5}"#),
    (.usage, #"{"op":"x","a":{}}"#), (.usage, #"{"op":"x","a":[[1]]}"#),
    (.usage, #"{"op":"x","a":[{"b":1}]}"#), (.usage, #"{"op":"x","a":1,"a":1}"#),
    (.usage, #"{"op":"x","op":"x"}"#), (.usage, #"{"op":"x","A":1}"#),
    (.usage, #"{"op":"x","":1}"#),
    (.usage, #"{"op":"x","tag":7}"#), (.malformed, #"{"op":"x","tag":""}"#),
    (.malformed, #"{"op":"x","tag":"a b"}"#), (.unknownOperation, #"{"op":"x y"}"#),
    (.unknownOperation, #"{"op":""}"#), (.unknownOperation, #"{"op":"x\n"}"#),
    (.tooLong, #"{"op":"x","a":"\#(longest)x"}"#),
    (
      .tooLong,
      #"{"op":"x","a":["#
        + String(repeating: "1,", count: WireLimits.parametersPerRequest) + "1]}"
    ),
  ]

  @Test("refuses what it does not hold", arguments: bad)
  func refuses(code: ErrorCode, line: String) {
    #expect(code == refusal(line)?.code, "\(line.prefix(80))")
  }

  @Test("never repeats the text of a request in a refusal")
  func keepsTextOut() {
    for line in ["secret secret", "x Secret=1", "x a=\"secret", "x secret", "@secret! x", "Secret"]
    {
      #expect(refusal(line)?.message.lowercased().contains("secret") == false, "\(line)")
    }
  }

  @Test(
    "refuses text that is not UTF-8",
    arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80]])
  func notUnicode(bytes: [UInt8]) {
    for line in [Array("x a=".utf8) + bytes, Array("x a=\"".utf8) + bytes + Array("\"".utf8)] {
      #expect(throws: DeskError.self) { try RequestLine.parse(line) }
      #expect(refusal(line)?.code == .malformed)
    }
  }

  @Test("takes a line of exactly the limit")
  func exactLimit() throws {
    let line = "ping" + String(repeating: " ", count: WireLimits.lineBytes - 4)
    #expect(try RequestLine.parse(Array(line.utf8)) == Request("ping"))
  }

  static let controls: [UInt8] = Array(0..<0x20) + [0x7F]

  @Test("refuses every control byte at every position", arguments: controls)
  func control(byte: UInt8) {
    for text in [#"@7 ping a=b "#, #"x a="b c" "#, #"{"op":"x","a":[1, 2]}"#] {
      for index in 0...text.utf8.count {
        var line = Array(text.utf8)
        line.insert(byte, at: index)
        #expect(refusal(line)?.code == .malformed, "at \(index) of \(text)")
        #expect(refusal(line)?.details["byte"] == .integer(Int64(index + 1)))
      }
    }
  }

  private func refusal(_ line: String) -> DeskError? { refusal(Array(line.utf8)) }

  private func refusal(_ line: [UInt8]) -> DeskError? {
    do throws(DeskError) {
      _ = try RequestLine.parse(line)
      return nil
    } catch {
      return error
    }
  }
}

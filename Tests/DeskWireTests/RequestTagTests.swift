import DeskWire
import Testing

@Suite("The tag of a broken line")
struct RequestTagTests {
  static let table: [(String, String?)] = [
    ("@7 ping \0", "7"), ("  @a.b \u{7F}", "a.b"), ("@7", "7"), ("@7 {", "7"),
    ("@\(String(repeating: "a", count: 64)) \t", String(repeating: "a", count: 64)),
    ("@\(String(repeating: "a", count: 65)) \t", nil), ("@ ping", nil), ("@7\tping", nil),
    ("ping", nil), ("ping @7", nil), ("", nil), ("   ", nil), ("@é x", nil), ("@7\r", nil),
    (#"{"op":"x","tag":"7","a":null}"#, "7"), (#"{"tag":"7","#, "7"), (#" { "tag" : "7" "#, "7"),
    (#"{"a":{"tag":"6"},"b":["tag",{"tag":"5"}],"tag":"7"#, nil),
    (#"{"a":{"tag":"6"},"b":["tag",{"tag":"5"}],"tag":"7""#, "7"),
    (#"{"a":"tag","b":"\"tag\":\"6\"","c":"{\"tag\":\"6\"","tag":"7"}"#, "7"),
    (#"{"a":{"tag":"6"}}"#, nil), (#"{"a":"tag","b":"6"}"#, nil), (#"{"tag":7}"#, nil),
    (#"{"tag":"a b"}"#, nil), (#"{"tag""#, nil), (#"{"tag":"#, nil), (#"{"tag"#, nil),
    ("{\"a\":\"\0\",\"tag\":\"7\"}", nil), ("{\"tag\":\"7\",\"a\":\"\0\"}", "7"),
  ]

  @Test("is found where it is whole", arguments: table)
  func finds(line: String, tag: String?) {
    #expect(RequestLine.tag(of: Array(line.utf8)) == tag)
  }

  @Test("is not taken from a cut that may have halved it")
  func cut() {
    #expect(RequestLine.tag(of: Array("@12".utf8), isWhole: false) == nil)
    #expect(RequestLine.tag(of: Array("@12 ".utf8), isWhole: false) == "12")
    #expect(RequestLine.tag(of: Array(#"{"tag":"12"#.utf8), isWhole: false) == nil)
  }
}

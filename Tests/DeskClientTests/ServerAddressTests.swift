import DeskClient
import DeskRules
import Testing

@Suite("A server's address")
struct ServerAddressTests {
  static let longest = "/" + String(repeating: "a", count: ServerAddress.pathBytes - 1)

  @Test(
    "has four forms",
    arguments: [
      ("unix:/run/desk.sock", .unix(path: "/run/desk.sock"), "unix:/run/desk.sock"),
      ("/run/desk.sock", .unix(path: "/run/desk.sock"), "unix:/run/desk.sock"),
      ("/run/a:1", .unix(path: "/run/a:1"), "unix:/run/a:1"),
      (longest, .unix(path: longest), "unix:\(longest)"),
      ("tcp:desk.example:4711", .tcp(host: "desk.example", port: 4711), "tcp:desk.example:4711"),
      ("127.0.0.1:1", .tcp(host: "127.0.0.1", port: 1), "tcp:127.0.0.1:1"),
      ("[::1]:65535", .tcp(host: "::1", port: 65_535), "tcp:[::1]:65535"),
      ("tcp:[fe80::1]:80", .tcp(host: "fe80::1", port: 80), "tcp:[fe80::1]:80"),
    ] as [(String, ServerAddress, String)])
  func reads(text: String, address: ServerAddress, canonical: String) throws {
    #expect(try ServerAddress(text) == address)
    #expect(address.description == canonical)
    #expect(try ServerAddress(canonical) == address)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "unix:", "tcp:", "desk", "desk:", ":80", "desk:0", "desk:65536", "desk:-1", "desk:+1",
      "desk:x", "::1:80", "[::1]", "[::1:80", "[desk]:80", "a b:80", "tcp:/run/x", "unix:/a\0b",
    ])
  func refuses(text: String) {
    let error = #expect(throws: DeskError.self) { try ServerAddress(text) }
    #expect(error?.code == .usage)
  }

  @Test("with a path longer than the system takes is refused with the limit and the way out")
  func longPath() {
    let error = #expect(throws: DeskError.self) { try ServerAddress(Self.longest + "a") }
    #expect(error?.code == .usage)
    #expect(error?.message.contains("107") == true)
    #expect(error?.message.contains("shorter") == true)
  }
}

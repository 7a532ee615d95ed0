import DeskRules
import Testing

/// Nothing that users write can break a line, a terminal, a spreadsheet or the session.
@Suite struct BadInputTests {
  private static let formats = [[], ["--json"], ["--csv"]]

  @Test func aLineOfTenMegabytesIsRefusedAndTheSessionGoesOn() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    try await withServer(desk) { server in
      let path = server.socketPath
      try await onThread {
        let session = try RawSession(path: path)
        let long = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000_000)
        try session.send(Array("ticket.open client=bakery problem=".utf8) + long)
        let refused = try session.ask("")
        #expect(refused.refusal?.code == .tooLong, "\(refused)")
        let good = try session.ask("@2 budget.show client=bakery line=repair")
        #expect(good.items.count == 1, "\(good)")
        #expect(good.sequence == head)
      }
    }
  }

  @Test(arguments: [
    ("ping \0", ErrorCode.malformed), ("ping\rping", .malformed), ("ping a=\u{7}", .malformed),
    (#"ping a="b"#, .malformed), (#"{"op":"ping""#, .usage), (#"{"op":null}"#, .usage),
    (#"{"op":"ticket.list","limit":1.5}"#, .usage), ("ticket.show ticket=T-17 ticket=T-17", .usage),
    ("ticket.show tickt=T-17", .usage), ("nothing", .unknownOperation),
  ])
  func aBadLineGetsOneErrorAndTheSessionGoesOn(_ line: String, _ code: ErrorCode) async throws {
    try await expectRefusal(of: Array(line.utf8), code)
  }

  @Test func aLineThatIsNotTextGetsOneErrorAndTheSessionGoesOn() async throws {
    try await expectRefusal(of: [0xFF, 0xFE, 0x70], .malformed)
  }

  private func expectRefusal(of line: [UInt8], _ code: ErrorCode) async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { server in
      let path = server.socketPath
      try await onThread {
        let session = try RawSession(path: path)
        try session.send(line)
        let refused = try session.ask("")
        #expect(refused.refusal?.code == code, "\(line) \(refused)")
        #expect(try session.ask("ping").refusal == nil)
      }
    }
  }

  /// Texts that would steer a terminal or make a line read as another.
  @Test(arguments: ["red \u{1B}[31m", "bell \u{7}", "c1 \u{9B}31m", "override \u{202E}txt.exe"])
  func steeringCharactersAreRefusedEverywhere(_ text: String) async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    let commands = [
      ["ticket", "open", "bakery", "--problem", text], ["client", "add", "new", text],
      ["client", "add", text, "New"], ["ticket", "show", text], ["help", text],
      ["ticket", "list", "--word", text], ["device", "show", text], [text],
      ["ticket", "open", "bakery", "--\(text)", "x"], ["client", "list", "--desk", text],
      ["client", "list", "--server", text], ["budget", "set", "bakery", text, "--limit", text],
      ["import", "models", "--hplip", text], ["check", text],
    ]
    for command in commands {
      for format in Self.formats {
        let ended = try await desk.run(command + format)
        #expect(ended.code != 0 || command[0] != "ticket" || command[1] == "list", "\(ended)")
        expectHarmless(ended)
      }
    }
    #expect(try await desk.head() == head)
  }

  @Test func whatIsKeptIsShownHarmlessly() async throws {
    let desk = try await Firm.workplace()
    let problem = "one\ntwo\t\"three\" 'four' \\five \u{200F}six\u{2028}seven <b>&amp;"
    try await desk.must("ticket", "open", "bakery", "--problem", problem)
    for words in [["ticket", "list"], ["ticket", "show", "T-18"], ["journal", "list"]] {
      for format in Self.formats {
        let ended = try await desk.run(words + format)
        #expect(ended.code == 0, "\(ended)")
        expectHarmless(ended)
      }
    }
    #expect(try await desk.object("ticket", "show", "T-18").text("problem") == problem)
    let table = try await desk.must("ticket", "list")
    #expect(table.split(separator: "\n").count == 3, "\(table)")
    let found = try await desk.list("ticket", "list", "--word", "THREE")
    #expect(found.map { $0.text("number") } == ["T-18"])
  }

  @Test(arguments: ["=1+1", "+49 30 1", "-2+3", "@SUM(A1)"])
  func aFormulaIsNeutralInASpreadsheet(_ text: String) async throws {
    let desk = try await Firm.workplace()
    let opened = try await desk.must("ticket", "open", "bakery", "--problem=\(text)", "--csv")
    #expect(opened.contains(",'\(text),"), "\(opened)")
    #expect(try await desk.must("ticket", "list", "--csv").contains(",'\(text)\r\n"))
    #expect(try await desk.object("ticket", "show", "T-18").text("problem") == text)
  }

  @Test(arguments: [
    (["ticket", "list", "--stat", "new"], "did you mean --state"),
    (["ticket", "open", "bakery", "--problme", "x"], "did you mean --problem"),
    (["ticket", "list", "new"], "one too many"),
    (["client", "show", "bakery", "office"], "one too many"),
    (["ticket", "open", "bakery", "--problem"], "--problem needs a value"),
    (["ticket", "open", "bakery", "--problem", ""], "empty"),
    (["ticket", "show", "T-17", "--desk-file", "x"], "there is no --desk-file"),
    (["init", "Firm", "--curency", "EUR"], "--currency"),
    (["client", "show", "bakry"], "did you mean bakery"),
    (["device", "show", "BK-P2"], "did you mean BK-P1"),
    (["model", "show", "HP LaserJet 4520"], "did you mean"),
    (["help", "loan.isue"], "did you mean loan.issue"),
    (["ticket", "assign", "T-17", "borsi"], "did you mean boris"),
  ])
  func aSlipIsAnsweredWithTheWayOut(_ words: [String], _ hint: String) async throws {
    let desk = try await Firm.workplace()
    let ended = try await desk.run(words)
    #expect([64, 65].contains(ended.code), "\(ended)")
    #expect(ended.errors.contains(hint), "\(ended)")
    #expect(ended.output == "")
  }

  @Test func hugeValuesAreRefused() async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    let commands = [
      ["ticket", "open", "bakery", "--problem", String(repeating: "я", count: 5_000)],
      ["client", "add", "new", String(repeating: "n", count: 100_000)],
      ["client", "add", String(repeating: "n", count: 1_000), "New"],
      ["budget", "set", "office", "repair", "--limit", "99999999999999999999", "--period", "2026"],
      ["budget", "set", "office", "repair", "--limit", "-1", "--period", "2026"],
      ["ticket", "list", "--limit", "999999999999"], ["ticket", "show", "T-99999999999999999999"],
    ]
    for words in commands {
      let ended = try await desk.run(words)
      #expect([64, 65].contains(ended.code), "\(ended.code) \(ended.errors.prefix(300))")
      #expect(ended.errors.utf8.count < 2_000, "\(ended.errors.utf8.count)")
    }
    #expect(try await desk.head() == head)
  }

  private func expectHarmless(_ ended: Ended) {
    for text in [ended.output, ended.errors] {
      let harmful = text.unicodeScalars.first { scalar in
        switch scalar.value {
        case 0x0A, 0x0D, 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
      }
      #expect(harmful == nil, "\(ended.words): \(text.debugDescription)")
    }
  }
}

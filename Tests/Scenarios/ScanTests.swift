import DeskRules
import Foundation
import Testing

/// Tags on standard input, one a line, as a scanner types them.
@Suite struct ScanTests {
  private func firm() async throws -> Workplace {
    let workplace = try Workplace()
    try await workplace.must("init", "Firm", "--currency", "EUR", "--timezone", "Europe/Berlin")
    for tag in ["C-0001", "C-0002"] {
      try await workplace.must("cartridge", "add", tag, "--type", "Q5942A", "--owner", "pool")
    }
    return workplace
  }

  private static func json(_ output: String) throws -> JSON {
    try JSONParser.parse(String(output.dropLast()))
  }

  @Test func everyTagIsAnsweredAndTheOthersGoOn() async throws {
    let workplace = try await firm()
    let tags = try workplace.write("tags", "C-0001\r\n\n  c-0002 \nC-0009\nC-0002")
    let ended = try await workplace.run(
      ["cartridge", "show", "-", "--json"], inputPath: tags)
    #expect(ended.code == 65, "\(ended)")
    let answers = try #require(try Self.json(ended.output).elements?.compactMap(\.members))
    #expect(answers.map { $0.text("given") } == ["C-0001", "c-0002", "C-0009", "C-0002"])
    #expect(answers.map { $0["answer"] != nil } == [true, true, false, true])
    #expect(answers[2]["error"]?.members?.text("code") == "not_found")
    #expect(ended.errors.contains("1 of 4 were refused"), "\(ended)")
  }

  @Test func anAnswerThatDoesNotNameItsTagIsHeadedByIt() async throws {
    let workplace = try await firm()
    try await workplace.must("model", "add", "HP LaserJet 4250", "--format", "A4")
    for tag in ["LP-01", "LP-02"] {
      try await workplace.must(
        "device", "add", tag, "--model", "HP LaserJet 4250", "--owner", "pool")
    }
    let tags = try workplace.write("tags", "LP-01\nLP-02\n")
    let ended = try await workplace.run(["loan", "timeline", "-", "--days", "7"], inputPath: tags)
    let lines = ended.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "LP-01" && lines.contains("LP-02"), "\(ended)")
    let shown = try await workplace.run(["device", "show", "-"], inputPath: tags)
    #expect(shown.output.hasPrefix("device  LP-01\n"), "\(shown)")
  }

  @Test func aQueryAsATableAnswersItsColumns() async throws {
    let workplace = try await firm()
    let tags = try workplace.write("tags", "C-0001\nC-0009\nc-0002\n")
    let ended = try await workplace.run(["cartridge", "show", "-", "--csv"], inputPath: tags)
    #expect(ended.code == 65, "\(ended)")
    let rows = ended.output.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let titles = try #require(rows.first)
    #expect(titles.first == "given" && titles.suffix(2) == ["error", "message"], "\(ended)")
    let type = try #require(titles.firstIndex(of: "type"))
    #expect(rows.dropFirst().map(\.first) == ["C-0001", "C-0009", "c-0002"])
    #expect(rows.dropFirst().map { $0[type] } == ["Q5942A", "", "Q5942A"])
    #expect(rows[2][titles.count - 2] == "not_found", "\(ended)")
  }

  /// Every verb that names a thing by its tag takes a list of them.
  @Test func everyVerbOfALoanTakesAList() async throws {
    let workplace = try await firm()
    try await workplace.must("model", "add", "HP LaserJet 4250", "--format", "A4")
    try await workplace.must("client", "add", "bakery", "Bakery")
    for tag in ["LP-01", "LP-02"] {
      try await workplace.must(
        "device", "add", tag, "--model", "HP LaserJet 4250", "--owner", "pool")
      try await workplace.must("ticket", "open", "bakery", "--problem", "dead \(tag)")
    }
    let tags = try workplace.write("tags", "LP-01\nlp-02\n")
    for words in [
      ["loan", "reserve", "T-1", "-", "--from", "2040-01-02", "--until", "2040-01-03"],
      ["loan", "cancel", "-"],
      ["loan", "issue", "T-1", "-", "--due", "2040-01-03", "--reason", "two of them"],
      ["loan", "remind", "-", "--by", "phone"], ["loan", "extend", "-", "--due", "2040-01-05"],
      ["loan", "return", "-"], ["device", "move", "-", "shelf:mian"],
      ["device", "show", "-"],
    ] {
      let ended = try await workplace.run(words, inputPath: tags)
      #expect(ended.code == 0, "\(words): \(ended)")
      #expect(ended.output.lowercased().contains("lp-01"), "\(words): \(ended)")
      #expect(ended.output.lowercased().contains("lp-02"), "\(words): \(ended)")
    }
    let moved = try await workplace.must("device", "move", "LP-01", "shelf:maim")
    #expect(moved.contains("! nothing was on shelf:maim before; did you mean"), "\(moved)")
    #expect(!moved.contains("new places"), "\(moved)")
  }

  @Test func aChangeAcceptsAListAndMayBeSentAgain() async throws {
    let workplace = try await firm()
    let tags = try workplace.write("tags", "C-0003\nC-0004\nC-0001\n")
    let words = [
      "cartridge", "add", "-", "--type", "Q5942A", "--owner", "pool", "--key", "shelf 7",
    ]
    for _ in 1...2 {
      let ended = try await workplace.run(words, inputPath: tags)
      #expect(ended.code == 65, "\(ended)")
      let lines = ended.output.split(separator: "\n")
      #expect(lines.prefix(2) == ["C-0003  ok", "C-0004  ok"])
      #expect(lines.last?.hasSuffix("[exists]") == true, "\(ended)")
    }
    let list = try Self.json(try await workplace.must("cartridge", "list", "--json"))
    #expect(list.elements?.count == 4)
  }

  @Test func aListParameterTakesAllTagsInOneAct() async throws {
    let workplace = try await firm()
    try await workplace.must("client", "add", "transco", "Transport Company")
    let tags = try workplace.write("tags", "C-0001\nC-0002\n")
    let ended = try await workplace.run(
      ["swap", "make", "transco", "--given", "-", "--json"], inputPath: tags)
    #expect(ended.code == 0, "\(ended)")
    #expect(try Self.json(ended.output).members?["given"]?.elements?.count == 2)
  }

  @Test func everyWrongTagOfOneActIsNamedAndTheOthersMayBeRecorded() async throws {
    let workplace = try await firm()
    let tags = try workplace.write("tags", "C-0001\nC-9999\nC-0002\nC-9998\n")
    let words = ["cartridge", "move", "shelf:two", "-"]
    let refused = try await workplace.run(words, inputPath: tags)
    #expect(refused.code == 65, "\(refused)")
    #expect(refused.output.isEmpty, "\(refused)")
    for tag in ["C-9999", "C-9998", "2 of 4 tags", "--skip-refused"] {
      #expect(refused.errors.contains(tag), "\(refused)")
    }
    #expect(!(try await workplace.must("cartridge", "list")).contains("shelf:two"))
    let recorded = try await workplace.run(words + ["--skip-refused"], inputPath: tags)
    #expect(recorded.code == 65, "\(recorded)")
    #expect(recorded.errors.contains("the others were recorded"), "\(recorded)")
    let list = try await workplace.must("cartridge", "list", "--holder", "shelf:two")
    #expect(list.contains("C-0001") && list.contains("C-0002"), "\(list)")
  }

  @Test(arguments: [
    ("", ["cartridge", "show", "-"], "has no tag"),
    ("\n\n", ["cartridge", "add", "-", "--type", "Q5942A", "--owner", "pool"], "has no tag"),
    ("C-0001", ["swap", "make", "x", "--given", "-", "--taken", "-"], "one parameter"),
    ("C-0001", ["swap", "make", "x", "--given", "-", "--given", "-"], "one parameter"),
  ])
  func whatIsNoListIsRefused(input: String, words: [String], says: String) async throws {
    let workplace = try await firm()
    let ended = try await workplace.run(words, inputPath: try workplace.write("tags", input))
    #expect(ended.code == 64 || ended.code == 65, "\(ended)")
    #expect(ended.errors.contains(says), "\(ended)")
  }

  @Test func pagesAreForDocuments() async throws {
    let ended = try await firm().run("cartridge", "list", "--html")
    #expect(ended.code == 64, "\(ended)")
    #expect(ended.errors.contains("--html is for documents"), "\(ended)")
  }
}

import DeskRules
import Foundation
import Testing

/// What a program that runs Swapdesk relies on: exit codes, and which stream says what.
@Suite struct ExitCodeTests {
  /// A command line and what it has to end with.
  struct Case: Sendable, CustomTestStringConvertible {
    let words: [String]
    let code: Int32
    let refusal: String
    var testDescription: String { words.joined(separator: " ") }

    init(_ words: String..., code: Int32, refusal: ErrorCode) {
      self.words = words
      self.code = code
      self.refusal = refusal.rawValue
    }
  }

  @Test(arguments: [
    Case("ticket", "list", "--stat", "new", code: 64, refusal: .usage),
    Case("ticket", "show", code: 64, refusal: .usage),
    Case("help", "nothing.such", code: 64, refusal: .unknownOperation),
    Case("ticket", "show", "T-99", code: 65, refusal: .notFound),
    Case("ticket", "open", "bakry", "--problem", "x", code: 65, refusal: .notFound),
    Case("client", "add", "bakery", "Again", code: 65, refusal: .exists),
    Case("ticket", "close", "T-17", code: 65, refusal: .state),
    Case("loan", "issue", "T-17", "LP-03", "--due", "2020-01-01", code: 65, refusal: .time),
    Case(
      "budget", "set", "office", "repair", "--limit", "1.005", "--period", "2026", code: 65,
      refusal: .amount),
    Case("client", "list", "--server", "unix:none.sock", code: 69, refusal: .unreachable),
    Case("client", "list", "--server", "127.0.0.1:1", code: 69, refusal: .unreachable),
    Case("client", "list", "--desk", "none.sqlite", code: 73, refusal: .storage),
    Case("ticket", "start", "T-17", "--desk", "none.sqlite", code: 73, refusal: .storage),
    Case("check", "none.sqlite", code: 73, refusal: .storage),
    Case("backup", "new.sqlite", "--desk", "none.sqlite", code: 73, refusal: .storage),
    Case("serve", "--listen", "0.0.0.0:0", code: 77, refusal: .notAllowed),
    Case("serve", "--listen", "nonsense", code: 64, refusal: .usage),
    Case("import", "tickets", "none.csv", "--map", "none.yaml", code: 64, refusal: .usage),
  ])
  func aRefusalHasItsCodeAndLeavesStandardOutputEmpty(_ example: Case) async throws {
    let desk = try await Firm.workplace()
    let head = try await desk.head()
    let plain = try await desk.run(example.words)
    #expect(plain.code == example.code, "\(plain)")
    #expect(plain.output == "")
    #expect(plain.refusalCode == example.refusal, "\(plain)")
    let json = try await desk.run(example.words + ["--json"])
    #expect(json.code == example.code, "\(json)")
    #expect(json.output == "")
    #expect(try json.refusal().text("code") == example.refusal)
    #expect(try json.refusal().text("message")?.isEmpty == false)
    #expect(try await desk.head() == head)
  }

  /// Words that the command tree itself cannot place.
  @Test(arguments: [
    ["tickt", "list"], ["ticket", "opne"], ["budget", "show", "bakery", "--json", "--csv"],
    ["init"], ["init", "Firm", "--curency", "EUR"], ["import", "models"], ["serve", "--listen"],
    ["import", "tickets", "rows.csv"], ["ticket", "show", "T-17", "--desk"],
  ])
  func wrongUsageIs64AndJSONWhereThatIsAskedFor(_ words: [String]) async throws {
    let desk = try await Firm.workplace()
    let plain = try await desk.run(words)
    #expect(plain.code == 64, "\(plain)")
    #expect(plain.output == "")
    #expect(!plain.errors.isEmpty)
    let json = try await desk.run(["--json"].filter { !words.contains($0) } + words)
    let asked = words.contains("--json") ? plain : try await desk.run(words + ["--json"])
    #expect(json.code == 64)
    #expect(asked.code == 64)
    #expect(try asked.refusal().text("code") == "usage", "\(asked)")
  }

  @Test func aListOfNothingIsAnEmptyArray() async throws {
    let desk = try Workplace()
    try await desk.must(
      "init", "Nordic Copy", "--currency", "EUR", "--timezone", "Europe/Berlin", "--json")
    let lists = [
      ["client", "list"], ["ticket", "list"], ["loan", "list"], ["model", "list"],
      ["device", "list"], ["cartridge", "list"], ["callout", "list"], ["tariff", "show"],
    ]
    for words in lists {
      let ended = try await desk.run(words + ["--json"])
      #expect(ended.output == "[]\n", "\(ended)")
      #expect(ended.errors == "")
      #expect(ended.code == 0)
      let people = try await desk.run(words)
      #expect(people.output == "Nothing to show.\n", "\(people)")
    }
  }

  @Test func jsonIsAllThatStandsOnStandardOutput() async throws {
    let desk = try await Firm.workplace()
    let catalogue = try desk.write("models.dat", ImportModelTests.hplip)
    let commands = [
      Firm.callout, ["ticket", "list"], ["ticket", "show", "T-17"], ["ping"], ["health"], ["stats"],
      ["help"], ["help", "errors"], ["check"], ["backup", desk.file("copy.sqlite")],
      ["import", "models", "--hplip", catalogue], ["init", "Two", "--desk", desk.file("two")],
    ]
    for words in commands {
      let ended = try await desk.run(words + ["--json"])
      #expect(ended.code == 0, "\(ended)")
      #expect(ended.output.filter { $0 == "\n" }.count == 1)
      let json = try JSONParser.parse(String(ended.output.dropLast()))
      #expect(json.members != nil || json.elements != nil, "\(ended)")
    }
  }

  @Test func aFileThatIsNoDeskIsRefused() async throws {
    let desk = try await Firm.workplace()
    let text = try desk.write("notes.txt", String(repeating: "not a desk\n", count: 1_000))
    let empty = try desk.write("empty.sqlite", "")
    for path in [text, empty, try desk.makeFolder("folder")] {
      for words in [["client", "list"], ["ticket", "start", "T-1"], ["check"], ["serve"]] {
        let ended = try await desk.run(words + ["--desk", path])
        #expect(ended.code == 73, "\(ended)")
        #expect(["not_a_desk", "storage"].contains(ended.refusalCode), "\(ended)")
      }
    }
    #expect(try String(contentsOfFile: text, encoding: .utf8).hasPrefix("not a desk\n"))
  }

  @Test func aNewerSchemaIsRefused() async throws {
    let desk = try await Firm.workplace()
    var bytes = try Data(contentsOf: URL(filePath: desk.desk))
    // The version of the schema stands in the file's header, big end first.
    bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
    try bytes.write(to: URL(filePath: desk.desk))
    for words in [["client", "list"], ["ticket", "start", "T-17"], ["serve"]] {
      let ended = try await desk.run(words)
      #expect(ended.code == 73, "\(ended)")
      #expect(ended.refusalCode == "newer_schema", "\(ended)")
    }
  }

  @Test func aSecondServerIsToldWhoHoldsTheDesk() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { server in
      let second = try await desk.run("serve")
      #expect(second.code == 75, "\(second)")
      #expect(second.refusalCode == "busy")
      #expect(second.errors.contains("a server (process "))
      try await desk.must("ping", "--server", server.socket)
    }
  }

  /// A stream that nobody reads, or that leads to a full disk, never stops the program half-way.
  @Test(arguments: ["2>&-", "2>/dev/full", "<&- 2>&-"])
  func aClosedStandardErrorChangesNothing(_ redirection: String) async throws {
    let desk = try await Firm.workplace()
    for (command, code) in [("ticket show T-99", 65), ("ticket opne", 64), ("client list", 0)] {
      let ended = try await desk.run(
        [], program: ["/bin/sh", "-c", "\"$0\" \(command) \(redirection)", Program.path])
      #expect(ended.code == Int32(code), "\(ended)")
    }
  }

  @Test func anAnswerThatCannotBeWrittenIsSaid() async throws {
    let desk = try await Firm.workplace()
    let ended = try await desk.run(
      [], program: ["/bin/sh", "-c", "\"$0\" ticket start T-17 >/dev/full", Program.path])
    #expect(ended.code == 73, "\(ended)")
    #expect(ended.errors.contains("was carried out"), "\(ended)")
    #expect(try await desk.object("ticket", "show", "T-17").text("state") == "in_progress")
    let left = try await desk.run(
      [], program: ["/bin/sh", "-c", "\"$0\" journal list --json | head -c 10", Program.path])
    #expect(left.errors == "", "\(left)")
  }
}

import DeskRules
import Foundation
import Testing

/// Help stands on every command, with an example that is a command line.
@Suite struct HelpTests {
  /// The operations of the catalogue, as the program itself lists them.
  private static func operations(_ place: Workplace) async throws -> [String] {
    try await place.list("help").compactMap { $0.text("name") }
  }

  private static let sessionOperations: Set<String> = [
    "hello", "quit", "watch", "unwatch", "batch", "end",
  ]

  @Test func everyVerbHasHelpWithItsExample() async throws {
    let place = try Workplace()
    for name in try await Self.operations(place) where !Self.sessionOperations.contains(name) {
      let example = try await Self.example(of: name, place)
      let page = try await place.must(
        name.split(separator: ".").map(String.init) + ["--help"])
      #expect(Self.unwrapped(page).contains(Self.unwrapped(example)), "\(name)\n\(page)")
      #expect(page.contains("USAGE: swapdesk \(name.replacing(".", with: " "))"), "\(page)")
    }
  }

  @Test(arguments: [
    (["roster", "override"], false, false), (["cartridge", "move"], false, true),
    (["invoice", "page"], true, false),
  ])
  func aPageNamesOnlyTheOptionsThatItsCommandTakes(
    words: [String], hasPage: Bool, takesScans: Bool
  ) async throws {
    let page = try await Workplace().must(words + ["--help"])
    #expect(page.contains("--html") == hasPage, "\(page)")
    #expect(page.contains("--skip-refused") == takesScans, "\(page)")
  }

  @Test func everyNounNamesItsVerbs() async throws {
    let place = try Workplace()
    let names = try await Self.operations(place).map {
      $0.split(separator: ".").map(String.init)
    }
    for (noun, verbs) in Dictionary(grouping: names.filter { $0.count == 2 }, by: \.[0]) {
      let page = try await place.must(noun, "--help")
      for verb in verbs { #expect(page.contains("  \(verb[1]) "), "\(page)") }
      #expect(try await place.must(noun) == page)
      let asked = try await place.list("help", noun).compactMap { $0.text("name") }
      #expect(asked == verbs.map { $0.joined(separator: ".") })
    }
  }

  @Test func localCommandsHaveHelpWithAnExample() async throws {
    let place = try Workplace()
    let commands = [
      ["init"], ["serve"], ["backup"], ["check"], ["import", "models"], ["import", "tickets"],
    ]
    for words in commands {
      let page = try await place.must(words + ["--help"])
      #expect(page.contains("EXAMPLE:\n  swapdesk \(words.joined(separator: " "))"), "\(page)")
      #expect(try await place.must(["help"] + words) == page)
    }
    #expect(try await place.must("import", "--help").contains("tickets"))
    let all = try await place.must("--help")
    #expect(commands.allSatisfy { all.contains("  \($0[0]) ") })
    #expect(try await place.must().contains("SUBCOMMANDS:"))
  }

  /// What the pages of nouns say at their end works.
  @Test func helpTakesTheWordsOfACommand() async throws {
    let place = try Workplace()
    #expect(
      try await place.must("help", "ticket", "open") == place.must("help", "ticket.open"))
    #expect(try await place.must("help", "ticket.open").contains("example"))
    #expect(try await place.must("help", "limits").contains("65536"))
    #expect(try await place.must("help", "errors").contains("storage_full"))
    let unknown = try await place.run("help", "ticket", "opne")
    #expect(unknown.code == 64)
  }

  @Test func helpIsAtHandFromAServerToo() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { server in
      for topic in [[], ["limits"], ["errors"], ["loan.issue"]] {
        let words = ["help"] + topic
        let remote = try await desk.must(words + ["--server", server.socket])
        #expect(try await desk.must(words) == remote)
      }
    }
  }

  /// The desk has what the examples name, as far as one desk can; a rule may still refuse.
  @Test func everyExampleIsACommandLine() async throws {
    let desk = try await Firm.workplace()
    try await desk.must(Firm.callout)
    for name in try await Self.operations(desk) {
      let example = try await Self.example(of: name, desk)
      guard !Self.sessionOperations.contains(name) else { continue }
      #expect(example.hasPrefix("swapdesk "), "\(name): \(example)")
      let ended = try await desk.run(
        [example],
        program: ["/bin/sh", "-c", "swapdesk() { \"$0\" \"$@\"; }; eval \"$1\"", Program.path])
      #expect(ended.code == 0 || ended.code == 65, "\(example)\n\(ended)")
    }
    try await desk.must("check")
  }

  private static func example(of name: String, _ place: Workplace) async throws -> String {
    let items = try await place.list("help", name)
    return try #require(items.first { $0.text("name") == "example" }?.text("text"), "\(name)")
  }

  /// The words of a text whose lines were broken to fit the terminal.
  private static func unwrapped(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Which desk and which form may be said before the command as well as behind it.
  @Test func whichDeskAndWhichFormMayComeFirst() async throws {
    let desk = try await Firm.workplace()
    let behind = try await desk.must("client", "show", "bakery", "--desk", desk.desk, "--json")
    for words in [["--desk", desk.desk, "--json"], ["--json", "--desk=" + desk.desk]] {
      let before = try await desk.run(words + ["client", "show", "bakery"])
      #expect(before.output == behind, "\(before)")
    }
    let noted = try await desk.run(["--desk", desk.desk, "ticket", "note", "T-17", "--", "--json"])
    #expect(noted.code == 0, "\(noted)")
    #expect(try await desk.must("ticket", "show", "T-17").contains("--json"))
    #expect(try await desk.run(["--desk", desk.desk]).code != 0)
  }
}

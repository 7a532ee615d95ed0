import DeskRules
import Foundation
import Testing

/// The same command gives the same answer to the byte, whichever way it reaches the books.
@Suite struct SameAnswerTests {
  @Test(arguments: [[], ["--json"], ["--csv"]])
  func fileServerAndHandOverAnswerAlike(_ format: [String]) async throws {
    let embedded = try await Firm.workplace()
    let served = try await Firm.workplace()
    let held = try await Firm.workplace()
    async let onFile = answers(embedded, format)
    async let throughServer = withServer(served) { server in
      try await answers(served, format + ["--server", server.socket])
    }
    async let handedOver = withServer(held) { _ in try await answers(held, format) }
    let (file, server, handOver) = try await (onFile, throughServer, handedOver)
    for (index, expected) in file.enumerated() {
      #expect(server[index] == expected)
      #expect(handOver[index] == expected)
    }
    #expect(Set(file.map(\.code)).isSuperset(of: [0, 64, 65]))
  }

  private struct Answer: Equatable {
    let command: String
    let code: Int32
    let output: String
    let errors: String
  }

  private func answers(_ desk: Workplace, _ flags: [String]) async throws -> [Answer] {
    var answers: [Answer] = []
    for command in Self.commands {
      let ended = try await desk.run(command + flags)
      answers.append(
        Answer(
          command: command.joined(separator: " "), code: ended.code,
          output: Self.masked(ended.output), errors: Self.masked(ended.errors)))
    }
    return answers
  }

  private static let commands: [[String]] =
    Firm.stories + refusals + reads + [
      ["ticket", "open", "bakery", "--problem", "не печатает, \"серые\" листы\nвторая строка"],
      ["ticket", "start", "T-19", "--dry-run"], ["ticket", "start", "T-19"],
      ["ticket", "show", "T-19"], ["ticket", "list", "--word", "СЕР"],
      ["client", "list", "--after", "zebra"],
    ]

  private static let refusals: [[String]] = [
    Firm.issue, ["loan", "suggest", "T-99"], ["ticket", "open", "bakry", "--problem", "x"],
    ["ticket", "open", "bakery", "--problme", "x"], ["ticket", "open", "bakery"],
    ["budget", "set", "bakery", "extra", "--limit", "1.234", "--period", "2026"],
    ["cartridge", "add", "C-0012", "--type", "Q5942A", "--owner", "pool"],
    ["swap", "make", "bakery", "--given", "C-0060", "--taken", "C-0044"],
    ["ticket", "close", "T-17"], ["device", "show", "LP-3"], ["help", "loan.isue"],
    [
      "callout", "log", "bakery", "--arrived", "2026-03-01T03:00", "--done", "2026-03-01T02:00",
      "--work", "x",
    ],
  ]

  private static let reads: [[String]] = [
    ["ticket", "list"], ["ticket", "list", "--all", "--limit", "3"], ["ticket", "show", "T-18"],
    ["loan", "list"], ["callout", "list"], ["budget", "history", "bakery", "repair"],
    ["budget", "show", "bakery", "--movements", "5"], ["tariff", "show"],
    [
      "tariff", "quote", "bakery", "--from", "2026-02-01T21:15", "--to", "2026-02-02T00:40",
    ],
    ["client", "list"], ["client", "show", "bakery"], ["model", "list"],
    ["model", "show", "HP LaserJet 4250"], ["journal", "list"], ["device", "show", "LP-03"],
    ["device", "list"], ["cartridge", "list"], ["swap", "balance", "bakery"], ["staff", "list"],
    ["stats"], ["help"], ["help", "callout.log"], ["help", "limits"], ["ping"],
  ]

  /// Moments that the clock gave during the test, and keys, differ from run to run.
  private static func masked(_ text: String) -> String {
    let now = Date().timeIntervalSince1970
    func isRecent(_ seconds: Double?) -> Bool { seconds.map { abs($0 - now) < 600 } ?? false }
    return
      text
      .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)/) { match in
        let date = try? Date(String(match.output.0), strategy: .iso8601)
        return isRecent(date?.timeIntervalSince1970) ? "a moment ago" : String(match.output.0)
      }
      // Keys are made by the sender, for what goes to a server.
      .replacing(/"key":"[0-9a-f]{32}",/) { _ in "" }
      .replacing(/\b\d{10}\b/) { match in
        isRecent(Double(match.output)) ? "a moment ago" : String(match.output)
      }
  }
}

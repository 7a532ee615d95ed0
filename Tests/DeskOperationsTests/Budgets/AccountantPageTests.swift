import DeskRules
import Foundation
import Testing

/// The page for the accountant, played from top to bottom.
@Suite struct AccountantPageTests {
  private static var page: URL {
    let package = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    return package.appending(path: "docs/ACCOUNTANT.md")
  }

  /// A command of the page, and the lines that stand under it.
  private struct Step {
    let command: String
    var rows: [[String]] = []
  }

  private func steps() throws -> [Step] {
    var steps: [Step] = []
    var isInside = false
    for line in try String(contentsOf: Self.page, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("```") {
        isInside.toggle()
      } else if isInside, line.hasPrefix("$ swapdesk ") {
        steps.append(Step(command: String(line.dropFirst("$ swapdesk ".count))))
      } else if isInside, !steps.isEmpty {
        steps[steps.count - 1].rows.append(line.split(separator: " ").map(String.init))
      }
    }
    return steps
  }

  private static let figures = [
    "period", "limit", "transferred", "held", "pending", "spent", "unfunded", "available",
    "currency",
  ]

  @Test func everyFigureIsTrue() throws {
    let desk = try TestDesk(at: "2026-11-22T12:00+03:00")
    try desk.type("client add bakery Bakery")
    var compared = 0
    for step in try steps() {
      try desk.type(step.command)
      for row in step.rows where ["repair", "goods"].contains(row.first) {
        let line = try desk.one("budget show bakery --line \(row[0])")
        #expect(Self.figures.map { line.text($0) } == row.dropFirst().map { $0 }, "\(step.command)")
        compared += 1
      }
      for row in step.rows where row.count > 6 && row[1].hasPrefix("2026-") {
        let name = step.command.hasSuffix("goods") ? "goods" : "repair"
        let moves = try desk.type("budget history bakery \(name)")
        let told = ["day", "movement", "amount", "debit", "credit", "available"]
        let found = moves.contains { move in told.map { move.text($0) } == Array(row[1...6]) }
        #expect(found, "\(row)")
        compared += 1
      }
    }
    #expect(compared == 17)
    #expect(try desk.problems() == [])
  }
}

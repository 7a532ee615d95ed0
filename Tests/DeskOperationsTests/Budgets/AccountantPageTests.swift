import DeskRules
import Testing

/// The page for the accountant, played from top to bottom.
@Suite struct AccountantPageTests {
  private static let figures = [
    "period", "limit", "transferred", "held", "pending", "spent", "unfunded", "available",
    "currency",
  ]

  @Test func everyFigureIsTrue() throws {
    let desk = try TestDesk(at: "2026-11-22T12:00+03:00")
    try desk.type("client add bakery Bakery")
    var compared = 0
    for step in try PlayedPage("docs/ACCOUNTANT.md").steps {
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

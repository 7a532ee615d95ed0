import DeskRules
import Testing

/// Several dispatchers, each with a program of its own, who want the same loaner at once.
@Suite(.serialized) struct LoanRaceTests {
  private static let dispatchers = 6

  private static func desk() async throws -> Workplace {
    let desk = try Workplace()
    for words in [
      ["init", "Firm", "--currency", "EUR", "--timezone", "Europe/Berlin"],
      ["client", "add", "cafe", "Café"], ["model", "add", "HP LaserJet 4250"],
      ["device", "add", "LP-1", "--model", "HP LaserJet 4250", "--owner", "pool"],
    ] {
      try await desk.must(words)
    }
    for number in 1...dispatchers {
      try await desk.must("ticket", "open", "cafe", "--problem", "jam \(number)")
    }
    return desk
  }

  /// Everybody asks at once, half of them to have it now and half for the same days.
  private func race(_ desk: Workplace) async throws {
    let ended = try await withThrowingTaskGroup(of: Ended.self) { group in
      for number in 1...Self.dispatchers {
        let days = number.isMultiple(of: 2) ? ["--due"] : ["--from", "2099-01-01", "--until"]
        let words = ["loan", days.count == 1 ? "issue" : "reserve", "T-\(number)", "LP-1"] + days
        group.addTask { try await desk.run(words + ["2099-01-31", "--json"]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    let won = ended.filter { $0.code == 0 }
    try #require(won.count == 1, "\(ended)")
    let loan = try #require(
      try JSONParser.parse(String(won[0].output.dropLast())).members?.text("loan"))
    for loser in ended where loser.code != 0 {
      let refusal = try loser.refusal()
      #expect(refusal.text("code") == "taken", "\(loser)")
      #expect(refusal.text("loan") == loan && refusal.text("until") == "2099-01-31", "\(loser)")
      #expect(refusal.text("client") == "cafe", "\(loser)")
    }
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func processesOnOneFile() async throws { try await race(try await Self.desk()) }

  @Test func commandsThroughAServer() async throws {
    let desk = try await Self.desk()
    try await withServer(desk) { _ in try await race(desk) }
  }
}

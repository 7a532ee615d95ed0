import DeskRules
import Testing

/// Two bills that are settled at the same moment, each by somebody of its own.
@Suite(.serialized) struct RaceTests {
  private static let rounds = 6
  private static let period = "2020-01-01..2099-12-31"

  @Test func twoSessionsThatRaceForTheSameRestEndWithOneOverflow() async throws {
    let desk = try await Self.desk()
    try await withServer(desk) { _ in try await race(desk) }
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func twoProcessesThatRaceForTheSameRestEndWithOneOverflow() async throws {
    let desk = try await Self.desk()
    try await race(desk)
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  private static func desk() async throws -> Workplace {
    let desk = try await ByHandTests.desk()
    try await desk.must("budget", "set", "cafe", "goods", "--limit", "9999", "--period", period)
    return desk
  }

  /// Each round has a line of 50 for two bills of 40: whichever comes first is spent, and of the other
  /// 10 are spent and 30 wait.
  private func race(_ desk: Workplace) async throws {
    for round in 1...Self.rounds {
      let line = "line-\(round)"
      try await desk.must(
        "budget", "set", "cafe", line, "--limit", "50", "--period", Self.period, "--overflow",
        "goods")
      var tickets: [String] = []
      for _ in 1...2 {
        let opened = try await desk.object(
          "ticket", "open", "cafe", "--problem", "jam", "--line", line)
        let ticket = try #require(opened.text("number"))
        try await desk.must(
          "ticket", "log", ticket, "--kind", "part", "--text", "x", "--amount", "40")
        tickets.append(ticket)
      }
      let answers = try await withThrowingTaskGroup(of: JSONObject.self) { group in
        for ticket in tickets {
          group.addTask { try await desk.object("ticket", "resolve", ticket) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      let pending = answers.flatMap { ($0["pending"]?.elements ?? []).compactMap(\.members) }
      #expect(pending.map { $0.text("amount") } == ["30.00"])
      #expect(pending.map { $0.text("number") } == ["P-\(round)"])
      let left = try #require(try await desk.list("budget", "show", "cafe", line).first)
      #expect(left.text("spent") == "50.00")
      #expect(left.text("available") == "0.00")
    }
    let goods = try #require(try await desk.list("budget", "show", "cafe", "goods").first)
    #expect(goods.text("pending") == "\(30 * Self.rounds).00")
  }
}

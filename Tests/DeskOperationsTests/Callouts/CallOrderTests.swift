import DeskOperations
import DeskRules
import Testing

/// What the books say of a call follows from what happened, in whatever order that was entered.
@Suite struct CallOrderTests {
  /// That somebody took the call, set out or came, so many minutes after it.
  private struct Fact: Equatable {
    let step: String
    let person: String
    let minute: Int

    func command(_ ticket: Int) throws -> String {
      let at = try Instant(iso8601: "2026-11-22T03:15+03:00").adding(minutes: Int64(minute))
      return "callout \(step) T-\(ticket) --engineer \(person)"
        + " --at \(try Zone("Europe/Moscow").text(of: at))"
    }
  }

  private static let steps = ["acknowledge", "depart", "arrive"]

  /// Four facts, and one that was said wrongly before; no two are of the same minute. Nobody sets out
  /// after they came.
  private static func facts(
    _ random: inout SeededGenerator, hasTaken: String?
  ) -> (all: [Fact], wrong: Fact) {
    let people = ["boris", "vera", "gleb"]
    var all: [Fact] = []
    while all.count < 4 {
      let fact = Fact(
        step: steps[Int.random(in: 0..<3, using: &random)],
        person: people[Int.random(in: 0..<3, using: &random)],
        minute: Int.random(in: 1...100, using: &random))
      if isPossible(fact, with: all, hasTaken) { all.append(fact) }
    }
    while true {
      let right = all[Int.random(in: 0..<4, using: &random)]
      let wrong = Fact(
        step: right.step, person: right.person, minute: Int.random(in: 1...100, using: &random))
      let others = all.filter { $0 != right }
      if wrong.minute != right.minute, isPossible(wrong, with: others, hasTaken) {
        return (all.filter { $0 != right } + [right], wrong)
      }
    }
  }

  private static func isPossible(_ fact: Fact, with all: [Fact], _ hasTaken: String?) -> Bool {
    if fact.step == "acknowledge", fact.person == hasTaken { return false }
    return all.allSatisfy { other in
      guard other.person == fact.person else { return other.minute != fact.minute }
      guard other.step != fact.step, other.minute != fact.minute else { return false }
      switch (other.step, fact.step) {
      case ("depart", "arrive"): return other.minute < fact.minute
      case ("arrive", "depart"): return other.minute > fact.minute
      default: return true
      }
    }
  }

  private static func orders(_ facts: [Fact]) -> [[Fact]] {
    guard facts.count > 1 else { return [facts] }
    return facts.flatMap { first in
      orders(facts.filter { $0 != first }).map { [first] + $0 }
    }
  }

  /// As many calls as there are orders, each of a client of its own, whose chains have come to their
  /// ends; where boris had taken them, his answers expired.
  private func desk(_ count: Int, hasTaken: Bool) throws -> TestDesk {
    var calls = try CallDesk(isTold: true)
    try calls.desk.type("target set --acknowledge 15m --on-site 1h --fix 8h")
    try calls.desk.typeAll((1...count).map { "client add c\($0) \"Client \($0)\"" })
    try calls.desk.typeAll((1...count).map { "callout receive c\($0) --problem dead" })
    if hasTaken {
      try calls.wait(minutes: 5)
      try calls.desk.typeAll((1...count).map { "callout acknowledge T-\($0)" }, as: "boris")
      try calls.wait(minutes: 30)
    }
    for minutes in [10, 15, 10, 15] as [Int64] { try calls.wait(minutes: minutes) }
    try calls.desk.now("2026-11-22T06:00+03:00")
    return calls.desk
  }

  /// What is told of each call.
  private func told(_ desk: TestDesk, _ count: Int) throws -> [[String]] {
    let report = try desk.type("report nights --by client --by engineer")
    return try (1...count).map { number in
      let call = try #require(try desk.type("callout list --client c\(number)").first)
        .object("call")
      let ticket = try desk.one("ticket show T-\(number)")
      let words = ["state", "engineer", "acknowledged", "departed", "arrived", "expires"].map {
        "\($0) \(call.text($0) ?? "-")"
      }
      let clock = ticket.objects("deadlines").map { deadline in
        "\(deadline.text("stage") ?? "") \(deadline.text("met") ?? "-") \(deadline.text("left") ?? "")"
      }
      let rows = report.filter { $0.text("client") == "c\(number)" }.map { row in
        let figures = ["received", "unanswered", "missed_acknowledgements"].map {
          "\(row.number($0) ?? -1)"
        }
        return "\(row.text("engineer") ?? "-") \(figures.joined(separator: " "))"
      }
      return words + call.texts("flags")
        + ["\(ticket.text("state") ?? "") \(ticket.text("assignee") ?? "-")"] + clock
        + rows.sorted()
    }
  }

  /// Who has the call by the facts.
  private static func holder(_ facts: [Fact]) -> String? {
    func of(_ step: String) -> [Fact] {
      facts.filter { $0.step == step }.sorted { $0.minute < $1.minute }
    }
    return (of("arrive").first ?? of("depart").last ?? of("acknowledge").last)?.person
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func theOrderInWhichItIsEnteredDoesNotMatter(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let hasTaken = seed.isMultiple(of: 2)
    let (facts, wrong) = Self.facts(&random, hasTaken: hasTaken ? "boris" : nil)
    // What corrects something is said after it.
    let orders = Self.orders(facts + [wrong]).filter { order in
      order.firstIndex(of: wrong) ?? 0 < order.firstIndex(of: facts[3]) ?? 0
    }
    let desk = try desk(orders.count, hasTaken: hasTaken)
    for (index, order) in orders.enumerated() {
      try desk.typeAll(try order.map { try $0.command(index + 1) }, as: "dasha")
    }
    let told = try told(desk, orders.count)
    for (order, words) in zip(orders, told) {
      #expect(words == told[0], "seed \(seed): \(order), and \(orders[0])")
    }
    let holder = Self.holder(facts) ?? "-"
    #expect(told[0].contains("engineer \(holder)"), "seed \(seed): \(facts)")
    if !hasTaken {
      let first = facts.map(\.minute).min() ?? 0
      let minute = try Instant(iso8601: "2026-11-22T03:15+03:00").adding(minutes: Int64(first))
      let text = try Zone("Europe/Moscow").text(of: minute)
      #expect(told[0].contains("acknowledged \(text)"), "seed \(seed): \(facts)")
    }
    #expect(try desk.problems().isEmpty)
  }

  /// A call of 03:15 at 06:00, nobody told.
  private func received(_ commands: [String]) throws -> TestDesk {
    let desk = try CallDesk().desk
    try desk.type("target set --acknowledge 15m --on-site 1h --fix 8h")
    try desk.type("callout receive bakery --problem dead")
    try desk.now("2026-11-22T06:00+03:00")
    try desk.typeAll(commands.map { "callout \($0)" }, as: "dasha")
    return desk
  }

  private func met(_ desk: TestDesk) throws -> [String?] {
    try desk.one("ticket show T-1").objects("deadlines").map { deadline in
      deadline.text("met").map { String($0.dropFirst(11).prefix(5)) }
    }
  }

  /// Each of the three by itself, and no time at which nothing happened is left.
  @Test(arguments: [
    (["acknowledge T-1 --at 03:20", "acknowledge T-1 --at 04:00"], ["04:00", nil, nil]),
    (
      ["arrive T-1 --at 03:20", "acknowledge T-1 --at 04:05", "arrive T-1 --at 04:10"],
      ["04:05", "04:10", nil]
    ),
    (["acknowledge T-1 --at 03:50", "depart T-1 --at 03:25"], ["03:25", nil, nil]),
    // Who has the call and says without a time that they have it corrects nothing.
    (["acknowledge T-1 --at 03:20", "acknowledge T-1"], ["03:20", nil, nil]),
  ])
  func whatIsSaidAgainCorrectsWhatWasSaid(commands: [String], met: [String?]) throws {
    let desk = try received(commands)
    #expect(try self.met(desk) == met)
    #expect(try desk.problems().isEmpty)
  }

  @Test func whoCorrectsADepartureMayHandTheCallToAnother() throws {
    let desk = try received([
      "depart T-1 --engineer boris --at 03:50", "depart T-1 --engineer vera --at 04:20",
    ])
    let card = try desk.one("callout depart T-1 --engineer vera --at 03:30", as: "dasha")
    #expect(card.text("engineer") == "vera" && card.texts("flags") == ["under_way boris"])
    #expect(try desk.type("callout list")[0].object("call").text("engineer") == "boris")
    #expect(try desk.one("ticket show T-1").text("assignee") == "boris")
    #expect(
      try desk.one("ticket show T-1").objects("history").last?.text("what")?.contains("boris")
        == true)
    #expect(try desk.problems().isEmpty)
  }

  /// Whoever took it later keeps it, and gets no more time by that.
  @Test func whoHadTakenItBeforeAnotherDoesNotTakeItOver() throws {
    let desk = try received(["acknowledge T-1 --engineer boris --at 05:50"])
    let expires = try desk.type("callout list")[0].object("call").text("expires")
    try desk.now("2026-11-22T06:10+03:00")
    let card = try desk.one("callout acknowledge T-1 --engineer vera --at 05:40", as: "dasha")
    #expect(card.text("engineer") == "boris" && card.text("expires") == expires)
    #expect(card.texts("flags") == ["under_way boris"])
    #expect(try desk.one("ticket show T-1").text("assignee") == "boris")
    #expect(try met(desk).first == "05:40")
    // Said now, it is taken over.
    let now = try desk.one("callout acknowledge T-1", as: "vera")
    #expect(now.text("engineer") == "vera" && now.texts("flags") == ["taken_over boris"])
    #expect(try desk.problems().isEmpty)
  }

  @Test func whoArrivedBeforeADutyToAcknowledgeHasBegunTheWork() throws {
    let desk = try received([
      "arrive T-1 --engineer boris --at 03:40", "acknowledge T-1 --engineer boris --at 03:20",
    ])
    #expect(try desk.one("ticket show T-1").text("state") == "in_progress")
  }
}

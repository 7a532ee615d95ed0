import DeskOperations
import DeskRules
import Testing

/// Nights made of chance: several calls and engineers, words that come late, clocks that jump, servers
/// that race and restart. What the desk says is compared with a ledger that knows none of its rules.
@Suite struct NightRunTests {
  static let acts = 1_000

  @Test(arguments: [UInt64(11), 12, 13, 14, 15, 16, 17, 18])
  func theDeskAgreesWithTheFacts(seed: UInt64) throws {
    var run = try NightRun(seed: seed)
    for number in 1...Self.acts {
      let act = try run.act()
      try run.compare(isWhole: number % 25 == 0)
      try #require(run.problems.isEmpty, "seed \(seed), act \(number), \(act): \(run.problems)")
    }
    #expect(try run.calls.desk.problems() == [], "seed \(seed)")
    // A run in which nothing happens proves nothing.
    #expect(run.ledger.received > 40 && run.ledger.logged > 10, "seed \(seed)")
    #expect(run.ledger.exhausted > 3 && run.accepted > Self.acts / 8, "seed \(seed)")
  }
}

/// A desk, a second server beside its own, and what chance does to them.
private struct NightRun {
  private(set) var calls: CallDesk
  private(set) var ledger = NightLedger()
  private(set) var accepted = 0
  private var problemsOfDesk: [String] = []
  private var random: SeededGenerator
  private var second = CallDriver()
  private var tickets = 0
  private var visits = 0
  private static let zone = "Europe/Moscow"
  private static let crew = ["boris", "vera", "gleb"]

  var problems: [String] { ledger.problems + problemsOfDesk }

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    calls = try CallDesk(inMemory: true)
    try calls.desk.type("roster set boris vera gleb --every day --handover 09:00")
    try ledger.read(calls.desk.books)
  }

  /// Does something; answers what.
  mutating func act() throws -> String {
    switch Int.random(in: 0..<20, using: &random) {
    case 0:
      let minutes = Int64.random(in: -300...300, using: &random)
      try race(after: { calls in _ = try calls.jump(minutes: minutes) })
      return "jump \(minutes)"
    case 1:
      try calls.restart()
      second = CallDriver()
      return "restart"
    case 2...9:
      let minutes = Int64.random(in: 0...14, using: &random)
      try race(after: { calls in try calls.wait(minutes: minutes) })
      return "wait \(minutes)"
    default:
      let command = command()
      try type(command)
      return command
    }
  }

  /// Lets time pass, with a second server that found the same steps due before the first decided them.
  private mutating func race(after pass: (inout CallDesk) throws -> Void) throws {
    let stale = try second.steps(
      calls.desk.books, now: calls.desk.clock.now, elapsed: calls.elapsed)
    try pass(&calls)
    let due = try second.steps(
      calls.desk.books, now: calls.desk.clock.now, elapsed: calls.elapsed)
    try calls.decide(stale + due + stale)
    try ledger.read(calls.desk.books)
  }

  private mutating func type(_ command: String) throws {
    let now = calls.desk.clock.now
    let outcome = try calls.desk.outcome(try CommandText(command).request())
    switch outcome.result {
    case .success:
      accepted += 1
      if command.hasPrefix("staff absence") { try note(command, now) }
    case .failure(let error):
      if [ErrorCode.internalFault, .damaged, .exists].contains(error.code) {
        problemsOfDesk.append("\(command): \(error.message)")
      }
    }
    try ledger.read(calls.desk.books)
    tickets = max(tickets, ledger.calls.count)
    visits = ledger.logged
  }

  private mutating func note(_ command: String, _ now: Instant) throws {
    let words = command.split(separator: " ").map(String.init)
    ledger.absences.append((words[2], now, try Instant(iso8601: words[4])))
  }
}

// MARK: Chance

extension NightRun {
  private mutating func ticket() -> String {
    "T-\(Int.random(in: max(1, tickets - 5)...max(1, tickets), using: &random))"
  }

  private mutating func moment(_ ago: ClosedRange<Int64>) throws -> String {
    let at = calls.desk.clock.now.adding(minutes: -Int64.random(in: ago, using: &random))
    return try Zone(Self.zone).text(of: at)
  }

  private mutating func at() -> String {
    guard random.once(in: 3), let moment = try? moment(0...45) else { return "" }
    return " --at \(moment)"
  }

  private mutating func arrived() -> String {
    guard let moment = try? moment(0...20) else { return "" }
    return " --arrived \(moment)"
  }

  private mutating func times() -> String {
    guard let from = try? moment(30...90), let to = try? moment(0...30) else { return "" }
    return "--arrived \(from) --done \(to)"
  }

  private mutating func command() -> String {
    let person = random.pick(Self.crew)
    let who = " --engineer \(person)"
    switch Int.random(in: 0..<26, using: &random) {
    case 0...2:
      return "callout receive \(random.pick(["bakery", "transco"])) --problem jam"
    case 3...5: return "callout receive --ticket \(ticket()) --problem again"
    case 6...8: return "callout acknowledge \(ticket())" + at() + who
    case 9...10: return "callout depart \(ticket())" + at() + who
    case 11...12: return "callout arrive \(ticket())" + at() + who
    case 13: return "callout finish \(ticket())" + at() + who
    case 14: return "callout finish \(ticket())" + arrived() + who
    case 15: return "callout log bakery --ticket \(ticket()) \(times()) --reason late" + who
    case 16: return "callout log transco --ticket \(ticket()) --goes-on \(times()) --reason x" + who
    case 17:
      let number = Int.random(in: 1...max(1, visits), using: &random)
      return "callout void V-\(number) --reason wrong"
    case 18: return "ticket void \(ticket()) --reason wrong"
    case 19: return "ticket pause \(ticket()) --reason closed"
    case 20: return "ticket resume \(ticket())"
    case 21: return "ticket \(random.pick(["reopen", "cancel"])) \(ticket()) --reason so"
    case 22: return "ticket assign \(ticket()) \(person)"
    case 23: return "ticket start \(ticket())"
    case 24: return "ticket resolve \(ticket())"
    default:
      let until = try? moment(-90...(-10))
      return "staff absence \(person) --to \(until ?? "") --why ill"
    }
  }
}

// MARK: Comparing

extension NightRun {
  /// Compares what the desk says with the ledger; the reports, which read everything, not each time.
  mutating func compare(isWhole: Bool) throws {
    let desk = calls.desk
    let rows = try desk.type("callout list --limit 60")
    let listed = Set(rows.filter { $0["call"] != nil }.compactMap { $0.text("ticket") })
    if listed != ledger.open { problemsOfDesk.append("open: \(listed) and \(ledger.open)") }
    for row in rows {
      if row["call"] != nil {
        try compare(call: try row.object("call"))
      } else if let number = try row.object("visit").text("number") {
        try compare(visit: row, number)
      }
    }
    problemsOfDesk += desk.reports.lines
    guard isWhole else { return }
    let nights = try desk.type("report nights --period 2026-10-01..2027-03-31")
    func sum(_ name: String) -> Int64 {
      nights.compactMap { $0[name]?.number }.reduce(0, +)
    }
    let told = [sum("received"), sum("calls"), sum("minutes")]
    let known = [
      Int64(ledger.received), Int64(ledger.visits.count), ledger.visits.values.reduce(0, +),
    ]
    if told != known { problemsOfDesk.append("report: \(told) and \(known)") }
    let bands = nights.flatMap { $0["bands"]?.members?.members ?? [] }
      .compactMap(\.value.number).reduce(0, +)
    if bands != known[2] { problemsOfDesk.append("bands: \(bands) and \(known[2])") }
    if sum("unanswered") > Int64(ledger.exhausted) {
      problemsOfDesk.append("unanswered: \(sum("unanswered")) and \(ledger.exhausted)")
    }
  }

  /// The times of a call follow each other, and its state is what they say.
  private mutating func compare(call: JSONObject) throws {
    let times = try ["called", "acknowledged", "departed", "arrived"].compactMap { name in
      try call.text(name).map { try Instant(iso8601: $0) }
    }
    let ticket = call.text("ticket") ?? ""
    if times != times.sorted() { problemsOfDesk.append("\(ticket): \(call)") }
    let stage =
      call["arrived"] != nil
      ? "arrived"
      : call["departed"] != nil
        ? "departed" : call["engineer"] != nil ? "acknowledged" : "calling"
    let state = call.text("state") ?? ""
    if state != stage, !(stage == "calling" && state == "unanswered") {
      problemsOfDesk.append("\(ticket) is \(state) and \(stage)")
    }
    if (ledger.calls[ticket]?.isTaken == true) != (call["engineer"] != nil) {
      problemsOfDesk.append("\(ticket) is taken, or not: \(call)")
    }
  }

  /// A visit that stands is not taken back, and its bands add up to its time.
  private mutating func compare(visit row: JSONObject, _ number: String) throws {
    let isTakenBack = row.texts("flags").contains("taken_back")
    if isTakenBack == (ledger.visits[number] != nil) {
      problemsOfDesk.append("\(number) is taken back, or not")
    }
    let minutes = row.objects("minutes").compactMap { $0["minutes"]?.number }.reduce(0, +)
    if !isTakenBack, minutes != ledger.visits[number] {
      problemsOfDesk.append("\(number): \(minutes) minutes in its bands")
    }
  }
}

import DeskEngine
import DeskOperations
import DeskRules
import Foundation
import Synchronization
import Testing

/// Several clients at once move money on the same lines, as fast as they can: whatever order their
/// requests meet in, the books balance.
@Suite struct LedgerRunTests {
  /// How many movements the run makes at least; scripts/simulate asks for more.
  private static let movements =
    ProcessInfo.processInfo.environment["SWAPDESK_MOVEMENTS"].flatMap { Int64($0) } ?? 20_000
  private static let clients = 4

  @Test func theBooksBalanceWhateverMeetsWhatever() throws {
    let seed = UInt64(20_261_122)
    print("movements of \(Self.clients) clients at once with seed \(seed)")
    let desk = try Self.desk()
    let traffic = Traffic()
    var closed: [[SQLValue]]?
    let threads = (1...Self.clients).map { client in
      MoneyClient(seed: seed &+ UInt64(client), traffic: traffic).start()
    }
    defer {
      traffic.stop()
      for thread in threads { thread.wait() }
    }
    var counts: [String: Int] = [:]
    var moved: Int64 = 0
    var groups = 0
    while moved < Self.movements {
      groups += 1
      for outcome in desk.changes.perform(try traffic.take()) {
        switch outcome.result {
        case .success(let items):
          counts["ok", default: 0] += 1
          traffic.note(items)
        case .failure(let error):
          counts[error.code.rawValue, default: 0] += 1
          #expect(![.internalFault, .damaged, .unknown].contains(error.code), "\(error.message)")
        }
      }
      guard groups.isMultiple(of: 20) else { continue }
      moved = try Self.count(desk, "SELECT count(*) FROM ledger_entry")
      if closed == nil, moved > Self.movements / 2 { closed = try Self.endNovember(desk) }
    }
    print("\(moved) movements; outcomes: \(counts.sorted { $0.value > $1.value })")
    #expect(desk.reports.lines == [])
    // Whatever is entered late, or reversed, leaves the closed months as they were.
    #expect(try Self.figures(desk, until: "2026-11-30") == closed)
    try requireBalance(desk)
    #expect(try desk.problems() == [])
  }

  private static func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    var commands = [
      "client edit bakery --goods-line goods",
      "contact add bakery \"Ivan Chief\" --function approver",
    ]
    for month in ["2026-10", "2026-11", "2026-12", "2027-01"] {
      commands.append("budget set bakery reserve --limit 90000 --period \(month)")
      for (line, overflow) in [("repair", "goods"), ("goods", "reserve"), ("consumables", nil)] {
        commands.append(
          "budget set bakery \(line) --limit 90000 --period \(month) --warn-at 80% --stop-at 90%"
            + (overflow.map { " --overflow " + $0 } ?? ""))
      }
    }
    commands.append("budget close bakery --period 2026-09")
    try desk.typeAll(commands)
    return desk
  }

  /// December comes: what is open of the months before is taken back, their lines go over and are
  /// closed. Returns their figures, which stay.
  private static func endNovember(_ desk: TestDesk) throws -> [[SQLValue]] {
    try desk.now("2026-12-02T10:00+03:00")
    let tickets = try desk.rows(
      """
      SELECT DISTINCT 'T-' || ticket FROM pending
      WHERE state IN ('waiting', 'unfunded', 'refused') AND day <= '2026-11-30'
      """)
    for ticket in tickets.compactMap({ $0.first?.shown }) {
      try desk.type("ticket void \(ticket) --reason \"the month ends\"")
    }
    // October's consumables go over while the run goes on.
    try desk.typeAll(
      ["repair", "goods", "reserve"].map { line in
        "budget rollover bakery --from 2026-10 --to 2026-11 --rule carry_all --line \(line)"
      } + [
        "budget rollover bakery --from 2026-11 --to 2026-12 --rule carry_all",
        "budget close bakery --period 2026-10", "budget close bakery --period 2026-11",
      ])
    return try figures(desk, until: "2026-11-30")
  }

  private static func figures(_ desk: TestDesk, until day: String) throws -> [[SQLValue]] {
    try desk.rows(
      "SELECT * FROM budget WHERE last_date <= ? ORDER BY line, first_date", [.text(day)])
  }

  private static func count(_ desk: TestDesk, _ sql: String) throws -> Int64 {
    guard case .integer(let count)? = try desk.rows(sql).first?.first else { return 0 }
    return count
  }

  private func requireBalance(_ desk: TestDesk) throws {
    // Everything that can happen did.
    let movements = try desk.rows(
      """
      SELECT DISTINCT value ->> '$.fact.movement' FROM journal, json_each(events)
      WHERE value ->> '$.kind' = 'budget.moved'
      """)
    #expect(
      Set(movements.compactMap { $0.first?.shown })
        == Set(BudgetMovement.allCases.filter { $0 != .credit }.map(\.rawValue)))
    // What each account took and gave, over all lines, adds up to nothing.
    #expect(
      try Self.count(
        desk,
        """
        SELECT sum(balance) FROM (
          SELECT debit AS account, sum(amount) AS balance FROM ledger_entry GROUP BY debit
          UNION ALL SELECT credit, -sum(amount) FROM ledger_entry GROUP BY credit)
        """) == 0)
    for (account, figure) in [
      ("held", "held"), ("pending", "pending"), ("spent", "spent"), ("unfunded", "unfunded"),
      ("available", "limit_amount + transferred - held - pending - spent"),
    ] {
      let entries = try desk.rows(
        """
        SELECT client, line, first_date,
          sum(CASE '\(account)' WHEN debit THEN amount WHEN credit THEN -amount ELSE 0 END)
        FROM ledger_entry GROUP BY client, line, first_date ORDER BY 1, 2, 3
        """)
      let lines = try desk.rows(
        "SELECT client, line, first_date, \(figure) FROM budget ORDER BY 1, 2, 3")
      #expect(entries == lines, "\(account)")
    }
    try requireNothingTwice(desk)
  }

  private func requireNothingTwice(_ desk: TestDesk) throws {
    // Every hold is released once, or is still there.
    #expect(
      try Self.count(
        desk,
        """
        SELECT count(*) FROM (
          SELECT fact ->> '$.ticket' AS name, sum(CASE fact ->> '$.movement' WHEN 'hold' THEN 1
            WHEN 'release' THEN -1 ELSE 0 END) AS open
          FROM (SELECT json_extract(value, '$.fact') AS fact FROM journal, json_each(events)
            WHERE value ->> '$.kind' = 'budget.moved') GROUP BY 1
        ) WHERE open <> (SELECT count(*) FROM hold WHERE 'T-' || hold.ticket = name)
        """) == 0)
    try requireLimits(desk)
    #expect(
      try desk.rows("SELECT sum(spent + pending + unfunded) FROM budget")
        == desk.rows("SELECT sum(posted) FROM ticket"))
    #expect(
      try desk.rows("SELECT sum(amount) FROM allocation WHERE state <> 'void'")
        == desk.rows("SELECT sum(posted) FROM ticket"))
    #expect(
      try desk.rows("SELECT sum(pending) FROM budget")
        == desk.rows("SELECT sum(amount) FROM pending WHERE state = 'waiting'"))
    #expect(
      try desk.rows("SELECT sum(unfunded) FROM budget")
        == desk.rows("SELECT sum(amount) FROM pending WHERE state IN ('unfunded', 'refused')"))
    // The last day's figures are the line's.
    #expect(
      try desk.rows(
        """
        SELECT line, first_date, spent, pending FROM budget_day AS last WHERE day = (SELECT max(day)
          FROM budget_day WHERE budget_day.line = last.line
            AND budget_day.first_date = last.first_date) ORDER BY line, first_date
        """)
        == desk.rows(
          "SELECT line, first_date, spent, pending FROM budget ORDER BY line, first_date"))
  }

  /// What finished jobs used, or the client agreed to afterwards, never exceeds what the line has beside
  /// its promises, and no promise is made beyond its stop, or beyond the funding where it has none: what
  /// exceeds the line waits or is unfunded. Asked of every movement at its time.
  private func requireLimits(_ desk: TestDesk) throws {
    let facts = """
      WITH moved AS (
        SELECT operation, fact ->> '$.movement' AS movement, fact ->> '$.after.spent' AS spent,
          (fact ->> '$.after.held') + (fact ->> '$.after.pending') + (fact ->> '$.after.spent')
            AS used,
          (fact ->> '$.after.held') AS held,
          (fact ->> '$.after.limit') + (fact ->> '$.after.transferred') AS funding,
          fact ->> '$.line' AS line
        FROM (SELECT operation, json_extract(value, '$.fact') AS fact FROM journal, json_each(events)
          WHERE value ->> '$.kind' = 'budget.moved'))
      """
    let beyond = "movement IN ('post', 'carry', 'approve') AND held + spent > funding"
    #expect(try Self.count(desk, facts + " SELECT count(*) FROM moved WHERE \(beyond)") == 0)
    let promised = """
      movement = 'hold' AND operation <> 'budget.rollover'
        AND used > CASE line WHEN 'reserve' THEN funding ELSE funding * 9 / 10 END
      """
    #expect(try Self.count(desk, facts + " SELECT count(*) FROM moved WHERE \(promised)") == 0)
    // The rule about approvals and late postings is not kept by never being asked.
    for happened in ["movement = 'hold'", "movement IN ('carry', 'approve')"] {
      #expect(try Self.count(desk, facts + " SELECT count(*) FROM moved WHERE \(happened)") > 0)
    }
  }
}

/// What the clients have sent and not been answered, and what there is to name in requests.
private final class Traffic: Sendable {
  private struct State {
    var waiting: [Submission] = []
    var tickets = 1
    var pendings = 1
    var isOpen = true
    var failure: (any Error)?
  }
  private let state = Mutex(State())
  /// How many requests wait before a client pauses.
  private static let limit = 512
  private static let group = 256

  /// Takes what waits, once there is something.
  ///
  /// - Throws: why a client could not make up a request.
  func take() throws -> [Submission] {
    while true {
      let group = try state.withLock { state in
        if let failure = state.failure { throw failure }
        let group = Array(state.waiting.prefix(Self.group))
        state.waiting.removeFirst(group.count)
        return group
      }
      if !group.isEmpty { return group }
      sched_yield()
    }
  }

  /// Sends a request; false once nobody answers any more.
  func send(_ submission: Submission) -> Bool {
    while true {
      let isSent = state.withLock { state -> Bool? in
        guard state.isOpen else { return false }
        guard state.waiting.count < Self.limit else { return nil }
        state.waiting.append(submission)
        return true
      }
      if let isSent { return isSent }
      sched_yield()
    }
  }

  /// Notes the numbers that an answer names.
  func note(_ items: [JSONObject]) {
    for item in items {
      let ticket = item.text("number").flatMap { try? TicketNumber($0) }
      let pending = item.texts("flags").compactMap { flag in
        flag.hasPrefix("pending ") ? try? PendingNumber(String(flag.dropFirst(8))) : nil
      }
      state.withLock { state in
        state.tickets = max(state.tickets, ticket?.value ?? 0)
        state.pendings = max(state.pendings, pending.map(\.value).max() ?? 0)
      }
    }
  }

  /// Notes that a client could not go on.
  func fail(_ error: any Error) { state.withLock { $0.failure = error } }

  var tickets: Int { state.withLock(\.tickets) }
  var pendings: Int { state.withLock(\.pendings) }
  func stop() { state.withLock { $0.isOpen = false } }
}

/// One of the clients: makes up requests that move money, and never waits for the others.
private final class MoneyClient: Sendable {
  static let lines = ["repair", "consumables", "goods"]
  private let seed: UInt64
  private let traffic: Traffic
  private let done = DispatchSemaphore(value: 0)

  init(seed: UInt64, traffic: Traffic) {
    self.seed = seed
    self.traffic = traffic
  }

  func start() -> MoneyClient {
    Thread.detachNewThread { [self] in
      var random = SeededGenerator(seed: seed)
      do {
        while traffic.send(try Self.submission(command(&random))) {}
      } catch {
        traffic.fail(error)
      }
      done.signal()
    }
    return self
  }

  func wait() { done.wait() }

  private static func submission(_ command: String) throws -> Submission {
    guard case .change(let change) = try Catalogue.prepare(try CommandText(command).request())
    else { throw DeskError(.usage, "\(command) is no change") }
    return Submission(.single(change), as: Credential(staff: TestDesk.admin))
  }

  private func command(_ random: inout SeededGenerator) -> String {
    let ticket =
      "T-\(Int.random(in: max(1, traffic.tickets - 200)...traffic.tickets, using: &random))"
    let pending =
      "P-\(Int.random(in: max(1, traffic.pendings - 300)...traffic.pendings, using: &random))"
    let amount = "\(Int.random(in: 1...300, using: &random)).\(random.pick(["00", "50", "99"]))"
    switch Int.random(in: 0..<30, using: &random) {
    case 0: return "ticket open bakery --problem x --line \(random.pick(Self.lines))"
    case 1:
      let goods = random.once(in: 2) ? " --goods 1" : " --goods \(amount)"
      return "ticket estimate \(ticket) \(amount)" + (random.once(in: 3) ? "" : goods)
    case 2: return "ticket approve \(ticket) --by 3 --evidence mail"
    case 24: return "ticket approve \(ticket) --by 3 --evidence mail --expected 2026-12-20"
    case 25:
      return "ticket expect \(ticket) \(random.pick(["2026-11-25", "2026-12-20", "2027-01-10"]))"
    case 26:
      return "budget approve \(pending) --by 3 --evidence mail --line reserve --on 2027-01-01"
    case 27:
      let rule = random.pick(["lapse", "carry_all", "carry_deficit"])
      return "budget rollover bakery --from 2026-10 --to 2026-11 --line consumables --rule \(rule)"
    case 28:
      let word = random.once(in: 2) ? " --by 3 --evidence mail" : ""
      return "ticket edit \(ticket) --line \(random.pick(Self.lines))" + word
    case 3...5: return "ticket resolve \(ticket)"
    case 6: return "ticket \(random.pick(["cancel", "reopen"])) \(ticket) --reason so"
    case 7: return "budget approve \(pending) --by 3 --evidence mail"
    case 8: return "budget approve \(pending) --by 3 --evidence mail --line consumables"
    case 9: return "budget refuse \(pending) --by 3 --reason no"
    case 10: return "ticket void \(ticket) --reason wrong"
    case 11:
      return "ticket void \(ticket) --line \(Int.random(in: 1...3, using: &random)) --reason x"
    case 12...15:
      let names = random.pick(["goods repair", "consumables goods"])
      return "budget transfer bakery \(names) \(amount) --by 3 --document d --reason r"
    default:
      // August never had a budget.
      let days = ["2026-08-20", "2026-10-30", "2026-11-20"]
      let late = random.once(in: 9) ? " --at \(random.pick(days))T12:00" : ""
      let kind = random.pick(["part", "labour", "consumable"])
      return "ticket log \(ticket) --kind \(kind) --text x --amount \(amount)" + late
    }
  }
}

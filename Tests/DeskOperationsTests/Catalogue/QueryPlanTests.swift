import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import Testing

/// No everyday question reads a table that grows for ever from end to end.
@Suite struct QueryPlanTests {
  /// Tables with a row for every ticket, visit, swap, loan or journal entry.
  private static let growing = [
    "journal", "subject_entry", "ticket", "ticket_line", "visit", "swap", "swap_piece", "loan",
    "hold", "pending", "meter_reading", "holding", "loaner", "loan_accessory", "loan_reminder",
    "bench_stay", "bench_accessory", "call", "attendance", "notification",
    "roster_override", "absence", "ticket_pause",
    "missed_call", "away", "swap_debt", "refill", "refill_piece", "write_off", "write_off_piece",
    "consumption", "wanting", "turnaround", "refill_work", "installed", "ledger_entry",
    "budget_day",
    "bill", "invoice", "invoice_line", "invoice_tax", "invoice_ticket", "payment",
    "account_entry", "account_day", "open_change",
    "allocation", "approval",
  ]

  /// Questions of a normal day.
  private static let questions = [
    "ticket list", "ticket list --client bakery", "ticket list --assignee boris",
    "ticket list --state waiting", "ticket list --client bakery --state waiting",
    "ticket list --after T-1", "ticket list --all", "ticket list --all --client bakery",
    "ticket list --due-before 2026-11-30", "ticket list --opened-from 2026-11-21",
    "ticket list --word jam", "ticket list --word jam --all", "ticket show T-1",
    "budget show bakery", "budget show bakery --line repair", "budget history bakery repair",
    "budget show bakery --movements 5", "budget show bakery --as-of 2026-11-22",
    "budget show bakery --until 2026-11-22", "budget pending", "budget pending bakery",
    "budget pending --after T-1", "budget history bakery repair --before 9 --limit 2",
    "budget show bakery --as-of 2026-11-22 --movements 5",
    "budget show bakery --until 2026-11-22 --movements 5", "loan list",
    "loan list --overdue",
    "loan list --client transco", "loan list --all", "loan suggest T-1", "loan list --reserved",
    "loan list --this-week", "loan list --free-from 2026-11-30", "loan list --owed",
    "loan list --owed --client bakery", "loan list --overdue --client bakery",
    "loan list --reserved --client bakery",
    "loan timeline LP-03", "loan note LP-03", "bench list", "bench list --owed",
    "bench list --owed --client transco", "bench list --client transco",
    "report devices", "report devices --client bakery", "report devices --device TC-P1",
    "device list --owner pool", "device list --holder client:transco", "device list --holder shelf",
    "device show LP-03", "device show CNGXB01234", "cartridge list --owner pool --state full",
    "cartridge show C-0012", "swap list", "swap list --client bakery", "swap list --overdue",
    "refill list", "refill list --overdue", "refill list --all --refiller fix", "refill show R-1",
    "refill act R-1", "report refills", "stock list", "stock list --type Q5942A", "stock par",
    "stock send", "stock round", "stock flags", "supply list", "supply show Q5942A", "swap balance",
    "swap balance bakery", "callout list", "callout list --limit 5", "roster show 2026",
    "roster gaps",
    "roster calendar boris", "callout list --client bakery", "callout list --engineer boris",
    "journal list",
    "journal list --ticket T-1", "journal list --after 3", "client list", "client show bakery",
    "tariff quote bakery --from 10:00 --to 11:00", "target show", "calendar show ru --year 2026",
    "calendar list", "report nights --period 2026-11",
    "report nights --client bakery --engineer boris --by month", "stats", "ping",
  ]

  /// Changes of a normal day, which are looked at without being made.
  private static let changes = [
    TestDesk.night, "ticket open bakery --device BK-P1 --problem x", "ticket resolve T-1",
    "ticket log T-1 --kind part --text x --amount 1", "ticket note T-1 hello",
    "loan issue T-2 LP-01 --due 2026-11-30", "loan extend LP-03 --due 2027-01-01",
    "loan reserve T-1 LP-02 --from 2026-12-10 --until 2026-12-20 --reason big",
    "loan remind LP-03", "loan return LP-03", "loan issue T-1 --best --due 2026-11-28 --reason so",
    "ticket expect T-1 2026-12-01", "device receive T-1", "device handback T-1",
    "swap make bakery --given C-0014 --reason so", "cartridge move shelf:mian E-1",
    "device move LP-02 bench",
    "swap make bakery --device BK-P1 --meter 5 --given E-3 --taken C-0012",
    "swap return S-1 --taken C-0051", "cartridge move van:boris C-0051", "refill send fix E-1",
    "refill receive R-1 E-2", "refill claim E-2 --reason leaks", "refill test E-2 --failed",
    "cartridge lose C-0044 --reason gone", "cartridge find C-0044 --to shelf",
    "supply set Q5942A --yield 9000", "swap make bakery --taken new:Q5942A",
    "ticket estimate T-2 10", "ticket approve T-2 --by 1 --evidence mail",
    "callout log bakery --device BK-P1 --arrived 01:10 --done 01:20 --problem x --part x=75000",
    "budget refuse P-1 --by 1 --reason no", "budget approve P-1 --by 1 --evidence mail",
    "ticket void T-3 --reason wrong", "budget close bakery --period 2025",
    "budget transfer bakery goods repair 1 --by 1 --document d --reason r",
    "callout log bakery --arrived 00:10 --done 00:20 --problem x --part x=5 --line service",
    "budget set bakery service --limit 5 --period 2026", "budget settle bakery",
    "callout receive bakery --problem x", "staff absence boris --to 2026-11-30 --why x",
    "roster set boris --every day --handover 09:00",
    "cartridge add X-1 --type Q5942A --owner pool", "ticket open bakery --problem x --key k",
  ]

  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "calendar record ru --year 2026 --day 2026-11-04=off", "desk edit --calendar ru",
      "target set --acknowledge 30m --fix 8h --clock business",
      "ticket open transco --device TC-P1 --problem \"paper jam\"",
      "ticket open bakery --problem \"paper jam\"",
      "ticket log T-1 --kind part --text x --amount 1",
      "loan issue T-1 LP-03 --due 2026-11-30", "refiller add fix \"Toner Fix\"",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "cartridge add E-2 --type Q5942A --owner pool --state empty",
      "cartridge add E-3 --type Q5942A --owner pool", "refill send fix E-2",
      "swap make transco --given C-0013",
    ])
    return desk
  }

  @Test func everydayQuestionsUseIndexes() throws {
    try requireIndexes(questions: Self.questions, on: try desk())
  }

  @Test func everydayChangesUseIndexes() throws {
    try requireIndexes(changes: Self.changes, on: try desk())
  }

  /// Asks a desk questions and records each that reads a growing table without an index.
  func requireIndexes(questions: [String], on desk: TestDesk) throws {
    let reader = RecordingConnection(desk.writer)
    for question in questions {
      reader.statements = []
      guard case .query(let query) = try Catalogue.prepare(try CommandText(question).request())
      else { throw DeskError(.usage, "\(question) is no query") }
      let staff = Credential(staff: TestDesk.admin)
      _ = try query.run(Books(reader), as: staff, desk.surroundings).result.get()
      try requireIndexes(reader, question)
    }
  }

  /// Makes changes on a desk, one after the other, and records each that reads a growing table
  /// without an index.
  func requireIndexes(changes commands: [String], on desk: TestDesk) throws {
    let connection = RecordingConnection(desk.writer)
    let changes = ChangeWriter(connection, desk.surroundings) { _ in }
    for command in commands {
      connection.statements = []
      let outcome = try #require(changes.perform([try desk.submission(command)]).first)
      _ = try outcome.result.get()
      try requireIndexes(connection, command)
    }
  }

  /// Records every step of what was asked that reads a growing table without an index.
  private func requireIndexes(_ connection: RecordingConnection, _ what: String) throws {
    try #require(!connection.statements.isEmpty, "\(what)")
    for (sql, values) in connection.statements {
      for step in try connection.plan(sql, values) where isScan(step) || isSort(step, sql) {
        Issue.record("\(what): \(step) in \(sql)")
      }
    }
  }

  /// Whether a step of a plan reads a growing table without an index. A walk along an index in the
  /// order of the answer ends with its page.
  private func isScan(_ step: String) -> Bool {
    guard step.hasPrefix("SCAN "), !step.contains("USING") else { return false }
    return Self.growing.contains { step.hasSuffix(" " + $0) }
  }

  /// Whether a step sorts tickets, visits or entries; what a rare word finds may be sorted.
  private func isSort(_ step: String, _ sql: String) -> Bool {
    guard step.hasPrefix("USE TEMP B-TREE"), !sql.contains("MATCH") else { return false }
    return ["ticket", "journal", "visit", "loan", "bench_stay", "bench_accessory"].contains {
      sql.contains("FROM \($0) ")
    }
  }
}

/// A connection that remembers what was asked of it.
final class RecordingConnection: Writer {
  private let connection: any Writer
  var statements: [(String, [SQLValue])] = []

  init(_ connection: any Writer) { self.connection = connection }

  func forEach(
    _ sql: String, _ values: [SQLValue], _ body: (any Row) -> Bool
  ) throws(EngineFault) {
    statements.append((sql, values))
    try connection.forEach(sql, values, body)
  }
  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    statements.append((sql, values))
    return try connection.run(sql, values)
  }
  func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result {
    try connection.snapshot(body)
  }
  func plan(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> [String] {
    try connection.plan(sql, values)
  }
  func steps(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    try connection.steps(sql, values)
  }
  func begin() throws(EngineFault) { try connection.begin() }
  func commit() throws(EngineFault) { try connection.commit() }
  func rollback() { connection.rollback() }
  func close() { connection.close() }
}

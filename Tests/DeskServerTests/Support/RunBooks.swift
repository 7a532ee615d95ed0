import DeskEngine
import DeskRules
import Testing

/// The books of a run, and everything that has to hold in them whatever met whatever.
struct RunBooks {
  let reader: any Reader

  func rows(_ sql: String, _ values: [SQLValue] = []) throws -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    try reader.forEach(sql, values) { row in
      rows.append((0..<row.count).map(row.value))
      return true
    }
    return rows
  }

  func count(_ sql: String) throws -> Int64 {
    guard case .integer(let count)? = try rows(sql).first?.first else { return 0 }
    return count
  }

  /// The figures of the lines whose period has ended by a day.
  func figures(until day: String) throws -> [[SQLValue]] {
    try rows("SELECT * FROM budget WHERE last_date <= ? ORDER BY line, first_date", [.text(day)])
  }

  func requireBalance() throws {
    // Everything that can happen did.
    let movements = try rows(
      """
      SELECT DISTINCT value ->> '$.fact.movement' AS movement FROM journal, json_each(events)
      WHERE value ->> '$.kind' = 'budget.moved' ORDER BY movement
      """)
    #expect(movements == BudgetMovement.allCases.map(\.rawValue).sorted().map { [.text($0)] })
    // What each account took and gave, over all lines, adds up to nothing.
    #expect(
      try count(
        """
        SELECT sum(balance) FROM (
          SELECT debit AS account, sum(amount) AS balance FROM ledger_entry GROUP BY debit
          UNION ALL SELECT credit, -sum(amount) FROM ledger_entry GROUP BY credit)
        """) == 0)
    for (account, figure) in [
      ("held", "held"), ("pending", "pending"), ("spent", "spent"), ("unfunded", "unfunded"),
      ("available", "limit_amount + transferred - held - pending - spent"),
    ] {
      let entries = try rows(
        """
        SELECT client, line, first_date,
          sum(CASE '\(account)' WHEN debit THEN amount WHEN credit THEN -amount ELSE 0 END)
        FROM ledger_entry GROUP BY client, line, first_date ORDER BY 1, 2, 3
        """)
      let lines = try rows(
        "SELECT client, line, first_date, \(figure) FROM budget ORDER BY 1, 2, 3")
      #expect(entries == lines, "\(account)")
    }
    try requireNothingTwice()
  }

  private func requireNothingTwice() throws {
    // Every hold is released once, or is still there.
    #expect(
      try count(
        """
        SELECT count(*) FROM (
          SELECT fact ->> '$.ticket' AS name, sum(CASE fact ->> '$.movement' WHEN 'hold' THEN 1
            WHEN 'release' THEN -1 ELSE 0 END) AS open
          FROM (SELECT json_extract(value, '$.fact') AS fact FROM journal, json_each(events)
            WHERE value ->> '$.kind' = 'budget.moved') GROUP BY 1
        ) WHERE open <> (SELECT count(*) FROM hold WHERE 'T-' || hold.ticket = name)
        """) == 0)
    try requireLimits()
    try requireInvoices()
    #expect(
      try rows("SELECT sum(spent + pending + unfunded) FROM budget")
        == rows("SELECT sum(amount) FROM allocation WHERE state NOT IN ('void', 'credited')"))
    #expect(
      try rows("SELECT sum(amount) FROM allocation WHERE state <> 'void'")
        == rows("SELECT sum(posted) FROM ticket"))
    #expect(
      try rows("SELECT sum(pending) FROM budget")
        == rows("SELECT sum(amount) FROM pending WHERE state = 'waiting'"))
    #expect(
      try rows("SELECT sum(unfunded) FROM budget")
        == rows("SELECT sum(amount) FROM pending WHERE state IN ('unfunded', 'refused')"))
    // The last day's figures are the line's.
    #expect(
      try rows(
        """
        SELECT line, first_date, spent, pending FROM budget_day AS last WHERE day = (SELECT max(day)
          FROM budget_day WHERE budget_day.line = last.line
            AND budget_day.first_date = last.first_date) ORDER BY line, first_date
        """)
        == rows(
          "SELECT line, first_date, spent, pending FROM budget ORDER BY line, first_date"))
  }

  /// What finished jobs used, or the client agreed to afterwards, never exceeds what the line has beside
  /// its promises, and no promise is made beyond its stop, or beyond the funding where it has none: what
  /// exceeds the line waits or is unfunded. Asked of every movement at its time.
  private func requireLimits() throws {
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
    #expect(try count(facts + " SELECT count(*) FROM moved WHERE \(beyond)") == 0)
    let promised = """
      movement = 'hold' AND operation <> 'budget.rollover'
        AND used > CASE line WHEN 'reserve' THEN funding ELSE funding * 9 / 10 END
      """
    #expect(try count(facts + " SELECT count(*) FROM moved WHERE \(promised)") == 0)
    // The rule about approvals and late postings is not kept by never being asked.
    for happened in ["movement = 'hold'", "movement IN ('carry', 'approve')"] {
      #expect(try count(facts + " SELECT count(*) FROM moved WHERE \(happened)") > 0)
    }
  }

  /// Numbers have no gaps, what budget lines have of an invoice is what is left of it, and what is paid of
  /// invoices or on account is what came and did not go back.
  private func requireInvoices() throws {
    #expect(
      try rows(
        """
        SELECT series, year FROM invoice GROUP BY series, year
        HAVING count(*) <> max(counter) OR min(counter) <> 1
        """) == [])
    #expect(
      try rows(
        """
        SELECT number FROM invoice WHERE kind = 'invoice' AND total - credited <> (
          SELECT coalesce(sum(allocation.amount), 0) FROM invoice_line
          JOIN ticket_line ON ticket_line.ticket = invoice_line.ticket
            AND ticket_line.line = invoice_line.ticket_line AND ticket_line.invoice = invoice.number
          JOIN allocation ON allocation.ticket = ticket_line.ticket
            AND allocation.ticket_line = ticket_line.line
            AND allocation.state IN ('spent', 'pending', 'unfunded')
          WHERE invoice_line.invoice = invoice.number)
        """) == [])
    #expect(try rows("SELECT number FROM invoice WHERE credited > total OR open_amount < 0") == [])
    #expect(
      try rows(
        """
        SELECT (SELECT sum(paid) FROM invoice) + (SELECT sum(on_account) FROM receivable)
          - (SELECT sum(CASE WHEN is_refund = 1 THEN -amount WHEN from_account = 1 THEN 0
              ELSE amount END) FROM payment WHERE reversed_at IS NULL)
        """) == [[.integer(0)]])
  }
}

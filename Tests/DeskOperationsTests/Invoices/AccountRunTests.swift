import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// Bills, invoices, credits, payments and refunds in groups as chance has them: whatever meets
/// whatever, numbers have no gaps and accounts agree with their entries.
@Suite struct AccountRunTests {
  private static let clients = ["office", "transco", "bakery"]
  private static let groups = 60
  private static let groupSize = 16
  private static let groupsPerDay = 2

  @Test(arguments: [UInt64(20_261_122), 7])
  func accountsAgreeWhateverMeetsWhatever(seed: UInt64) throws {
    print("invoices and payments as chance has them, seed \(seed)")
    var random = SeededGenerator(seed: seed)
    let desk = try TestDesk.pricedFirm(seed: seed)
    try desk.typeAll([
      "vat set --rate 20% --from 2019-01-01", "vat set --rate 22% --from 2026-01-01",
      "client terms transco --vat on_top",
      "budget set bakery repair --limit 50000 --period 2025",
      "budget set transco repair --limit 50000 --period 2025",
      "budget set transco repair --limit 50000 --period 2026",
    ])
    var tickets = 0
    var counts: [String: Int] = [:]
    var days: [Day] = []
    for group in 0..<Self.groups {
      if group.isMultiple(of: Self.groupsPerDay) {
        if group > 0 { days.append(try Self.day(desk, group)) }
        let today = try CalendarDate("2026-11-22").adding(days: group / Self.groupsPerDay)
        try desk.now("\(today)T03:15+03:00")
      }
      let bills = try [Self.bill(&random), Self.bill(&random)]
      for bill in bills {
        tickets += 1
        try desk.typeAll(bill.map { $0.replacing("T-0", with: "T-\(tickets)") })
      }
      let commands = (0..<Self.groupSize).map { _ in Self.command(&random, tickets: tickets) }
      for (command, outcome) in zip(commands, try desk.group(commands)) {
        let word = command.split(separator: " ").prefix(2).joined(separator: " ")
        switch outcome.result {
        case .success: counts["\(word) ok", default: 0] += 1
        case .failure(let error):
          counts["\(word) \(error.code.rawValue)", default: 0] += 1
          #expect(![.internalFault, .damaged].contains(error.code), "\(command): \(error.message)")
        }
      }
    }
    print(counts.sorted { $0.key < $1.key })
    for word in ["issue", "credit", "reissue", "pay", "unpay", "refund", "receive"] {
      #expect(counts["invoice \(word) ok"] ?? 0 > 0, "\(word)")
    }
    #expect(desk.reports.lines == [])
    try requireAgreement(desk)
    for day in days {
      #expect(
        try desk.type("invoice ageing --as-of \(day.date)") == day.ageing, "\(day.date)")
      #expect(
        try Self.dunning(desk, " --as-of \(day.date)") == day.dunning, "\(day.date)")
    }
    #expect(days.contains { !$0.dunning.isEmpty })
    #expect(try desk.problems() == [])
  }

  /// What lists said at the end of a day, to be compared with what they say of it afterwards.
  private struct Day {
    let date: CalendarDate
    let ageing: [JSONObject]
    let dunning: [JSON]
  }

  private static func day(_ desk: TestDesk, _ group: Int) throws -> Day {
    Day(
      date: try CalendarDate("2026-11-22").adding(days: group / groupsPerDay - 1),
      ageing: try desk.type("invoice ageing"), dunning: try dunning(desk))
  }

  private static func dunning(_ desk: TestDesk, _ options: String = "") throws -> [JSON] {
    try desk.type("invoice dunning --limit 1000\(options)").map {
      $0.only("invoice", "client", "due", "days_late", "bucket", "open")
    }
  }

  /// A job with up to three lines on either side of a change of the rate.
  private static func bill(_ random: inout SeededGenerator) throws -> [String] {
    let lines = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      let day = random.pick(["2025-12-31", "2026-01-01", "2026-11-20"])
      let minorUnits = Int64.random(in: 0...20_000, using: &random)
      return "ticket log T-0 --kind part --text part --amount \(amount(minorUnits))"
        + " --at \(day)T12:00+03:00"
    }
    return ["ticket open \(random.pick(clients)) --problem jam"] + lines
      + ["ticket resolve T-0", "invoice review T-0"]
  }

  private static func command(_ random: inout SeededGenerator, tickets: Int) -> String {
    let ticket = "T-\(Int.random(in: 1...tickets, using: &random))"
    let client = random.pick(clients)
    let invoice = "\(random.pick(["A", "A", "B"]))-2026-\(Int.random(in: 1...40, using: &random))"
    let early = "A-2026-\(Int.random(in: 1...12, using: &random))"
    let sum = amount(Int64.random(in: 1...25_000, using: &random))
    let reference = "--reference r\(Int.random(in: 1...400, using: &random))"
    switch Int.random(in: 0..<17, using: &random) {
    case 0...2: return "invoice issue \(client) --series \(random.pick(["A", "A", "B"]))"
    case 3: return "invoice issue \(client) \(ticket)"
    case 4: return "invoice credit \(invoice) --amount \(sum) --reason x"
    case 5:
      let part = random.pick(["", "--line 1 ", "--line 2 ", "--line 1 --reissue ", "--reissue "])
      return "invoice credit \(early) \(part)--reason x"
    case 6, 7: return "invoice pay \(invoice) --amount \(sum) \(reference)"
    case 8: return "invoice pay \(invoice) --from-account"
    case 9:
      return "invoice unpay PAY-\(Int.random(in: 1...120, using: &random)) --reason x"
    case 11, 12:
      return "invoice reissue \(early)\(random.pick(["", " --line 1", " --line 2"])) --reason x"
    case 13:
      return "ticket void \(ticket)\(random.pick(["", " --line 1"])) --reason x"
    case 14: return "invoice review \(ticket)"
    case 10: return "invoice refund \(client) \(reference)"
    default: return "invoice receive \(invoice) --amount \(sum) \(reference)"
    }
  }

  private func requireAgreement(_ desk: TestDesk) throws {
    let gaps = try desk.rows(
      """
      SELECT series, year, count(*), max(counter), min(counter) FROM invoice
      GROUP BY series, year HAVING count(*) <> max(counter) OR min(counter) <> 1
      """)
    #expect(gaps == [])
    // Credits never exceed their invoice, and their tax never the tax of its rate.
    #expect(
      try desk.rows("SELECT number FROM invoice WHERE kind = 'invoice' AND credited > total") == [])
    #expect(
      try desk.rows(
        """
        SELECT invoice FROM invoice_tax WHERE credited_gross > gross OR credited_tax > tax
          OR credited_tax < 0 OR (credited_gross = gross AND credited_tax <> tax)
        """) == [])
    for client in Self.clients {
      let account = try desk.one("invoice ageing --client \(client)")
      let entries = try desk.type("invoice entries --client \(client) --limit 1000")
      let balance = try entries.reduce(Int64(0)) {
        try $0 + minorUnits($1.text("debit")) - minorUnits($1.text("credit"))
      }
      #expect(amount(balance) == account.text("balance"))
      let open = try desk.type("invoice list --client \(client) --open --limit 1000")
        .reduce(Int64(0)) { try $0 + minorUnits($1.text("open")) }
      #expect(amount(open) == account.text("total"))
      let onAccount = try desk.rows(
        "SELECT on_account FROM receivable WHERE client = '\(client)'")
      #expect(try onAccount == [[.integer(minorUnits(account.text("on_account")))]])
      let closing =
        try desk.one("client statement \(client) --from 2025-01-01 --to 2026-12-31")
        .objects("tables")[0]["totals"]?.elements?.last?.elements?.compactMap(\.text) ?? []
      #expect(closing.suffix(2).contains(amount(abs(balance))), "\(closing)")
    }
    try requireBudgets(desk)
    // A line of a ticket stands on one invoice at most, unless it was taken back before.
    #expect(
      try desk.rows(
        """
        SELECT line.ticket, line.ticket_line FROM invoice_line AS line
        JOIN invoice ON invoice.number = line.invoice
        WHERE invoice.kind = 'invoice' AND line.ticket_line > 0 AND line.credited_by IS NULL
          AND line.amount > 0 AND invoice.credited < invoice.total
        GROUP BY line.ticket, line.ticket_line HAVING count(*) > 1
        """) == [])
  }

  /// What budgets count of a client's bills is what is to be invoiced, and what is left of invoices, by
  /// the prices on tickets; whatever was credited, came back or was voided.
  private func requireBudgets(_ desk: TestDesk) throws {
    for client in ["bakery", "transco"] {
      let counted = try desk.rows(
        "SELECT sum(spent + pending + unfunded) FROM budget WHERE client = '\(client)'")
      let billed = try desk.rows(
        """
        SELECT (SELECT coalesce(sum(amount), 0) FROM ticket_line
            JOIN ticket ON ticket.number = ticket_line.ticket
            WHERE client = '\(client)' AND invoice IS NULL AND voided_by IS NULL)
          + (SELECT coalesce(sum(CASE treatment WHEN 'on_top'
              THEN gross - tax - credited_gross + credited_tax ELSE gross - credited_gross END), 0)
            FROM invoice_tax JOIN invoice ON invoice.number = invoice_tax.invoice
            WHERE client = '\(client)' AND kind = 'invoice')
        """)
      #expect(counted == billed, "\(client)")
    }
    let states = try desk.rows("SELECT DISTINCT state FROM allocation").compactMap(\.first?.shown)
    #expect(Set(states).isSuperset(of: ["spent", "credited", "void"]), "\(states)")
  }
}

import DeskRules
import DeskStore

struct ReportBudget: Query {
  static let about = About(
    "report.budget", "Reports a client's budget lines: figures, a chart over time, every bill.",
    roles: .everybody, refusals: [.notFound, .notSet],
    example: "swapdesk report budget bakery --period 2026",
    notes: [
      "For the client's own accounting: which bill is carried by which line, and who agreed to what is"
        + " beyond a line. --html makes a page with a chart that needs no script; the terminal shows a"
        + " bar for each line."
    ])
  let client: ClientCode
  let line: LineName?
  let period: Period?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read.optional("line", at: 2, "Only this line.")
    period = try read.optional(
      "period", "The lines whose days are among these; those in force today where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.client(client)
    let day = period == nil ? desk.today : nil
    let lines = try books.budgets.list(client.code, line: line?.text, on: day)
      .filter { period?.overlaps($0.period) ?? true }
    guard !lines.isEmpty else {
      throw DeskError(
        .notSet,
        "\(client.code) has no budget\(line.map { " \($0.text)" } ?? "") for"
          + " \(period.map { "\($0)" } ?? "today"); budget set makes one")
    }
    return try BudgetReport(desk, client, lines).document()
  }
}

/// A client's budget lines as a sheet of paper.
private struct BudgetReport {
  private let desk: InvoiceDesk
  private let client: Client
  private let lines: [BudgetLine]

  /// The most bills that are listed for one line.
  private static let billLimit = 500

  init(_ desk: InvoiceDesk, _ client: Client, _ lines: [BudgetLine]) {
    self.desk = desk
    self.client = client
    self.lines = lines
  }

  func document() throws(DeskError) -> Document {
    var document = Document(
      title: "Budget report", number: "\(client.code)", date: desk.today.text)
    document.parties = [
      Document.Party(role: "Client", name: client.name),
      Document.Party(role: "Service by", name: desk.settings.name),
    ]
    document.facts = [
      .init("Currency", client.currency.code),
      .init("Periods", Set(lines.map { "\($0.period)" }).sorted().joined(separator: ", ")),
    ]
    document.tables = [figures]
    for line in lines {
      document.charts.append(try chart(line))
      let bills = try desk.books.allocations.list(
        on: line, limit: Self.billLimit + 1)
      guard !bills.isEmpty else { continue }
      document.tables.append(
        try table(Array(bills.prefix(Self.billLimit)), line, isCut: bills.count > Self.billLimit))
      if bills.count > Self.billLimit {
        document.remarks.append(
          "\(line.label) \(line.period): the first \(Self.billLimit) bills are listed; budget history"
            + " shows all movements.")
      }
    }
    document.remarks.append(
      "available = limit + transferred - held - pending - spent. Unfunded is what was done beyond a"
        + " line with nobody to carry it yet.")
    return document
  }

  private var figures: Document.Table {
    let titles = [
      "Limit", "Transferred", "Held", "Pending", "Spent", "Unfunded", "Available",
    ]
    return Document.Table(
      columns: [.left("Line"), .left("Period")] + titles.map { .right($0) },
      rows: lines.map { line in
        let figures = line.figures
        let amounts = [
          figures.limit, figures.transferred, figures.held, figures.pending, figures.spent,
          figures.unfunded, figures.available,
        ]
        return [line.label, "\(line.period)"] + amounts.map { line.currency.text($0) }
      })
  }

  private func chart(_ line: BudgetLine) throws(DeskError) -> Document.Chart {
    // Unfunded work of days before it moves nothing that is drawn.
    let days = try desk.books.ledger.days(of: line).filter { $0.day >= line.period.first }
    func point(_ day: CalendarDate, _ figures: BudgetFigures) -> Document.Chart.Point {
      Document.Chart.Point(
        day: day.text, values: [figures.spent, figures.pending, figures.held],
        ceiling: figures.funding)
    }
    var points = days.map { point($0.day, $0.figures) }
    let last = min(max(desk.today, line.period.first), line.period.last)
    if let end = days.last, end.day < last { points.append(point(last, end.figures)) }
    func text(_ amount: Int64) -> String { line.currency.text(amount) }
    return Document.Chart(
      title: "\(line.label) \(line.period), \(line.currency)",
      series: [
        .init(name: "spent", now: text(line.figures.spent)),
        .init(name: "pending", now: text(line.figures.pending)),
        .init(name: "held", now: text(line.figures.held)),
      ],
      ceiling: .init(name: ceiling(line), now: text(line.figures.funding)),
      over: line.figures.available < 0 ? text(-line.figures.available) : nil,
      beyond: line.figures.unfunded == 0
        ? nil : .init(name: "unfunded", now: text(line.figures.unfunded)),
      from: line.period.first.text, to: line.period.last.text, points: points)
  }

  /// What the ceiling of the chart is made of.
  private func ceiling(_ line: BudgetLine) -> String {
    let transferred = line.figures.transferred
    guard transferred != 0 else { return "limit" }
    let amount = line.currency.text(max(transferred, -transferred))
    return "limit \(line.currency.text(line.figures.limit)) \(transferred > 0 ? "+" : "-")"
      + " transferred \(amount) ="
  }

  private func table(
    _ bills: [TicketAllocation], _ line: BudgetLine, isCut: Bool
  ) throws(DeskError) -> Document.Table {
    let names = try ApproverNames(client.code, in: desk.books, for: desk.lookup.caller)
    let labels = try LineLabels(client.code, in: desk.books)
    var total: Int64 = 0
    var rows: [[String]] = []
    for bill in bills {
      let pending =
        try bill.part.pending.map { number throws(DeskError) in
          try desk.books.allocations.pending(number)
        } ?? nil
      total = try MoneyRule.sum(total, bill.part.amount)
      rows.append([
        bill.part.day.text, "\(bill.ticket)", bill.part.kind?.rawValue ?? "",
        Self.cause(bill.part, pending, names, labels), line.currency.text(bill.part.amount),
      ])
    }
    return Document.Table(
      columns: [
        .left("\(line.label) \(line.period)"), .left("Repair"), .left("For"), .left("Why"),
        .right("Amount"),
      ], rows: rows,
      totals: [
        [isCut ? "Together, of those listed" : "Together", "", "", "", line.currency.text(total)]
      ])
  }

  private static func cause(
    _ part: Allocation, _ pending: PendingAmount?, _ names: ApproverNames?, _ labels: LineLabels
  ) -> String {
    guard let pending else { return part.state.rawValue }
    let beyond = "\(part.state.rawValue), \(pending.number) beyond \(labels.text(pending.from))"
    guard pending.state == .approved, let contact = pending.contact, let names else {
      return beyond
    }
    return "\(beyond), approved by \(names.text(contact, onBehalfOf: pending.onBehalfOf))"
  }
}

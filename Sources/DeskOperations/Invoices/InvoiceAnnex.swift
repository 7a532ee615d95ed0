import DeskRules
import DeskStore

/// Which budget line carries what of an invoice, why, and who agreed.
struct InvoiceAnnex {
  /// A part of a line of the invoice on one budget line.
  private struct Part {
    let budget: String
    let cause: String
    let rate: Percent?
    let amount: Int64
    var tax: Int64 = 0
  }

  private let currency: Currency
  private var parts: [Part] = []

  init(
    _ client: ClientCode, _ currency: Currency, _ lines: [InvoiceLine], _ taxes: [TaxTotal],
    _ desk: InvoiceDesk
  ) throws(DeskError) {
    self.currency = currency
    let names = try ApproverNames(client, in: desk.books)
    var carried: [TicketNumber: TicketBudget] = [:]
    for line in lines {
      var budget: TicketBudget
      if let known = carried[line.ticket] {
        budget = known
      } else {
        budget = try TicketBudget(line.ticket, names, desk.books)
      }
      parts += budget.take(line).map { taken in
        Part(budget: taken.budget, cause: taken.cause, rate: line.rate, amount: taken.amount)
      }
      carried[line.ticket] = budget
    }
    for tax in taxes {
      let places = parts.indices.filter { parts[$0].rate == tax.rate }
      let shares = try TaxRule.parts(tax, of: places.map { parts[$0].amount })
      for (place, share) in zip(places, shares) { parts[place].tax = share }
    }
  }

  /// The rows, the last of which sums up; empty where no budget line carries anything.
  var rows: [[String]] {
    guard parts.contains(where: { $0.budget != TicketBudget.nothing }) else { return [] }
    var rows: [[String]] = []
    var seen: [String] = []
    for part in parts where !seen.contains(part.budget + part.cause) {
      seen.append(part.budget + part.cause)
      let same = parts.filter { $0.budget == part.budget && $0.cause == part.cause }
      rows.append([
        part.budget, part.cause, currency.text(same.reduce(0) { $0 + $1.tax }),
        currency.text(same.reduce(0) { $0 + $1.amount }),
      ])
    }
    let sums = [
      "Together", "", currency.text(parts.reduce(0) { $0 + $1.tax }),
      currency.text(parts.reduce(0) { $0 + $1.amount }),
    ]
    return rows + [sums]
  }

  /// The rows as the invoice keeps them; nil where there are none.
  var kept: String? {
    let rows = rows
    guard !rows.isEmpty else { return nil }
    return JSON.array(rows.map { .array($0.map { .string($0) }) }).line
  }

  /// The rows that an invoice keeps.
  static func rows(kept text: String) throws(DeskError) -> [[String]] {
    guard !text.isEmpty else { return [] }
    let rows = try JSONParser.parse(text).elements ?? []
    return rows.map { ($0.elements ?? []).map { $0.text ?? "" } }
  }

  /// The table; nil without rows. Where there is no tax it has no column for it.
  static func table(_ rows: [[String]], isTaxed: Bool) -> Document.Table? {
    var columns: [Document.Table.Column] = [
      .left("Budget line"), .left("Why"), .right("VAT"), .right("Amount"),
    ]
    var rows = rows
    if !isTaxed {
      columns.remove(at: taxColumn)
      for index in rows.indices { rows[index].remove(at: taxColumn) }
    }
    guard let sums = rows.popLast() else { return nil }
    return Document.Table(columns: columns, rows: rows, totals: [sums])
  }

  private static let taxColumn = 2
}

/// What of a ticket's bill which budget line carries, taken line by line.
private struct TicketBudget {
  /// Where no budget line carries an amount.
  static let nothing = "no budget"

  struct Carried {
    let budget: String
    let cause: String
    let amount: Int64
  }

  private var allocations: [(part: Allocation, rest: Int64)]
  private let pendings: [PendingAmount]
  private let names: ApproverNames

  init(_ ticket: TicketNumber, _ names: ApproverNames, _ books: Books) throws(DeskError) {
    self.names = names
    allocations = try books.allocations.list(ticket).filter { $0.state != .void }
      .map { ($0, $0.amount) }
    pendings = try books.allocations.pending(of: ticket)
  }

  /// The parts that carry a line: those that name it and, for bills of earlier versions, those that
  /// name none.
  mutating func take(_ line: InvoiceLine) -> [Carried] {
    var left = line.amount
    var carried: [Carried] = []
    for index in allocations.indices where left > 0 {
      let part = allocations[index].part
      guard part.ticketLine == line.ticketLine || part.ticketLine == 0 else { continue }
      let amount = min(left, allocations[index].rest)
      guard amount > 0 else { continue }
      allocations[index].rest -= amount
      left -= amount
      carried.append(Carried(budget: part.line, cause: cause(of: part), amount: amount))
    }
    if left > 0 { carried.append(Carried(budget: Self.nothing, cause: "", amount: left)) }
    return carried
  }

  private func cause(of part: Allocation) -> String {
    guard let number = part.pending, let pending = pendings.first(where: { $0.number == number })
    else { return "carried by its own line" }
    let beyond = "\(number): beyond \(pending.from)"
    guard pending.state == .approved, let contact = pending.contact else {
      return "\(beyond), \(pending.state.rawValue)"
    }
    let evidence = pending.evidence.map { " (\($0))" } ?? ""
    return
      "\(beyond), approved by \(names.text(contact, onBehalfOf: pending.onBehalfOf))\(evidence)"
  }
}

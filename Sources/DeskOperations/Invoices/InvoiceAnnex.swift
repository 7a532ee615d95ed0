import DeskRules
import DeskStore

/// Which budget line carries what of an invoice, why, and who agreed.
struct InvoiceAnnex {
  /// A part of a line of the invoice on one budget line.
  struct Part {
    /// The budget line and the first day of its period; nil where none carries it.
    let line: (name: String, first: CalendarDate)?
    let cause: String
    let rate: Percent?
    let amount: Int64
    var tax: Int64 = 0
  }

  private let currency: Currency
  private let labels: LineLabels
  private var parts: [Part]

  init(
    _ client: ClientCode, _ currency: Currency, _ lines: [InvoiceLine], _ taxes: [TaxTotal],
    _ desk: InvoiceDesk
  ) throws(DeskError) {
    let names = try ApproverNames(client, in: desk.books)
    let labels = try LineLabels(client, in: desk.books)
    var carried: [TicketNumber: TicketBudget] = [:]
    var parts: [Part] = []
    for line in lines {
      var budget: TicketBudget
      if let known = carried[line.ticket] {
        budget = known
      } else {
        budget = try TicketBudget(line.ticket, names, labels, desk.books)
      }
      parts += budget.take(line)
      carried[line.ticket] = budget
    }
    try self.init(client, currency, parts, taxes, desk.books)
  }

  /// An annex of parts, among which the tax of each rate is divided.
  init(
    _ client: ClientCode, _ currency: Currency, _ parts: [Part], _ taxes: [TaxTotal], _ books: Books
  ) throws(DeskError) {
    self.currency = currency
    self.parts = parts
    labels = try LineLabels(client, in: books)
    for tax in taxes {
      let places = parts.indices.filter { parts[$0].rate == tax.rate }
      let shares = try TaxRule.parts(tax, of: places.map { parts[$0].amount })
      for (place, share) in zip(places, shares) { self.parts[place].tax = share }
    }
  }

  /// What a part's line is called: with its period where the parts are of more than one.
  private func label(_ part: Part) -> String {
    guard let line = part.line else { return "no budget" }
    let isOne = Set(parts.compactMap(\.line?.first)).count == 1
    return isOne ? labels.text(line.name) : labels.text(line.name, first: line.first)
  }

  /// The rows, the last of which sums up; empty where no budget line carries anything.
  var rows: [[String]] {
    guard parts.contains(where: { $0.line != nil }) else { return [] }
    var rows: [(name: [String], tax: Int64, amount: Int64)] = []
    for part in parts {
      let name = [label(part), part.cause]
      let known = rows.firstIndex { $0.name == name } ?? rows.endIndex
      if known == rows.endIndex { rows.append((name, 0, 0)) }
      rows[known].tax += part.tax
      rows[known].amount += part.amount
    }
    rows.append(
      (["Together", ""], rows.reduce(0) { $0 + $1.tax }, rows.reduce(0) { $0 + $1.amount }))
    return rows.map { $0.name + [currency.text($0.tax), currency.text($0.amount)] }
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
  private var allocations: [(part: Allocation, rest: Int64)]
  private let pendings: [PendingAmount]
  private let names: ApproverNames
  private let labels: LineLabels

  init(
    _ ticket: TicketNumber, _ names: ApproverNames, _ labels: LineLabels, _ books: Books
  ) throws(DeskError) {
    self.names = names
    self.labels = labels
    allocations = try books.allocations.list(ticket).filter { $0.state != .void }
      .map { ($0, $0.amount) }
    pendings = try books.allocations.pending(of: ticket)
  }

  /// The parts that carry a line: those that name it and, for bills of earlier versions, those that
  /// name none.
  mutating func take(_ line: InvoiceLine) -> [InvoiceAnnex.Part] {
    var left = line.amount
    var carried: [InvoiceAnnex.Part] = []
    for index in allocations.indices where left > 0 {
      let part = allocations[index].part
      guard part.ticketLine == line.ticketLine || part.ticketLine == 0 else { continue }
      let amount = min(left, allocations[index].rest)
      guard amount > 0 else { continue }
      allocations[index].rest -= amount
      left -= amount
      carried.append(
        InvoiceAnnex.Part(
          line: (part.line, part.first), cause: cause(of: part), rate: line.rate, amount: amount))
    }
    if left > 0 {
      carried.append(InvoiceAnnex.Part(line: nil, cause: "", rate: line.rate, amount: left))
    }
    return carried
  }

  private func cause(of part: Allocation) -> String {
    guard let number = part.pending, let pending = pendings.first(where: { $0.number == number })
    else { return "carried by its own line" }
    let beyond = "\(number): beyond \(labels.text(pending.from))"
    guard pending.state == .approved, let contact = pending.contact else {
      return "\(beyond), \(pending.state.rawValue)"
    }
    let evidence = pending.evidence.map { " (\($0))" } ?? ""
    return
      "\(beyond), approved by \(names.text(contact, onBehalfOf: pending.onBehalfOf))\(evidence)"
  }
}

import DeskRules
import DeskStore

/// What one invoice has of the work on a ticket, or what none has yet: lines under the same terms, with
/// their tax.
struct ActPart {
  /// The invoice; nil for what is not invoiced.
  private let invoice: InvoiceNumber?
  private let treatment: TaxTreatment
  private let lines: [InvoiceLine]
  private let taxes: [TaxTotal]

  /// Every line of a ticket that is not voided: what an invoice carries as it stands there, then the
  /// rest as it would be invoiced. A line that was invoiced anew is the last invoice's.
  static func all(
    of ticket: TicketNumber, on numbers: [InvoiceNumber], _ terms: ClientTerms,
    _ desk: InvoiceDesk
  ) throws(DeskError) -> [ActPart] {
    var rest = try desk.books.tickets.lines(ticket).filter { !$0.isVoid }
    var parts: [ActPart] = []
    for number in numbers.reversed() {
      guard let invoice = try desk.books.invoices.find(number) else { continue }
      let own = Set(rest.map(\.line))
      let part = try ActPart(invoice, of: ticket, own, desk)
      guard !part.lines.isEmpty else { continue }
      parts.insert(part, at: 0)
      rest.removeAll { line in part.lines.contains { $0.ticketLine == line.line } }
    }
    guard parts.isEmpty || !rest.isEmpty else { return parts }
    let lines = try rest.map { line throws(DeskError) in
      let day = desk.zone.date(at: line.at)
      return InvoiceLine(
        ticket: ticket, ticketLine: line.line, kind: line.kind, text: line.text,
        quantity: line.quantity, listPrice: line.listAmount, amount: line.amount, supplied: day,
        rate: try desk.rate(on: day, terms))
    }
    return parts + [
      ActPart(
        invoice: nil, treatment: terms.tax, lines: lines,
        taxes: try TaxRule.totals(lines.map { ($0.rate, $0.amount) }, terms.tax))
    ]
  }

  private init(
    invoice: InvoiceNumber?, treatment: TaxTreatment, lines: [InvoiceLine], taxes: [TaxTotal]
  ) {
    self.invoice = invoice
    self.treatment = treatment
    self.lines = lines
    self.taxes = taxes
  }

  /// Some lines of a ticket as an invoice has them, with their share of its tax: where it has nothing
  /// else, all of it.
  private init(
    _ invoice: Invoice, of ticket: TicketNumber, _ numbers: Set<Int>, _ desk: InvoiceDesk
  ) throws(DeskError) {
    func isOwn(_ line: InvoiceLine) -> Bool {
      line.ticket == ticket && numbers.contains(line.ticketLine)
    }
    let all = try desk.books.invoices.lines(invoice.number).map(\.line)
    var taxes: [TaxTotal] = []
    for tax in try desk.books.invoices.taxes(invoice.number) {
      let lines = all.filter { $0.rate == tax.total.rate }
      guard lines.contains(where: isOwn) else { continue }
      let shares = zip(lines, try TaxRule.parts(tax.total, of: lines.map(\.amount)))
        .filter { isOwn($0.0) }
      let amount = try MoneyRule.sum(shares.map(\.0.amount))
      let share = try MoneyRule.sum(shares.map(\.1))
      let net = invoice.treatment == .onTop ? amount : amount - share
      taxes.append(
        TaxTotal(rate: tax.total.rate, net: net, tax: share, gross: try MoneyRule.sum(net, share)))
    }
    self.init(
      invoice: invoice.number, treatment: invoice.treatment, lines: all.filter(isOwn),
      taxes: taxes)
  }

  private var name: String { invoice?.text ?? "not invoiced yet" }

  /// How prices stand to the tax, invoice by invoice where they differ.
  static func prices(_ parts: [ActPart]) -> String {
    let texts = parts.map { TaxText.prices($0.treatment, $0.taxes) }
    guard Set(texts).count > 1 else { return texts.first ?? "" }
    return zip(parts, texts).map { "\($0.name): \($1)" }.joined(separator: "; ")
  }

  /// The rule by which the tax was rounded.
  static func rule(_ parts: [ActPart]) -> String {
    let taxed = parts.first { part in part.taxes.contains { $0.rate != nil } } ?? parts.first
    return taxed.map { TaxText.rule($0.taxes) } ?? ""
  }

  /// The lines with their totals; of several parts each on its own, and then all of them.
  static func tables(_ parts: [ActPart], _ currency: Currency) -> [Document.Table] {
    guard parts.count > 1 else {
      return parts.map { BillTable($0.lines, $0.taxes, currency).table }
    }
    let tables = parts.map { part in
      BillTable(part.lines, part.taxes, currency, total: "Together, \(part.name)").table
    }
    func row(_ name: String, _ taxes: [TaxTotal]) -> [String] {
      [
        name, currency.text(taxes.reduce(0) { $0 + $1.tax }),
        currency.text(taxes.reduce(0) { $0 + $1.gross }),
      ]
    }
    return tables + [
      Document.Table(
        columns: [.left("Invoice"), .right("VAT"), .right("Amount")],
        rows: parts.map { row($0.name, $0.taxes) },
        totals: [row("To pay", parts.flatMap(\.taxes))])
    ]
  }
}

import DeskRules
import DeskStore

/// A credit note being decided: what is taken back of an invoice, with its tax.
struct CreditDraft {
  private let desk: InvoiceDesk
  private let invoice: Invoice
  let lines: [InvoicedLine]
  let taxes: [InvoicedTax]

  init(_ desk: InvoiceDesk, _ invoice: Invoice) throws(DeskError) {
    self.desk = desk
    self.invoice = invoice
    lines = try desk.books.invoices.lines(invoice.number)
    taxes = try desk.books.invoices.taxes(invoice.number)
    guard invoice.total > invoice.credited else {
      throw DeskError(
        .state,
        "nothing is left of \(invoice.number) that could be credited; invoice reissue"
          + " \(invoice.number) --reason TEXT brings what was credited back into the queue")
    }
  }

  /// What is taken back: a line, an amount, or all that is left.
  struct Part {
    let originalLine: Int?
    let lines: [InvoiceLine]
    let taxes: [TaxTotal]
    let total: Int64
  }

  /// A part of so much, in proportion to what is left at each rate.
  func part(_ amount: Int64) throws(DeskError) -> Part {
    let left = invoice.total - invoice.credited
    guard amount > 0, amount <= left else {
      throw DeskError(
        .amount,
        "\(invoice.currency.text(left)) is left of \(invoice.number) to credit;"
          + " \(invoice.currency.text(amount)) is not possible",
        ["left": .string(invoice.currency.text(left))])
    }
    let totals = try TaxRule.credit(amount, of: taxes.map(\.left))
    let parts = try totals.map { total throws(DeskError) in try part(of: total) }
    return Part(originalLine: nil, lines: parts, taxes: totals, total: amount)
  }

  /// What is taken back at one rate, where it is no line of the invoice.
  private func part(of total: TaxTotal) throws(DeskError) -> InvoiceLine {
    guard let first = lines.first(where: { $0.line.rate == total.rate })?.line else {
      throw DeskError(
        .damaged, "the invoice \(invoice.number) has no line at \(TaxText.text(total.rate))")
    }
    return InvoiceLine(
      ticket: first.ticket, ticketLine: 0, kind: .other, text: "credit for \(invoice.number)",
      quantity: 1, listPrice: nil, amount: invoice.treatment == .onTop ? total.net : total.gross,
      supplied: first.supplied, rate: total.rate)
  }

  /// All that is left; of an invoice of which nothing was credited each line by its name.
  func rest() throws(DeskError) -> Part {
    guard invoice.credited == 0 else { return try part(invoice.total - invoice.credited) }
    return Part(
      originalLine: nil, lines: lines.map(\.line), taxes: taxes.map(\.total),
      total: invoice.total)
  }

  /// A whole line.
  func part(line number: Int) throws(DeskError) -> Part {
    guard let index = lines.firstIndex(where: { $0.number == number }) else {
      throw DeskError(
        .notFound,
        "\(invoice.number) has no line \(number); invoice show \(invoice.number) numbers them")
    }
    let line = lines[index].line
    if let credit = lines[index].creditedBy {
      throw DeskError(
        .state, "line \(number) of \(invoice.number) is credited by \(credit) already")
    }
    let total = try total(of: line, at: index)
    guard total.gross > 0 else {
      throw DeskError(.state, "line \(number) of \(invoice.number) costs nothing")
    }
    return Part(originalLine: number, lines: [line], taxes: [total], total: total.gross)
  }

  /// A line with its part of the tax of its rate; the parts of all lines add up to the rate's tax.
  private func total(of line: InvoiceLine, at index: Int) throws(DeskError) -> TaxTotal {
    let group = lines.indices.filter { lines[$0].line.rate == line.rate }
    guard let tax = taxes.first(where: { $0.total.rate == line.rate }),
      let place = group.firstIndex(of: index)
    else {
      throw DeskError(.damaged, "\(invoice.number) has no total for \(TaxText.text(line.rate))")
    }
    let part = try TaxRule.parts(tax.total, of: group.map { lines[$0].line.amount })[place]
    let gross = try MoneyRule.sum(line.amount, invoice.treatment == .onTop ? part : 0)
    guard gross <= tax.left.gross else {
      throw DeskError(
        .amount,
        "only \(invoice.currency.text(tax.left.gross)) is left of \(invoice.number) at"
          + " \(TaxText.text(line.rate)); the line is \(invoice.currency.text(gross))")
    }
    let taken = gross == tax.left.gross ? tax.left.tax : min(part, tax.left.tax)
    return TaxTotal(rate: line.rate, net: gross - taken, tax: taken, gross: gross)
  }

  /// The fact, with the next number of its series.
  func issue(
    _ part: Part, _ series: InvoiceSeries, date: CalendarDate?, reissue: Bool, reason: String
  ) throws(DeskError) -> InvoiceCredited {
    let date = try desk.pastDay(date)
    guard date >= invoice.date else {
      throw DeskError(
        .time, "a credit for \(invoice.number) of \(invoice.date) cannot be dated \(date)")
    }
    guard let line = part.lines.first else {
      throw DeskError(.damaged, "the invoice \(invoice.number) has no line")
    }
    var credited = InvoiceCredited(
      number: try .next(series, on: date, after: desk.books.invoices.last(series)),
      original: invoice.number, originalLine: part.originalLine, client: invoice.client,
      date: date, currency: invoice.currency, line: line,
      otherLines: part.lines.count > 1 ? Array(part.lines.dropFirst()) : nil, taxes: part.taxes,
      total: part.total, toAccount: max(0, part.total - invoice.open),
      reissued: reissue ? standing(part) : [], reason: reason, at: desk.lookup.caller.now)
    let changes = try OpenChange.credit(
      part.total, on: date, history: desk.books.accounts.openChanges(of: invoice.number))
    if changes.contains(where: { $0.date != date }) { credited.openChanges = changes }
    return credited
  }

  /// The lines that the credit takes back and that stand on the invoice still.
  private func standing(_ part: Part) -> [TicketLineName] {
    lines.filter { line in
      line.line.ticketLine > 0 && line.creditedBy == nil
        && (part.originalLine.map { $0 == line.number } ?? true)
    }.map(\.line.name)
  }
}

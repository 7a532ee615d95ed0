import DeskRules
import DeskStore

/// An invoice being decided: the bills it carries, line by line, with the tax of each day of supply.
struct InvoiceDraft {
  private let desk: InvoiceDesk
  private let client: Client
  private let terms: ClientTerms
  private let bills: [FinishedBill]
  private let lines: [InvoiceLine]
  private let taxes: [TaxTotal]

  /// The most bills that one invoice carries.
  static let billLimit = 200

  init(_ desk: InvoiceDesk, _ client: Client, _ bills: [FinishedBill]) throws(DeskError) {
    self.desk = desk
    self.client = client
    self.bills = bills
    terms = try desk.books.bills.terms(client.code)
    var lines: [InvoiceLine] = []
    for bill in bills { lines += try Self.lines(of: bill, desk, terms) }
    self.lines = lines
    taxes = try TaxRule.totals(lines.map { ($0.rate, $0.amount) }, terms.tax)
  }

  private static func lines(
    of bill: FinishedBill, _ desk: InvoiceDesk, _ terms: ClientTerms
  ) throws(DeskError) -> [InvoiceLine] {
    let open = try desk.books.bills.lines(bill.ticket)
    guard !open.isEmpty else {
      let day = desk.zone.date(at: bill.finished)
      try desk.requireRate(on: day, terms)
      return [
        InvoiceLine(
          ticket: bill.ticket, ticketLine: 0, kind: .other, text: "repair, nothing to pay",
          quantity: 1, listPrice: nil, amount: 0, supplied: day, rate: try desk.rate(on: day, terms)
        )
      ]
    }
    return try open.map { line throws(DeskError) in
      let day = desk.zone.date(at: line.at)
      try desk.requireRate(on: day, terms)
      return InvoiceLine(
        ticket: bill.ticket, ticketLine: line.line, kind: line.kind, text: line.text,
        quantity: line.quantity, listPrice: line.listPrice, amount: line.amount, supplied: day,
        rate: try desk.rate(on: day, terms))
    }
  }

  /// The fact, with the next number of its series.
  ///
  /// - Throws: `time` when the date is in the future, before the last of the series, or before the
  ///   work; `amount` when the sum is too large.
  func issue(
    _ series: InvoiceSeries, date: CalendarDate?, due: CalendarDate?
  ) throws(DeskError) -> InvoiceIssued {
    let date = try desk.pastDay(date)
    if let late = lines.first(where: { $0.supplied > date }) {
      throw DeskError(
        .time,
        "work on \(late.ticket) was done on \(late.supplied); an invoice for it cannot be dated"
          + " \(date)",
        ["ticket": .string("\(late.ticket)"), "supplied": .string("\(late.supplied)")])
    }
    let due = due ?? date.adding(days: terms.paymentDays)
    guard due >= date else {
      throw DeskError(.time, "an invoice of \(date) cannot be due on \(due), before its date")
    }
    return InvoiceIssued(
      number: try .next(series, on: date, after: desk.books.invoices.last(series)),
      client: client.code, date: date, due: due, currency: client.currency,
      treatment: terms.tax, tickets: bills.map(\.ticket), lines: lines, taxes: taxes,
      total: try MoneyRule.sum(taxes.map(\.gross)), seller: seller, buyer: buyer,
      annex: try InvoiceAnnex(client.code, client.currency, lines, taxes, desk).kept ?? "",
      at: desk.lookup.caller.now)
  }

  private var seller: String {
    PartyText(desk.settings.name, desk.settings.address, desk.settings.taxNumber).text
  }

  private var buyer: String { PartyText(client.name, terms.address, terms.taxNumber).text }
}

/// Who a document is between, as one text: the name on the first line, then the details.
struct PartyText {
  let text: String

  init(_ name: String, _ address: String?, _ taxNumber: String?) {
    text = [name, address, taxNumber.map { "Tax number \($0)" }].compactMap { $0 }
      .joined(separator: "\n")
  }

  /// The party on a sheet of paper.
  static func party(_ role: String, _ text: String) -> Document.Party {
    let lines = text.split(separator: "\n").map(String.init)
    return Document.Party(
      role: role, name: lines.first ?? "", details: Array(lines.dropFirst()))
  }
}

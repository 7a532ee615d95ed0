import DeskRules
import DeskStore

struct InvoicePage: Query {
  static let about = About(
    "invoice.page", "Lays an invoice or a credit note out for paper.",
    roles: .money + [.client], refusals: [.notFound],
    example: "swapdesk invoice page A-2026-000123",
    notes: [
      "--html makes a page for the browser and the printer, on A4. Names and addresses are those of"
        + " the day of issue. Where budget lines carry the bill, an annex says which carries what of"
        + " it, why, and who agreed."
    ])
  let invoice: InvoiceNumber

  init(_ read: inout Arguments) throws(DeskError) {
    invoice = try read("invoice", at: 1, "Its number.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let desk = try InvoiceDesk(books, caller)
    return try InvoiceSheet(try desk.invoice(invoice), desk).document()
  }
}

/// An invoice as a sheet of paper.
struct InvoiceSheet {
  private let invoice: Invoice
  private let desk: InvoiceDesk
  private let lines: [InvoicedLine]
  private let taxes: [TaxTotal]

  init(_ invoice: Invoice, _ desk: InvoiceDesk) throws(DeskError) {
    self.invoice = invoice
    self.desk = desk
    lines = try desk.books.invoices.lines(invoice.number)
    taxes = try desk.books.invoices.taxes(invoice.number).map(\.total)
  }

  func document() throws(DeskError) -> Document {
    var document = Document(
      title: invoice.isCredit ? "Credit note" : "Invoice", number: invoice.number.text,
      date: invoice.date.text)
    document.parties = [
      PartyText.party("Seller", invoice.seller), PartyText.party("Buyer", invoice.buyer),
    ]
    document.facts = facts
    document.tables = [
      BillTable(
        lines.map(\.line), taxes, invoice.currency,
        total: invoice.isCredit ? "Taken back" : "To pay"
      ).table
    ]
    document.remarks = [TaxText.rule(taxes)]
    let isTaxed = taxes.contains { $0.rate != nil }
    if let table = InvoiceAnnex.table(try annex(), isTaxed: isTaxed) {
      document.tables.append(table)
      document.remarks.append(
        "The second table says which budget line \(invoice.isCredit ? "gets" : "carries") what.")
      if isTaxed {
        document.remarks.append(
          "Its VAT is divided by largest remainder, so that the parts add up to the VAT of the"
            + " \(invoice.isCredit ? "credit note" : "invoice").")
      }
    }
    document.signatures = [invoice.isCredit ? "Credited by" : "Issued by"]
    return document
  }

  /// As it was issued; invoices of earlier versions kept none, of which it is reckoned by now.
  private func annex() throws(DeskError) -> [[String]] {
    if invoice.isCredit, invoice.annex == nil { return [] }
    if let kept = invoice.annex { return try InvoiceAnnex.rows(kept: kept) }
    return try InvoiceAnnex(
      invoice.client, invoice.currency, lines.map(\.line), taxes, desk
    ).rows
  }

  private var facts: [Document.Fact] {
    var facts: [Document.Fact] = []
    if let original = invoice.original {
      facts.append(.init("Refers to invoice", original.text))
      if let reason = invoice.reason { facts.append(.init("Reason", reason)) }
    } else {
      facts.append(.init("To be paid by", invoice.due.text))
    }
    facts.append(.init("Currency", invoice.currency.code))
    facts.append(.init("Prices", TaxText.prices(invoice.treatment, taxes)))
    let tickets = lines.map { "\($0.line.ticket)" }.reduce(into: [String]()) { tickets, ticket in
      if tickets.last != ticket { tickets.append(ticket) }
    }
    facts.append(.init("Repairs", tickets.joined(separator: ", ")))
    if !invoice.isCredit, invoice.paid > 0 || invoice.credited > 0 {
      facts.append(.init("Paid", invoice.currency.text(invoice.paid)))
      if invoice.credited > 0 {
        facts.append(.init("Credited", invoice.currency.text(invoice.credited)))
      }
      facts.append(.init("Still to be paid", invoice.currency.text(invoice.open)))
    }
    return facts
  }
}

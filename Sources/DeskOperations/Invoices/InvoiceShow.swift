import DeskRules
import DeskStore

struct InvoiceShow: Query {
  static let about = About(
    "invoice.show", "Shows an invoice or a credit note with lines, tax and payments.",
    roles: .money + [.client], refusals: [.notFound],
    example: "swapdesk invoice show A-2026-000123")
  let invoice: InvoiceNumber

  init(_ read: inout Arguments) throws(DeskError) {
    invoice = try read("invoice", at: 1, "Its number.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> InvoiceCard {
    let desk = try InvoiceDesk(books, caller)
    let invoice = try desk.invoice(invoice)
    var card = InvoiceCard(invoice, today: desk.today)
    try card.addLines(of: invoice, desk)
    let credits = try books.invoices.credits(invoice.number).map(\.number)
    card.credits = credits.isEmpty ? nil : credits
    let payments = try books.payments.list(for: invoice.number)
    card.payments =
      payments.isEmpty ? nil : payments.map { PaymentCard($0, invoice.currency) }
    return card
  }
}

import DeskRules
import DeskStore

struct InvoicePayments: Query {
  static let about = About(
    "invoice.payments", "Lists payments and refunds in the order they were entered.",
    roles: .money + [.client], refusals: [.notFound],
    example: "swapdesk invoice payments --client bakery",
    notes: [
      "--surplus lists payments of which a part is beyond their invoice, or that came without one, of"
        + " clients who have money on account: on_account is how much that is by now."
    ])
  let client: ClientCode?
  let reference: Line?
  let isSurplus: Bool
  let after: PaymentNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    reference = try read.optional("reference", "Only those with just this reference.")
    isSurplus = try read.flag("surplus", "Only what came beyond invoices and is on account.")
    after = try read.optional("after", "Only those after this one: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [PaymentCard] {
    let desk = try InvoiceDesk(books, caller)
    let payments = try books.payments.list(
      client: try desk.clientFilter(client), reference: reference?.text,
      isSurplus: isSurplus, after: after, limit: limit?.count ?? 100)
    return try payments.map { payment throws(DeskError) in
      let currency = try desk.client(payment.client).currency
      var card = PaymentCard(payment, currency)
      if isSurplus {
        card.onAccount = currency.text(try books.accounts.receivable(payment.client).onAccount)
      }
      return card
    }
  }
}

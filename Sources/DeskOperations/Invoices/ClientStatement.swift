import DeskRules
import DeskStore

struct ClientStatement: Query {
  static let about = About(
    "client.statement", "Lays out what was invoiced and paid in a period, for both sides to sign.",
    roles: .money + [.client], refusals: [.notFound, .time, .usage],
    example: "swapdesk client statement bakery --from 2026-01-01 --to 2026-12-31",
    notes: [
      "The reconciliation statement: opening balance, invoices, credit notes and payments by day, the"
        + " turnover and the closing balance. --html makes a page for the printer, on A4."
    ])
  let client: ClientCode
  let from: CalendarDate
  let to: CalendarDate

  private static let entryLimit = 5_000

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    from = try read("from", "The first day.")
    to = try read("to", "The last day.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let desk = try InvoiceDesk(books, caller)
    let client = try desk.client(client)
    guard from <= to else { throw DeskError(.time, "\(to) is before \(from)") }
    let entries = try books.accounts.entries(
      client.code, from: from, to: to, limit: Self.entryLimit + 1)
    guard entries.count <= Self.entryLimit else {
      throw DeskError(
        .usage, "the period has more than \(Self.entryLimit) documents; ask for a shorter one")
    }
    let opening = try books.accounts.sums(client.code, before: from)
    let named = try entries.map { entry throws(DeskError) in
      (entry: entry, title: try Self.title(of: entry, books))
    }
    return try document(client, named, opening.debit - opening.credit, desk)
  }

  private func document(
    _ client: Client, _ entries: [(entry: AccountEntry, title: String)], _ opening: Int64,
    _ desk: InvoiceDesk
  ) throws(DeskError) -> Document {
    let terms = try desk.books.bills.terms(client.code)
    let debit = try MoneyRule.sum(entries.map(\.entry.debit))
    let credit = try MoneyRule.sum(entries.map(\.entry.credit))
    let closing = try MoneyRule.sum(opening, debit, -credit)
    var document = Document(
      title: "Reconciliation statement", number: "\(client.code)", date: to.text)
    document.parties = [
      PartyText.party(
        "Seller",
        PartyText(desk.settings.name, desk.settings.address, desk.settings.taxNumber).text),
      PartyText.party("Buyer", PartyText(client.name, terms.address, terms.taxNumber).text),
    ]
    document.facts = [
      .init("Period", "\(from) to \(to)"), .init("Currency", client.currency.code),
    ]
    func row(_ date: String, _ what: String, _ debit: Int64?, _ credit: Int64?) -> [String] {
      [date, what] + [debit, credit].map { $0.map { client.currency.text($0) } ?? "" }
    }
    func balance(_ label: String, _ day: CalendarDate, _ amount: Int64) -> [String] {
      row(day.text, label, amount >= 0 ? amount : nil, amount < 0 ? -amount : nil)
    }
    document.tables = [
      Document.Table(
        columns: [.left("Date"), .left("Document"), .right("Debit"), .right("Credit")],
        rows: [balance("Opening balance", from, opening)]
          + entries.map { entry, title in
            row(
              entry.date.text, title, entry.debit == 0 ? nil : entry.debit,
              entry.credit == 0 ? nil : entry.credit)
          },
        totals: [row("", "Turnover", debit, credit), balance("Closing balance", to, closing)])
    ]
    document.remarks = [Self.verdict(closing, on: to, client, desk)]
    document.signatures = ["Seller", "Buyer"]
    return document
  }

  /// A document as both sides know it: of a payment the invoice and the bank's reference, too.
  private static func title(
    of entry: AccountEntry, _ books: Books
  ) throws(DeskError) -> String {
    guard let number = try? PaymentNumber(entry.document),
      let payment = try books.payments.find(number)
    else { return entry.title }
    let details = [payment.invoice.map { "for \($0)" }, payment.reference].compactMap { $0 }
    return entry.title + (details.isEmpty ? "" : ", " + details.joined(separator: ", "))
  }

  private static func verdict(
    _ closing: Int64, on day: CalendarDate, _ client: Client, _ desk: InvoiceDesk
  ) -> String {
    let amount = "\(client.currency.text(abs(closing))) \(client.currency)"
    if closing > 0 {
      return "On \(day) \(client.name) owes \(desk.settings.name) \(amount)."
    } else if closing < 0 {
      return "On \(day) \(desk.settings.name) owes \(client.name) \(amount)."
    }
    return "On \(day) neither side owes the other anything."
  }
}

extension AccountEntry {
  /// The document as both sides call it.
  fileprivate var title: String {
    switch kind {
    case .invoice: "Invoice \(document)"
    case .credit: "Credit note \(document)"
    case .payment: "Payment \(document)"
    case .reversal: "Payment \(document) reversed"
    case .refund: "Refund \(document)"
    case .refundReversal: "Refund \(document) returned"
    }
  }
}

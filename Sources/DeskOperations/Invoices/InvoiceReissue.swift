import DeskRules
import DeskStore

struct InvoiceReissue: Change {
  static let about = About(
    "invoice.reissue", "Brings credited lines back into the queue, to be invoiced anew.",
    roles: .money, refusals: [.notFound, .state],
    example: "swapdesk invoice reissue A-2026-000123 --reason \"credited by mistake\"",
    notes: [
      "For an invoice that was credited without --reissue, or one --line of it. The lines are as they"
        + " were logged: they are looked at, and invoiced again at their whole price.",
      "The budget lines that had carried them carry them again, each as far as it has the money, and"
        + " with the approval that was given; what one does not have is beyond it like that of any other"
        + " bill, and waits under a number of its own.",
    ])
  let invoice: InvoiceNumber
  let line: Int?
  let reason: FreeText

  init(_ read: inout Arguments) throws(DeskError) {
    invoice = try read("invoice", at: 1, "The invoice that was credited.")
    line = try read.optional("line", "Only this line of it, from 1.")
    reason = try read("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<InvoiceReissuedCard> {
    let desk = try InvoiceDesk(books, caller)
    let invoice = try desk.claim(invoice)
    let lines = try lines(of: invoice, books)
    let reissued = InvoiceReissued(
      invoice: invoice.number, client: invoice.client, lines: lines.map(\.line.name),
      reason: reason.text, at: caller.now)
    var budget = try CreditedBudget(desk, invoice)
    try budget.restore(reissued.lines)
    let card = InvoiceReissuedCard(
      invoice: invoice.number, client: invoice.client,
      tickets: Set(lines.map(\.line.ticket)).sorted(),
      amount: invoice.currency.text(try MoneyRule.sum(lines.map(\.line.amount))),
      currency: invoice.currency, budget: try budget.cards(),
      flags: budget.flags.isEmpty ? nil : budget.flags)
    return Decision(
      events: [reissued] + budget.events + (try desk.unfinished(reissued.lines)), reply: card)
  }

  /// The lines that were credited, and stand neither in the queue nor on another invoice.
  private func lines(
    of invoice: Invoice, _ books: Books
  ) throws(DeskError) -> [InvoicedLine] {
    let all = try books.invoices.lines(invoice.number)
    if let line, !all.contains(where: { $0.number == line }) {
      throw DeskError(
        .notFound,
        "\(invoice.number) has no line \(line); invoice show \(invoice.number) numbers them")
    }
    let isTakenBack = invoice.credited == invoice.total
    let credited = all.filter { $0.creditedBy != nil || isTakenBack }
      .filter { line == nil || $0.number == line }
    guard !credited.isEmpty else {
      throw DeskError(
        .state,
        "\(line.map { "line \($0) of " } ?? "no line of ")\(invoice.number) \(line == nil ? "is" : "is not")"
          + " credited; invoice credit \(invoice.number)\(line.map { " --line \($0)" } ?? "")"
          + " --reissue --reason TEXT credits what is left and brings it back")
    }
    let standing = try books.invoices.standing(on: invoice.number)
    let lines = credited.filter { standing.contains($0.number) }
    guard !lines.isEmpty else {
      throw DeskError(
        .state,
        "what was credited of \(invoice.number) has come back already, or was voided; invoice list"
          + " --ticket and invoice queue show where it stands")
    }
    return lines
  }
}

/// Lines that are to be invoiced anew.
struct InvoiceReissuedCard: Item {
  let invoice: InvoiceNumber
  let client: ClientCode
  /// The tickets that are in the queue again.
  let tickets: [TicketNumber]
  /// What their lines come to.
  let amount: String
  let currency: Currency
  let budget: [BudgetCard]?
  let flags: [String]?
}

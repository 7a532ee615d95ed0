import DeskRules
import DeskStore

/// What a credit note means for the budget lines that carry its invoice: they get back what the client
/// is not asked to pay any more, and carry again what is to be invoiced anew.
struct CreditedBudget {
  private let invoice: Invoice
  private let books: Books
  private var ledger: Ledger
  private var restored: [BillRestored] = []
  private var given: [InvoiceAnnex.Part] = []
  /// What to flag.
  private(set) var flags: [String] = []

  init(_ desk: InvoiceDesk, _ invoice: Invoice) throws(DeskError) {
    self.invoice = invoice
    books = desk.books
    let now = desk.lookup.caller.now
    ledger = try Ledger(
      books, client: desk.client(invoice.client), ticket: nil, at: now, now: now)
  }

  /// What moves, as facts.
  var events: [any Event] { restored + ledger.events }

  /// The lines that moved, as answers show them; nil where none did.
  func cards() throws(DeskError) -> [BudgetCard]? {
    ledger.touched.isEmpty ? nil : try ledger.cards(or: "")
  }

  /// Which lines got what back, as a credit note keeps it; nil where none did, or what it takes back is to
  /// be invoiced anew.
  func annex(_ note: InvoiceCredited) throws(DeskError) -> String? {
    guard note.reissued.isEmpty else { return nil }
    return try InvoiceAnnex(invoice.client, invoice.currency, given, note.taxes, books).kept
  }

  /// Gives back what a credit note takes back, by the rule of `CreditSplit` at each rate of tax.
  mutating func giveBack(
    _ note: InvoiceCredited, of lines: [InvoicedLine], _ taxes: [InvoicedTax]
  ) throws(DeskError) {
    let standing = lines.filter { line in
      line.line.ticketLine > 0 && line.creditedBy == nil
        && !note.reissued.contains(line.line.name)
    }
    for tax in note.taxes {
      guard let before = taxes.first(where: { $0.total.rate == tax.rate }) else { continue }
      let split = CreditSplit(
        credit: counted(tax), left: counted(before.left), isOfLine: note.originalLine != nil)
      let parts = try parts(of: standing.filter { $0.line.rate == tax.rate })
      let shares = try split.shares(
        of: parts.map { part in
          CreditSplit.Part(
            amount: part.allocation.amount, isOpen: part.allocation.state != .spent,
            isNamed: part.line == note.originalLine)
        })
      let rest = split.credit - (try MoneyRule.sum(shares))
      // Lines that had more than was left of the invoice get that back, too.
      let cause = rest < 0 ? "given back, with what earlier credits had not" : "given back"
      for (part, share) in zip(parts, shares) where share > 0 {
        ledger.ticket = part.ticket
        guard try ledger.giveBack(share, of: part.allocation, by: note.number, on: note.date)
        else {
          flag("on_budget \(part.ticket)")
          continue
        }
        guard let moved = ledger.events.last else { continue }
        given.append(
          InvoiceAnnex.Part(
            line: (moved.line, moved.first), cause: cause, rate: tax.rate, amount: share))
      }
      if rest > 0 {
        given.append(InvoiceAnnex.Part(line: nil, cause: "", rate: tax.rate, amount: rest))
      }
    }
  }

  /// Carries again what had been given back of lines that are to be invoiced anew.
  mutating func restore(_ lines: [TicketLineName]) throws(DeskError) {
    for ticket in Set(lines.map(\.ticket)).sorted() {
      ledger.ticket = ticket
      let parts = try books.allocations.list(ticket).filter { part in
        part.state == .credited
          && lines.contains(TicketLineName(ticket: ticket, line: part.ticketLine))
      }
      guard !parts.isEmpty else { continue }
      var reductions: [PendingReduction] = []
      for part in parts {
        let (beyond, flags) = try ledger.carryAgain(part)
        for text in flags { flag(text) }
        if beyond > 0, let pending = part.pending { reductions.add(beyond, to: pending) }
      }
      restored.append(
        BillRestored(
          ticket: ticket, parts: parts.map(\.place), amount: try MoneyRule.sum(parts.map(\.amount)),
          pendings: reductions, at: ledger.at))
    }
    for text in try ledger.warnings() { flag(text) }
  }

  private mutating func flag(_ text: String) {
    if !flags.contains(text) { flags.append(text) }
  }

  /// Budgets count bills by the prices on tickets, which have the tax inside or do not.
  private func counted(_ total: TaxTotal) -> Int64 {
    invoice.treatment == .onTop ? total.net : total.gross
  }

  /// A part of a bill on a budget line, and the invoice's line it is of.
  private struct CarriedPart {
    let line: Int
    let ticket: TicketNumber
    let allocation: Allocation
  }

  /// What budget lines have of lines of the invoice, in the order of both. Bills of earlier versions
  /// did not say which line moved what; they stay, and are flagged.
  private mutating func parts(of lines: [InvoicedLine]) throws(DeskError) -> [CarriedPart] {
    var parts: [CarriedPart] = []
    var carried: [TicketNumber: [Allocation]] = [:]
    for line in lines {
      let ticket = line.line.ticket
      if carried[ticket] == nil { carried[ticket] = try books.allocations.list(ticket) }
      for part in carried[ticket] ?? [] where part.state.isStanding {
        if part.ticketLine == 0 { flag("on_budget \(ticket)") }
        guard part.ticketLine == line.line.ticketLine else { continue }
        parts.append(CarriedPart(line: line.number, ticket: ticket, allocation: part))
      }
    }
    return parts
  }
}

extension InvoiceLine {
  /// The ticket's line that it is for.
  var name: TicketLineName { TicketLineName(ticket: ticket, line: ticketLine) }
}

extension [PendingReduction] {
  /// Takes so much more off a number.
  mutating func add(_ amount: Int64, to number: PendingNumber) {
    let known = firstIndex { $0.pending == number }
    let before = known.map { remove(at: $0).amount } ?? 0
    append(PendingReduction(pending: number, amount: before + amount))
  }
}

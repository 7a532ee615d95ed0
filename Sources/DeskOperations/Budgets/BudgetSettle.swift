import DeskRules
import DeskStore

struct BudgetSettle: Change {
  static let about = About(
    "budget.settle", "Brings finished jobs that had no budget to the lines there are by now.",
    roles: .money, refusals: [.notFound, .ambiguous, .unsuitable, .state, .notSet],
    example: "swapdesk budget settle bakery --ticket T-7",
    notes: [
      "budget pending lists them as no_budget. Each part of the bill counts in the period of the day it"
        + " was done, or of today where that is closed: the line has to be set for that day. What the"
        + " line does not have waits or is unfunded, as with every other bill.",
      "What was unfunded because its line had no budget for the day leaves its number and is carried"
        + " too, once the day has one. A job that was opened again waits for ticket resolve.",
      "Without --ticket all of the client's jobs are settled, at most 100 at once; left names those"
        + " that still have no line.",
    ])
  let client: ClientCode
  let ticket: TicketReference?
  private static let limit = 100

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    ticket = try read.optional("ticket", "Only this job.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<JobsSettledCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    let tickets = try tickets(of: client.code, lookup)
    var ledger = try Ledger(books, client: client, ticket: nil, at: caller.now, now: caller.now)
    let astray = try books.allocations.astray(of: client.code)
    var ended: [PendingSettled] = []
    var settled: [TicketNumber] = []
    var left: [TicketNumber] = []
    var flags: [String] = []
    for ticket in tickets {
      ledger.ticket = ticket.number
      let moved = ledger.events.count
      var bill = try Bill(ticket, in: books)
      for amount in astray where amount.ticket == ticket.number {
        guard try ledger.takeBack(amount, into: &bill) else { continue }
        ended.append(
          PendingSettled(
            pending: amount.number, ticket: ticket.number, client: client.code,
            amount: amount.amount, at: caller.now))
      }
      for flag in try ledger.settle(bill) where !flags.contains(flag) {
        flags.append(flag)
      }
      if ledger.hasCarried(ticket.number, since: moved) {
        settled.append(ticket.number)
      } else {
        left.append(ticket.number)
      }
    }
    guard !settled.isEmpty else { throw try missing(tickets, astray, books) }
    let amount = try MoneyRule.sum(
      ledger.events.filter { [.post, .pend, .unfund].contains($0.movement) }.map(\.amount))
    return Decision(
      events: ended + ledger.events,
      reply: JobsSettledCard(
        client: client.code, tickets: settled, amount: client.currency.text(amount),
        currency: client.currency, budget: try ledger.cards(or: ""), pending: ledger.beyond,
        left: left.isEmpty ? nil : left, flags: flags.isEmpty ? nil : flags))
  }

  /// The jobs that are named or found, each with something that has reached no budget.
  private func tickets(
    of client: ClientCode, _ lookup: Lookup
  ) throws(DeskError) -> [Ticket] {
    guard let reference = ticket else {
      let jobs = try lookup.books.budgets.unbudgeted(of: client, limit: Self.limit).map(\.ticket)
      let others = try lookup.books.allocations.astray(of: client).map(\.ticket)
      let numbers = Set(jobs + others).sorted().prefix(Self.limit)
      guard !numbers.isEmpty else {
        throw DeskError(.state, "no finished job of \(client) waits for a budget")
      }
      return try numbers.map { number throws(DeskError) in try lookup.ticket(.number(number)) }
    }
    let ticket = try lookup.ticket(reference)
    guard ticket.client == client else {
      throw DeskError(
        .unsuitable, "\(ticket.number) is \(ticket.client)'s, not \(client)'s",
        ["ticket": .string("\(ticket.number)"), "client": .string("\(ticket.client)")])
    }
    let isAstray = try lookup.books.allocations.astray(of: client)
      .contains { $0.ticket == ticket.number }
    guard !ticket.state.takesWork, ticket.billed > ticket.posted || isAstray else {
      let reason =
        ticket.state.takesWork
        ? "has not ended; ticket resolve carries its bill" : "has reached the budget already"
      throw DeskError(
        .state, "\(ticket.number) \(reason)", ["ticket": .string("\(ticket.number)")])
    }
    return [ticket]
  }

  private func missing(
    _ tickets: [Ticket], _ astray: [PendingAmount], _ books: Books
  ) throws(DeskError) -> DeskError {
    guard let ticket = tickets.first else {
      throw DeskError(.state, "nothing is left to settle")
    }
    let day =
      try Bill(ticket, in: books).parts.first?.day
      ?? astray.first { $0.ticket == ticket.number }?.day
    guard let day else { throw DeskError(.state, "nothing is left to settle") }
    return DeskError(
      .notSet,
      "\(ticket.client) has no budget \(ticket.line) on \(day), when \(ticket.number) was done;"
        + " budget set makes one",
      [
        "ticket": .string("\(ticket.number)"), "line": .string(ticket.line),
        "day": .string(day.text),
      ])
  }
}

extension Ledger {
  /// Whether something of a job's bill has come to a line since so many movements; that a hold of
  /// another one ended on the way is none.
  fileprivate func hasCarried(_ ticket: TicketNumber, since count: Int) -> Bool {
    events[count...].contains {
      $0.ticket == ticket && [.post, .pend, .unfund].contains($0.movement)
    }
  }

  /// Takes an amount off the line on which it is unfunded and back into its bill, if the line it comes
  /// from has a budget for its day by now. Says whether.
  fileprivate mutating func takeBack(
    _ amount: PendingAmount, into bill: inout Bill
  ) throws(DeskError) -> Bool {
    guard try line(amount.from, on: booksDay(of: amount.day).day) != nil else { return false }
    let parts = try books.allocations.list(amount.ticket)
      .filter { $0.pending == amount.number && $0.state == .unfunded }
      .map { BillPart(line: $0.ticketLine, kind: $0.kind ?? .other, amount: $0.amount) }
    try move(
      line(amount.line, first: amount.first), .cover, amount.amount, day: today,
      pending: amount.number, reference: amount.day)
    bill.add(parts, on: amount.day)
    return true
  }
}

/// Jobs that have reached the budget.
struct JobsSettledCard: Item {
  let client: ClientCode
  let tickets: [TicketNumber]
  /// What of their bills has reached it.
  let amount: String
  let currency: Currency
  let budget: [BudgetCard]
  let pending: [BeyondCard]?
  /// Jobs that still have no line.
  let left: [TicketNumber]?
  let flags: [String]?
}

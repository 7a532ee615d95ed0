import DeskRules
import DeskStore

/// A bill on its way to the budget.
struct Bill {
  /// A part of it, and the day it was done on the desk's calendar.
  struct DatedPart {
    let part: BillPart
    let day: CalendarDate
  }

  let ticket: Ticket
  /// What of it has not reached the budget yet.
  private(set) var parts: [DatedPart]
  /// What the ticket's approved estimate holds.
  let holds: [Hold]

  /// A ticket's bill, with lines that are being written just now. Nothing of it was done after the
  /// work had ended, where that is known.
  init(
    _ ticket: Ticket, adding lines: [LineAdded] = [], ended: Instant? = nil, in books: Books
  ) throws(DeskError) {
    self.ticket = ticket
    let zone = try books.clients.settings().zone
    let written = lines.filter { $0.amount > 0 }.map {
      UnpostedPart(
        part: BillPart(line: $0.line, kind: $0.lineKind, amount: $0.amount), at: $0.at)
    }
    parts = (try books.tickets.unposted(ticket) + written).map { unposted in
      DatedPart(
        part: unposted.part,
        day: zone.date(at: ended.map { min($0, unposted.at) } ?? unposted.at))
    }
    holds = try books.tickets.holds(ticket.number)
  }

  /// Takes back in what stood on a budget on some day and leaves it now.
  mutating func add(_ parts: [BillPart], on day: CalendarDate) {
    self.parts += parts.map { DatedPart(part: $0, day: day) }
  }
}

/// Parts of a bill that belong to the same period of every line that could carry them.
private struct BillGroup {
  /// The last of their days.
  var booked: BooksDay
  /// The first days of the periods.
  let periods: [CalendarDate?]
  var parts: [BillPart]

  func isSame(_ other: BillGroup) -> Bool {
    periods == other.periods && booked.closed == other.booked.closed
  }
}

extension Ledger {
  /// Carries a finished job's bill, each part in the period of its own day: what a line has is spent
  /// on it, the excess waits on the overflow line for an approval or, where none is named, is
  /// unfunded. Returns what to flag.
  mutating func settle(_ bill: Bill) throws(DeskError) -> [String] {
    try releaseHolds(bill.holds)
    var flags: [String] = []
    var holds = bill.holds
    let groups = try groups(bill)
    for group in groups {
      for flag in try missingGoodsLine(group, of: bill.ticket) where !flags.contains(flag) {
        flags.append(flag)
      }
      for (name, parts) in try shares(group, of: bill.ticket) {
        try bringBack(
          &holds, for: MoneyRule.sum(parts.map(\.amount)), on: name, group.booked)
        for flag in try carry(parts, on: name, group.booked) where !flags.contains(flag) {
          flags.append(flag)
        }
      }
    }
    flags += try expiryFlag(bill.ticket)
    guard !bill.parts.isEmpty else { return flags }
    let settled = PostedBill(
      ticket: bill.ticket.number, day: day, amount: try MoneyRule.sum(bill.parts.map(\.part.amount))
    )
    flags += try SplitWatch(books, bill.ticket).flags(settling: settled) ?? []
    for case let closed? in groups.map(\.booked.closed) {
      flags.append("closed_period \(closed.period)")
    }
    return try flags + warnings()
  }

  /// The lines that would carry a bill, each as it is now and with what of the bill it would not
  /// have, its own hold counted as available.
  func excess(of bill: Bill) throws(DeskError) -> BillExcess {
    var draft = self
    try draft.releaseHolds(bill.holds)
    var excess = BillExcess()
    var holds = bill.holds
    for group in try draft.groups(bill) {
      for (name, parts) in try draft.shares(group, of: bill.ticket) {
        let amount = try MoneyRule.sum(parts.map(\.amount))
        try draft.bringBack(&holds, for: amount, on: name, group.booked)
        guard let line = try draft.line(name, on: group.booked.day) else {
          if let other = try nearest(name, to: group.booked.day) { try excess.add(other, amount) }
          continue
        }
        let carried = line.figures.settle(bill: amount)
        try excess.add(try self.line(name, first: line.period.first), carried.excess)
        guard carried.spent > 0 else { continue }
        try draft.move(line, .post, carried.spent, on: group.booked, parts: nil)
      }
    }
    return excess
  }

  /// The bill by the periods its parts belong to, the earliest work first.
  private mutating func groups(_ bill: Bill) throws(DeskError) -> [BillGroup] {
    var groups: [BillGroup] = []
    for day in Set(bill.parts.map(\.day)).sorted() {
      let booked = try booksDay(of: day)
      try endExpired(bill.ticket, on: booked.day)
      var periods: [CalendarDate?] = []
      for name in [bill.ticket.line, client.goodsLine].compactMap({ $0 }) {
        periods.append(try line(name, on: booked.day)?.period.first)
      }
      let parts = bill.parts.filter { $0.day == day }.map(\.part)
      let group = BillGroup(booked: booked, periods: periods, parts: parts)
      if let known = groups.firstIndex(where: group.isSame) {
        groups[known].booked = booked
        groups[known].parts = (groups[known].parts + parts).sorted { $0.line < $1.line }
      } else {
        groups.append(group)
      }
    }
    return groups
  }

  /// Which line carries what: parts and consumables go to the goods line first where that is
  /// arranged and the client has the line. Everything else goes to the ticket's own, and so does what
  /// the goods line does not have: it is the ticket's line that holds the estimate.
  private func shares(
    _ group: BillGroup, of ticket: Ticket
  ) throws(DeskError) -> [(String, [BillPart])] {
    let own = ticket.line
    let day = group.booked.day
    guard let goods = try goodsLine(beside: own, on: day) else { return [(own, group.parts)] }
    var byNature = group.parts.filter(\.kind.isGoods)
    var rest = group.parts.filter { !$0.kind.isGoods }
    if try line(own, on: day) != nil {
      let (within, beyond) = byNature.divided(at: max(0, goods.figures.available))
      byNature = within
      rest += beyond
    }
    return [(goods.line, byNature), (own, rest)].filter { !$0.1.isEmpty }
  }

  /// What to flag of goods that the ticket's own line carries, for theirs has no budget for the day.
  private func missingGoodsLine(
    _ group: BillGroup, of ticket: Ticket
  ) throws(DeskError) -> [String] {
    guard let name = client.goodsLine, group.parts.contains(where: \.kind.isGoods),
      try line(name, on: group.booked.day) == nil,
      try line(ticket.line, on: group.booked.day) != nil
    else { return [] }
    return ["\(KnownLines.missing) \(name)"]
  }

  /// The line that carries goods by their nature, where that is arranged, is another one than the
  /// ticket's, and the client has it for the day.
  func goodsLine(beside own: String, on day: CalendarDate) throws(DeskError) -> BudgetLine? {
    guard let name = client.goodsLine, name != own else { return nil }
    return try line(name, on: day)
  }

  /// Flags work that was finished on an agreement that had run out by the day of the work.
  func expiryFlag(_ ticket: Ticket) throws(DeskError) -> [String] {
    let approval = try books.allocations.approvals(ticket.number).first { $0.state == .open }
    return approval?.hasExpired(by: reference ?? day) == true ? ["approval_expired"] : []
  }

  private mutating func carry(
    _ parts: [BillPart], on name: String, _ booked: BooksDay
  ) throws(DeskError) -> [String] {
    guard let line = try line(name, on: booked.day) else {
      guard let other = try nearest(name, to: booked.day) else { return ["no_budget"] }
      return [try lack(parts, of: name, beyond: other, booked)]
    }
    let (spent, excess) = line.figures.settle(bill: try MoneyRule.sum(parts.map(\.amount)))
    let (within, beyond) = parts.divided(at: spent)
    if spent > 0 { try move(line, .post, spent, on: booked, parts: within) }
    guard excess > 0 else { return [] }
    var overflow: BudgetLine?
    if let name = line.overflow { overflow = try self.line(name, on: booked.day) }
    return [try lack(beyond, of: name, on: overflow, beyond: line, booked)]
  }

  /// Puts what a line does not have onto its overflow line, where it waits, or records it as unfunded,
  /// under a number of its own. Returns what to flag.
  mutating func lack(
    _ parts: [BillPart], of name: String, on overflow: BudgetLine? = nil, beyond line: BudgetLine,
    _ booked: BooksDay
  ) throws(DeskError) -> String {
    let number = try takePendingNumber()
    try move(
      overflow ?? line, overflow == nil ? .unfund : .pend, MoneyRule.sum(parts.map(\.amount)),
      on: booked, pending: number, from: name, parts: parts)
    return overflow == nil ? "unfunded" : "pending \(number)"
  }

  /// The line in the period nearest to a day that it has no budget for, on which what it lacks is
  /// recorded; nil where the client sets no limit on it at all, or all its periods are closed.
  func nearest(_ name: String, to day: CalendarDate) throws(DeskError) -> BudgetLine? {
    var nearest: (line: BudgetLine, days: Int)?
    for line in try books.budgets.list(client.code, line: name) {
      guard try books.ledger.closed(line.period.last, of: client.code) == nil else { continue }
      let days = max(day.days(since: line.period.last), line.period.first.days(since: day))
      if nearest.map({ days < $0.days }) ?? true { nearest = (line, days) }
    }
    return nearest.map { current($0.line) }
  }
}

extension LineKind {
  /// Whether the line is goods by its nature.
  var isGoods: Bool { self == .part || self == .consumable }
}

import DeskRules
import DeskStore

/// What of an estimate one line would carry.
struct LinePromise {
  /// The line's name.
  let name: String
  /// The line; nil where the client has none for the day.
  let line: BudgetLine?
  /// How much, in minor units.
  let amount: Int64

  /// By how much it is more than may be promised on the line, its stop and tolerance counted; 0
  /// where it fits, or there is no line.
  ///
  /// - Throws: `amount` when a threshold does not suit the currency.
  func excess() throws(DeskError) -> Int64 {
    guard let line else { return 0 }
    return max(0, amount - (try line.guards.room(line.figures, line.currency)))
  }

  /// By how much it is more than may be promised on the line, or than the line has: a tolerance, or a
  /// stop beyond what the line was given, lets it be promised and brings no money for the work.
  ///
  /// - Throws: `amount` when a threshold does not suit the currency.
  func beyond() throws(DeskError) -> Int64 {
    guard let line else { return 0 }
    return max(try excess(), amount - line.figures.available)
  }
}

extension Ledger {
  /// Which line would carry what of a ticket's estimate on a day, in the way of a bill: parts and
  /// consumables go to the goods line as far as it may promise them, everything else to the ticket's.
  mutating func promises(
    _ ticket: Ticket, on day: CalendarDate
  ) throws(DeskError) -> [LinePromise] {
    let estimate = ticket.estimate ?? 0
    try endExpired(ticket, on: day)
    let own = try line(ticket.line, on: day)
    var byNature: Int64 = 0
    var promises: [LinePromise] = []
    if let part = ticket.estimateGoods, part > 0,
      let goods = try goodsLine(beside: ticket.line, on: day)
    {
      let room = max(0, try goods.guards.room(goods.figures, goods.currency))
      byNature = own == nil ? part : min(part, room)
      promises = [LinePromise(name: goods.line, line: goods, amount: byNature)]
    }
    let rest = LinePromise(name: ticket.line, line: own, amount: estimate - byNature)
    return rest.amount > 0 || promises.isEmpty ? promises + [rest] : promises
  }

  /// Ends what agreements that have run out hold on the lines that would carry a ticket.
  mutating func endExpired(_ ticket: Ticket, on day: CalendarDate) throws(DeskError) {
    let lines = [
      try line(ticket.line, on: day), try goodsLine(beside: ticket.line, on: day),
    ]
    for case let line? in lines { try endExpired(on: line) }
  }

  /// Holds what the lines would carry of an estimate, from a day on.
  mutating func hold(_ promises: [LinePromise], from day: CalendarDate) throws(DeskError) {
    for promise in promises where promise.amount > 0 {
      guard let line = promise.line else { continue }
      try move(line, .hold, promise.amount, day: max(day, line.period.first))
    }
  }
}

import DeskRules
import DeskStore

struct BudgetRemind: Change {
  static let about = About(
    "budget.remind", "Records that a client was reminded of an amount beyond a line.",
    roles: .money + [.dispatcher], refusals: [.notFound, .state, .time],
    example: "swapdesk budget remind P-12 --by mail --text \"asked Olga for a letter\"",
    notes: [
      "budget pending shows how often and when last, and flags remind what nobody has spoken about for"
        + " \(PendingReminders.days) days. It sends nothing by itself; a reminder is an event: other"
        + " programs that follow the journal can act on it."
    ])
  let number: PendingNumber
  let words: ReminderWords

  init(_ read: inout Arguments) throws(DeskError) {
    number = try read("number", at: 1, "The amount that waits, was refused or is unfunded.")
    words = try ReminderWords(&read)
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<PendingCard> {
    let lookup = Lookup(books, caller)
    let pending = try lookup.pending(number)
    try pending.requireOpen()
    let zone = try books.clients.settings().zone
    let at = try lookup.moment(words.at, about: pending)
    var reminders = try PendingReminders(of: pending, in: books)
    let reminded = PendingReminded(
      pending: number, ticket: pending.ticket, client: pending.client,
      reminder: reminders.times.count + 1, at: at, way: words.way, text: words.text?.text)
    reminders.times.append(at)
    let card = PendingCard(
      pending, try lookup.client(pending.client).currency,
      try ApproverNames(pending.client, in: books, for: caller), reminders,
      today: zone.date(at: caller.now), zone: zone, flags: [])
    return Decision(events: [reminded], happenedAt: at, reply: card)
  }
}

/// When a client was reminded of an amount beyond a line.
struct PendingReminders {
  var times: [Instant]
  private let since: CalendarDate
  /// After how many days without a word somebody has to speak about it again.
  static let days = 7

  init(of pending: PendingAmount, in books: Books) throws(DeskError) {
    times = try books.allocations.reminders(of: pending).map(\.at)
    since = pending.day
  }

  /// The day of the last one; nil where there was none.
  func last(_ zone: Zone) -> CalendarDate? { times.max().map { zone.date(at: $0) } }

  /// What to flag of an amount nobody has spoken about for some days.
  func flags(on today: CalendarDate, _ zone: Zone) -> [String] {
    let last = max(since, last(zone) ?? since)
    return today.days(since: last) >= Self.days ? ["remind"] : []
  }
}

extension PendingAmount {
  /// Refuses what nobody has to be chased for any more.
  ///
  /// - Throws: `state`.
  func requireOpen() throws(DeskError) {
    guard state.isOpen else {
      throw DeskError(
        .state, "\(number) is \(state.rawValue) already; budget pending lists what waits",
        ["state": .string(state.rawValue)])
    }
  }
}

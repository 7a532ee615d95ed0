import DeskRules
import DeskStore

struct LoanTimeline: Query {
  static let about = About(
    "loan.timeline", "Draws who has a device when, and when it is free: a line a stretch of time.",
    roles: .staff, refusals: [.notFound, .ambiguous, .time],
    example: "swapdesk loan timeline LP-03 --days 14",
    notes: [
      "In the bar, a column a day, # is out, ! overdue, ? not known because it is overdue, = reserved,"
        + " s being serviced, o was out and came back, - free."
    ])
  let device: PieceReference
  let from: Deadline?
  let days: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    device = try read("device", at: 1, "The device, by tag or serial.")
    from = try read.optional(
      "from", "The first day; a week ago where left out, today for a week or less.")
    days = try read.optional("days", "How many days, up to 366; 28 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TimelineCard] {
    let piece = try Lookup(books, caller).piece(device, .device)
    let zone = try books.clients.settings().zone
    let days = days ?? 28
    guard (1...366).contains(days) else {
      throw DeskError(.time, "a timeline has 1 to 366 days, and not \(days)")
    }
    let first =
      try from.map { from throws(DeskError) in zone.date(at: try from.start(in: zone)) }
      ?? zone.date(at: caller.now).adding(days: days > 7 ? -7 : 0)
    let window = LoanWindow(
      from: zone.startOfDay(first), until: zone.endOfDay(first.adding(days: days - 1)))
    let sheet = TimelineSheet(window: window, first: first, days: days, zone: zone)
    return sheet.cards(try books.loans.timeline(piece.tag, window), now: caller.now)
  }
}

/// A stretch of a device's time.
struct TimelineCard: Item {
  let from: String
  let until: String
  let what: String
  var loan: LoanNumber?
  var client: ClientCode?
  var ticket: TicketNumber?
  let bar: String
}

/// Lays loans out over a window of days.
struct TimelineSheet {
  let window: LoanWindow
  let first: CalendarDate
  let days: Int
  let zone: Zone

  /// What a device is doing in a stretch of time, and the mark for it.
  private enum Mark: Character {
    case free = "-"
    case reserved = "="
    case out = "#"
    case overdue = "!"
    case returned = "o"
    case service = "s"
    case unknown = "?"

    var word: String {
      switch self {
      case .free: "free"
      case .reserved: "reserved"
      case .out: "out"
      case .overdue: "overdue"
      case .returned: "returned"
      case .service: "service"
      case .unknown: "unknown"
      }
    }
  }

  /// The stretches in order, those between loans too.
  func cards(_ loans: [Loan], now: Instant) -> [TimelineCard] {
    var cards: [TimelineCard] = []
    var reached = window.from
    for loan in loans {
      if loan.begins > reached { cards += card(.free, reached, loan.begins, nil) }
      for stretch in stretches(of: loan, now: now) {
        cards += card(stretch.mark, stretch.from, stretch.until, loan)
        reached = max(reached, stretch.until)
      }
    }
    if reached < window.until { cards += card(.free, reached, window.until, nil) }
    return cards
  }

  private func stretches(
    of loan: Loan, now: Instant
  ) -> [(mark: Mark, from: Instant, until: Instant)] {
    let end = loan.returned ?? loan.due
    let service = (
      mark: Mark.service, from: end, until: end.adding(minutes: Int64(loan.bufferMinutes))
    )
    switch loan.state {
    case .returned: return [(.returned, loan.begins, end), service]
    case .out where loan.isOverdue(at: now):
      return [(.out, loan.begins, end), (.overdue, end, now), (.unknown, now, window.until)]
    case .out: return [(.out, loan.begins, end), service]
    case .reserved, .cancelled: return [(.reserved, loan.begins, end), service]
    }
  }

  private func card(
    _ mark: Mark, _ from: Instant, _ until: Instant, _ loan: Loan?
  ) -> [TimelineCard] {
    let from = max(from, window.from)
    let until = min(until, window.until)
    guard from < until else { return [] }
    var card = TimelineCard(
      from: zone.text(of: from), until: zone.dueText(of: until), what: mark.word,
      bar: bar(mark, from, until))
    card.loan = loan?.number
    card.client = loan?.client
    card.ticket = loan?.ticket
    return [card]
  }

  /// A column for each day, marked where the stretch has part of it.
  private func bar(_ mark: Mark, _ from: Instant, _ until: Instant) -> String {
    let begin = zone.date(at: from).dayNumber - first.dayNumber
    let end = zone.date(at: until.adding(seconds: -1)).dayNumber - first.dayNumber
    return String(
      (0..<days).map { (begin...end).contains($0) ? mark.rawValue : "." })
  }
}

import DeskRules
import DeskStore

/// Takes visits to a ticket back: what they said of its calls and stages holds no longer.
struct VisitRetraction {
  /// The facts.
  let events: [VisitTakenBack]
  /// The stages of the ticket without the visits.
  let stamps: ResponseStamps
  /// The entries with which the visits were logged.
  private(set) var origins: [VisitNumber: Origin] = [:]

  /// How a visit was logged.
  struct Origin {
    let actor: String
    let events: [any Event]
  }

  /// - Parameter visits: those that are taken back now.
  init(_ step: TicketStep, of visits: [VisitLogged], reason: String) throws(DeskError) {
    guard !visits.isEmpty else {
      (events, stamps) = ([], step.ticket.stamps)
      return
    }
    let number = step.ticket.number
    let before = try step.books.callouts.list(ticket: number).filter(\.isTakenBack)
    var retelling = CallRetelling(
      without: Set(before.map(\.logged.visit)), and: Set(visits.map(\.visit)))
    for entry in try step.books.journal(of: .ticket(number), limit: .max).reversed() {
      let all = try entry.decodedEvents()
      let own = all.filter { $0.subjects.contains(.ticket(number)) }
      retelling.tell(own, entry: entry.seq, entered: entry.enteredAt)
      for case let logged as VisitLogged in own {
        origins[logged.visit] = Origin(actor: entry.actor, events: all)
      }
    }
    stamps = retelling.stamps
    let (stamps, calls) = (retelling.stamps, retelling.touched)
    events = visits.map { visit in
      VisitTakenBack(visit, stamps: stamps, calls: calls, reason: reason, at: step.at)
    }
  }

  /// The visits that lose the last line of their bill with some lines.
  static func visits(
    of step: TicketStep, without lines: [TicketLine]
  ) throws(DeskError) -> [VisitLogged] {
    let number = step.ticket.number
    let gone = Set(lines.map(\.line))
    let rest = Set(
      try step.books.tickets.lines(number).filter { !$0.isVoid && !gone.contains($0.line) }
        .compactMap(\.visit))
    let touched = Set(lines.compactMap(\.visit)).subtracting(rest)
    return try step.books.callouts.list(ticket: number)
      .filter { !$0.isTakenBack && touched.contains($0.logged.visit) }.map(\.logged)
  }
}

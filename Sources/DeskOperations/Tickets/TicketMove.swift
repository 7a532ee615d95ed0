import DeskRules
import DeskStore

/// A change of a ticket that is about to be decided, with what it does to the response clock: the
/// stages that it reaches, the pause that it begins or ends, the due time that moves with it.
struct TicketMove {
  let lookup: Lookup
  let ticket: Ticket
  let zone: Zone
  /// When it happens.
  let at: Instant
  var state: TicketState?
  var assignee: String?
  var reason: String?
  /// When somebody took it, where that was before the change.
  var acknowledged: Instant?
  /// When somebody was there, where that was before the change.
  var arrived: Instant?
  /// The stamps that the call's own steps gave, where these correct them.
  var corrected = ResponseStamps()
  /// Whether the clock stands still while it waits.
  var stopsClock: Bool?

  /// The fact.
  func changed() throws(DeskError) -> TicketChanged {
    let change = fact(due: nil)
    guard let promise = ticket.promise, promise.setsDue, let stage = promise.lastStage else {
      return change
    }
    let before = try lookup.books.tickets.pauses(ticket.number)
    let after = before.after(change, fixed: ticket.stamps.fixed)
    guard after != before, after.allSatisfy({ $0.until != nil }) else { return change }
    var clocks = ResponseClocks(lookup)
    let clock = try clocks.clock(of: ticket.changed(by: change), zone: zone, pauses: after)
    let due = clock?.due(stage)
    return due == ticket.due ? change : fact(due: due)
  }

  /// Whether the change says anything at all.
  var saysNothing: Bool { state == nil && assignee == nil && stamps == ResponseStamps() }

  private func fact(due: Instant?) -> TicketChanged {
    TicketChanged(
      ticket: ticket.number, at: at, state: state, assignee: assignee, due: due, reason: reason,
      stamps: stamps, stopsClock: state == .waiting ? stopsClock ?? true : nil)
  }

  /// The stages reached now, or earlier than the books know, or at another time than was said.
  private var stamps: ResponseStamps {
    // Waiting takes no work off anybody's hands, and coming back from it is no arrival.
    let isTaken = assignee != nil || state == .assigned || state == .inProgress
    return ResponseStamps(
      acknowledged: Self.moved(
        acknowledged ?? arrived ?? (isTaken || state == .resolved ? at : nil),
        from: ticket.stamps.acknowledged, said: corrected.acknowledged),
      onSite: Self.moved(
        arrived ?? (state == .inProgress ? at : nil), from: ticket.stamps.onSite,
        said: corrected.onSite),
      fixed: state == .resolved ? at : nil)
  }

  private static func moved(
    _ new: Instant?, from known: Instant?, said: Instant?
  ) -> Instant? {
    guard let new, let known else { return new }
    // The steps of a call are whole minutes.
    let isSaid = said == known.wholeMinute && said != new
    return new < known.wholeMinute || isSaid ? new : nil
  }
}

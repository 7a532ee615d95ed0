/// A visit is taken back: it is as if nobody had come. What it said of the call and of the stages of its
/// ticket holds no longer, so the fact tells both as they are without it.
public struct VisitTakenBack: Event {
  public static let kind = "visit.taken_back"
  /// Which visit.
  public let visit: VisitNumber
  /// Its ticket.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// Whose visit it was, by the short name.
  public let engineer: String
  /// When somebody took the ticket.
  public let acknowledged: Instant?
  /// When somebody was there.
  public let onSite: Instant?
  /// When it worked again.
  public let fixed: Instant?
  /// Who went to the calls of the ticket that the visit was to; nil where it was to none.
  public let calls: [AttendedCall]?
  /// Why.
  public let reason: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    _ visit: VisitLogged, stamps: ResponseStamps, calls: [AttendedCall], reason: String,
    at: Instant
  ) {
    self.visit = visit.visit
    ticket = visit.ticket
    client = visit.client
    engineer = visit.engineer
    (acknowledged, onSite, fixed) = (stamps.acknowledged, stamps.onSite, stamps.fixed)
    self.calls = calls.isEmpty ? nil : calls
    self.reason = Private(reason)
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket), .client(client), .staff(engineer)] }
}

/// Who went to a call of a ticket, told anew.
public struct AttendedCall: Sendable, Codable, Equatable {
  /// The entry at which the client called again; nil for the last call of the ticket.
  public let until: Int64?
  /// Who has the call, by the short name.
  public let engineer: String?
  /// Everybody who went to it, or said that they would.
  public let attendances: [Attendance]
}

/// Tells from a ticket's facts who went to its calls and when it reached its stages, without the visits
/// that were taken back.
public struct CallRetelling {
  private struct Told {
    var attendances = Attendances([], engineer: nil)
    var isOpen = true
    /// Whether a visit that is taken back now was to it.
    var isTouched = false
    var until: Int64?
  }

  private let without: Set<VisitNumber>
  private let now: Set<VisitNumber>
  private var calls: [Told] = []
  /// What the ticket's own changes said.
  private var said = ResponseStamps()
  /// What visits and calls say.
  private var seen: [ResponseStamps] = []

  /// Begins with a ticket of which nothing is told.
  ///
  /// - Parameters:
  ///   - earlier: the visits that were taken back before.
  ///   - now: those that are taken back now.
  public init(without earlier: Set<VisitNumber>, and now: Set<VisitNumber>) {
    without = earlier.union(now)
    self.now = now
  }

  /// Tells what one entry says of the ticket; entries come in their order.
  public mutating func tell(_ events: [any Event], entry: Int64, entered: Instant) {
    let isTakenBack = events.contains { event in
      (event as? VisitLogged).map { without.contains($0.visit) } ?? false
    }
    for event in events {
      switch event {
      case is CallReceived: receive(entry, entered)
      case let visit as VisitLogged: tell(visit, entry, entered)
      case let change as TicketChanged:
        if let state = change.state, !state.takesWork { end() }
        if !isTakenBack { tell(change) }
      case let step as CallAcknowledged:
        note(.acknowledged, step.engineer, step.at, entry, entered)
      case let step as CallDeparted: note(.departed, step.engineer, step.at, entry, entered)
      case let step as CallArrived: note(.arrived, step.engineer, step.at, entry, entered)
      case let expired as AcknowledgementExpired:
        guard let last = calls.indices.last else { continue }
        calls[last].attendances.expire(at: expired.at)
      default: continue
      }
    }
  }

  /// The calls that the visits taken back now were to.
  public var touched: [AttendedCall] {
    calls.filter(\.isTouched).map { call in
      AttendedCall(
        until: call.until, engineer: call.attendances.engineer,
        attendances: call.attendances.all)
    }
  }

  /// When the ticket reached its stages.
  public var stamps: ResponseStamps {
    let all = [said] + seen + (calls.last.map { [$0.attendances.stamps] } ?? [])
    return ResponseStamps(
      acknowledged: all.compactMap(\.acknowledged).min(),
      onSite: all.compactMap(\.onSite).min(), fixed: said.fixed)
  }

  private mutating func receive(_ entry: Int64, _ entered: Instant) {
    if let last = calls.indices.last {
      calls[last].until = entry
      seen.append(calls[last].attendances.stamps)
      calls[last].attendances.close(at: entered)
    }
    calls.append(Told())
  }

  private mutating func end() {
    guard let last = calls.indices.last else { return }
    calls[last].isOpen = false
  }

  private mutating func note(
    _ step: AttendanceStep, _ person: String, _ at: Instant, _ entry: Int64, _ entered: Instant
  ) {
    guard let last = calls.indices.last else { return }
    calls[last].attendances.note(step, by: person, at: at, entry: entry, entered: entered)
  }

  private mutating func tell(_ visit: VisitLogged, _ entry: Int64, _ entered: Instant) {
    let isToCall =
      calls.last.map { $0.isOpen && visit.leavesCall != true || visit.answersCall == true }
      ?? false
    if isToCall { end() }
    guard !without.contains(visit.visit) else {
      if isToCall, now.contains(visit.visit) { calls[calls.endIndex - 1].isTouched = true }
      return
    }
    if isToCall {
      if let departed = visit.departed {
        note(.departed, visit.engineer, departed, entry, entered)
      }
      note(.arrived, visit.engineer, visit.arrived, entry, entered)
    } else if visit.leavesCall != true {
      seen.append(
        ResponseStamps(
          acknowledged: visit.departed ?? visit.arrived, onSite: visit.arrived))
    }
  }

  /// What a change says of the stages: their times, or that they are reached with it.
  private mutating func tell(_ change: TicketChanged) {
    let isTaken =
      change.assignee != nil
      || [.assigned, .inProgress, .resolved].contains(change.state ?? .new)
    said.acknowledged =
      change.acknowledged ?? said.acknowledged ?? (isTaken ? change.at : nil)
    said.onSite = change.onSite ?? said.onSite ?? (change.state == .inProgress ? change.at : nil)
    said.fixed = change.fixed ?? said.fixed
    if change.isReleased == true { said.acknowledged = nil }
    if change.state == .reopened { said.fixed = nil }
  }
}

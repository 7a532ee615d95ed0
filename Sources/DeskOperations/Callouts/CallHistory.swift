import DeskRules

/// A fact about a call, as a ticket's history tells it.
protocol CallEvent: Event {
  var ticket: TicketNumber { get }
  var at: Instant { get }
  /// In words; nil where a client is not told. Clients are not told names.
  func words(forClient: Bool) -> String?
}

extension EscalationSkipped: CallEvent {
  func words(forClient: Bool) -> String? {
    guard !forClient else { return nil }
    let place = loop == Escalation.end.loop ? "manager" : "loop \(loop), step \(step)"
    return
      "\(place): \(person ?? "nobody") skipped, \(reason.rawValue.replacing("_", with: " "))"
  }
}

extension EscalationStepped: CallEvent {
  func words(forClient: Bool) -> String? {
    forClient ? nil : "loop \(loop), step \(step): calling \(called.joined(separator: ", "))"
  }
}

extension EscalationExhausted: CallEvent {
  func words(forClient: Bool) -> String? {
    forClient ? nil : "unanswered: telling \(called.joined(separator: ", "))"
  }
}

extension CallAcknowledged: CallEvent {
  func words(forClient: Bool) -> String? {
    forClient ? "call acknowledged" : "call acknowledged by \(engineer)"
  }
}

extension AcknowledgementExpired: CallEvent {
  func words(forClient: Bool) -> String? {
    forClient ? nil : "the acknowledgement of \(engineer) expired"
  }
}

extension CallTakenOver: CallEvent {
  func words(forClient: Bool) -> String? {
    forClient ? nil : "\(engineer) has the call now, telling \(from)"
  }
}

extension CallResumed: CallEvent {
  func words(forClient: Bool) -> String? { forClient ? nil : "the call goes on" }
}

extension CallDeparted: CallEvent {
  func words(forClient: Bool) -> String? {
    forClient ? "on the way" : "\(engineer) is on the way"
  }
}

extension CallArrived: CallEvent {
  func words(forClient: Bool) -> String? { forClient ? "arrived" : "\(engineer) has arrived" }
}

extension NotifierFailed: CallEvent {
  func words(forClient: Bool) -> String? {
    let why = reason.value.map { ": " + $0 } ?? ""
    return forClient
      ? nil : "the notifier failed, try \(tries)\(next == nil ? ", the last" : "")\(why)"
  }
}

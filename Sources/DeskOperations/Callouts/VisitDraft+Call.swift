import DeskRules
import DeskStore

/// What a visit is to the call that its ticket came in with.
extension VisitDraft {
  /// Refuses a visit from before the call without a reason: rather its day or its ticket is wrong.
  static func require(
    _ times: VisitTimes.Resolved, follow call: Call, in zone: Zone
  ) throws(DeskError) {
    guard times.arrived < call.calledAt else { return }
    throw DeskError(
      .implausible,
      "arrived \(zone.text(of: times.arrived)) is before the call \(call.ticket) at"
        + " \(zone.text(of: call.calledAt)): check the day and the ticket, or give a --reason",
      [
        "parameter": .string("arrived"), "ticket": .string("\(call.ticket)"),
        "called": .string(zone.text(of: call.calledAt)),
      ])
  }

  /// Whether it was over before the call came in, which goes on.
  var leavesCall: Bool { call.map { $0.isOpen && times.done < $0.calledAt } ?? false }

  private var isBeforeCall: Bool { call.map { times.arrived < $0.calledAt } ?? false }

  /// Flags a visit from before the call of its ticket.
  var beforeCall: [String] {
    guard let call, isBeforeCall else { return [] }
    return ["before_call \(zone.text(of: call.calledAt))"]
  }

  /// When the client called: what was said, else the call that the visit answers.
  func called() throws(DeskError) -> Instant? {
    guard let call, times.called == nil, !isBeforeCall else { return times.called }
    return try isToCall() ? call.calledAt : nil
  }

  /// Whether it is the answer to a call that has ended: the first visit after it that stands.
  func answersCall() throws(DeskError) -> Bool {
    guard let call, !call.isOpen, !isBeforeCall else { return false }
    return try !books.callouts.hasStanding(on: call.ticket, since: call.calledAt)
  }

  private func isToCall() throws(DeskError) -> Bool {
    call?.isOpen == true ? !leavesCall : try answersCall()
  }

  /// Who went to the call that this visit is to; nil where it is to none.
  func attendances() throws(DeskError) -> Attendances? {
    guard let call, try isToCall() else { return nil }
    return try books.calls.attendances(call)
  }

  /// Who went to it, with this visit.
  func after(_ attendances: Attendances) -> Attendances {
    var after = attendances
    let entered = lookup.caller.now
    if let departed = times.departed {
      after.note(.departed, by: engineer, at: departed, entry: .max, entered: entered)
    }
    after.note(.arrived, by: engineer, at: times.arrived, entry: .max, entered: entered)
    return after
  }

  /// Names who else went to the call that the visit ends.
  func others() throws(DeskError) -> [String] {
    try attendances()?.flags(for: engineer, isTaking: true) ?? []
  }
}

extension CallStore {
  /// Names the calls of a site, and of a device where both name one, that go on ringing: perhaps what
  /// is written down just now is about one of them.
  func flags(
    of client: ClientCode, site: ClientCode, device: Tag?, until moment: Instant
  ) throws(DeskError) -> [String] {
    try open(client: client, engineer: nil, from: nil, limit: 5).filter { call in
      call.site == site && call.calledAt <= moment
        && (device == nil || call.device == nil || call.device == device)
    }.map { "open_call \($0.ticket)" }
  }
}

import DeskRules
import DeskStore

struct CalloutFinish: Change {
  static let about = About(
    "callout.finish", "Ends the visit to a call: times, price, parts, swaps, budget.",
    roles: .service,
    refusals: [
      .notFound, .ambiguous, .unsuitable, .state, .usage, .time, .amount, .taken,
      .implausible,
    ],
    example: "swapdesk callout finish T-17 --at 03:10 --work \"fuser replaced\""
      + " --part \"RM1-4554 fuser=4500.00\" --swap given=C-0012,taken=C-0044",
    notes: [
      "Everything that callout log does, with the times that the call has already. Another time that"
        + " is given here wins, and the visit is flagged with the one before.",
      "The way and the arrival are those of the engineer whose visit it is. Whoever else is there is"
        + " named, also_there: that visit is logged with callout log --ticket.",
    ])
  let ticket: TicketReference
  let at: Moment?
  let departed: Moment?
  let arrived: Moment?
  let details: VisitDetails

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The call's ticket.")
    at = try read.optional("at", "When the work was done; now where left out.")
    departed = try read.optional("departed", "When you left; what was said already where left out.")
    arrived = try read.optional(
      "arrived", "When you arrived; what was said already where left out.")
    details = try VisitDetails(&read)
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CalloutCard> {
    let step = try CallStep(
      books, caller, ticket, engineer: details.engineer, at: at ?? .instant(caller.sent))
    let own = step.attendances.of(present(step))
    guard let arrival = arrived ?? own?.arrived.map({ Moment.instant($0) }) else {
      throw DeskError(
        .usage,
        "arrived is missing: nobody said when \(present(step)) came; give --arrived HH:MM",
        ["parameter": .string("arrived")])
    }
    let times = VisitTimes(
      called: .instant(step.call.calledAt),
      departed: departed ?? own?.departed.map { .instant($0) }, arrived: arrival,
      done: .instant(step.at))
    let log = CalloutLog(
      finishing: step.ticket, times, details.by(try ShortName(argument: present(step))),
      corrections: corrections(of: own, to: try times.resolve(in: step.zone, caller), step.zone))
    return try VisitDraft(log, Lookup(books, caller)).decide()
  }

  /// Whose visit it is: whoever is named, else whoever says so where they were there, else whoever
  /// has the call.
  private func present(_ step: CallStep) -> String {
    let isTheirs = details.engineer != nil || step.attendances.of(step.engineer)?.arrived != nil
    return isTheirs ? step.engineer : step.attendances.engineer ?? step.engineer
  }

  /// The times that were said already and other ones are given for now.
  private func corrections(
    of own: Attendance?, to times: VisitTimes.Resolved, _ zone: Zone
  ) -> [String] {
    let known = [
      ("departed", own?.departed, times.departed), ("arrived", own?.arrived, times.arrived),
    ]
    return known.compactMap { name, before, now in
      guard let before, before != now else { return nil }
      return "corrected_time \(name) \(zone.text(of: before))"
    }
  }
}

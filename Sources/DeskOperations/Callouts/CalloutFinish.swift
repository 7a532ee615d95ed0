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
        + " is given here wins, and the visit is flagged with the one before."
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
    guard let arrival = arrived ?? step.call.arrivedAt.map({ Moment.instant($0) }) else {
      throw DeskError(
        .usage, "arrived is missing: nobody said when they came; give --arrived HH:MM",
        ["parameter": .string("arrived")])
    }
    let times = VisitTimes(
      called: .instant(step.call.calledAt),
      departed: departed ?? step.call.departedAt.map { .instant($0) }, arrived: arrival,
      done: .instant(step.at))
    let present = try step.call.engineer.map { name throws(DeskError) in
      try ShortName(argument: name)
    }
    let log = CalloutLog(
      finishing: step.ticket, times, details.by(details.engineer ?? present),
      corrections: try corrections(of: step, to: try times.resolve(in: step.zone, caller)))
    return try VisitDraft(log, Lookup(books, caller)).decide()
  }

  /// The times of the call that other ones are given for now.
  private func corrections(
    of step: CallStep, to times: VisitTimes.Resolved
  ) throws(DeskError) -> [String] {
    let known = [
      ("departed", step.call.departedAt, times.departed),
      ("arrived", step.call.arrivedAt, times.arrived),
    ]
    return known.compactMap { name, before, now in
      guard let before, before != now else { return nil }
      return "corrected_time \(name) \(step.zone.text(of: before))"
    }
  }
}

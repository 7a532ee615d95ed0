import DeskRules
import DeskStore

struct CalloutLog: Change {
  static let about = About(
    "callout.log",
    "Logs a whole visit after the fact: ticket, times, price, parts, swaps, budget.",
    roles: .service,
    refusals: [
      .notFound, .ambiguous, .unsuitable, .state, .usage, .time, .amount, .taken,
      .implausible,
    ],
    example: "swapdesk callout log bakery --device BK-P1 --called 01:10 --arrived 01:40"
      + " --done 03:10 --problem \"paper jam, fuser\" --work \"fuser replaced\""
      + " --part \"RM1-4554 fuser=4500.00\" --swap given=C-0012,taken=C-0044",
    notes: [
      "A bare time of day is the latest such moment before now; each later one follows the one"
        + " before it. Minutes are split among the tariff's bands on the site's wall clock.",
      "What happened is never refused for money: what the budget lacks waits for an approval on"
        + " the line's overflow line, or is recorded as unfunded. --dry-run shows everything and"
        + " changes nothing.",
    ])
  let client: ClientCode
  let times: VisitTimes
  let problem: FreeText?
  let device: PieceReference?
  let ticket: TicketReference?
  let site: ClientCode?
  let line: LineName?
  let details: VisitDetails
  /// What the visit corrects of the call that it ends, as flags.
  private(set) var corrections: [String] = []

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "Where you were.")
    device = try read.optional("device", "The device, by tag or serial.")
    times = try VisitTimes(&read)
    problem = try read.optional("problem", "What was wrong; not needed with --ticket.")
    details = try VisitDetails(&read)
    ticket = try read.optional("ticket", "A ticket that is open already.")
    site = try read.optional(
      "site", "The client's site; the ticket's or the device's where left out, else the main one.")
    line = try read.optional("line", "The budget line of a new ticket; repair where left out.")
  }

  /// The whole visit of a call whose times are known.
  init(
    finishing known: Ticket, _ times: VisitTimes, _ details: VisitDetails, corrections: [String]
  ) {
    self.corrections = corrections
    client = known.client
    self.times = times
    problem = nil
    device = nil
    ticket = .number(known.number)
    site = nil
    line = nil
    self.details = details
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CalloutCard> {
    let visit = try VisitDraft(self, Lookup(books, caller))
    return try visit.decide()
  }
}

import DeskRules
import DeskStore

struct LoanRemind: Change {
  static let about = About(
    "loan.remind", "Records that a client was reminded of what it has to bring back.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .time],
    example: "swapdesk loan remind L-31 --by phone --text \"they bring it on Monday\"",
    notes: ["A reminder is an event: other programs that follow the journal can act on it."])
  let loan: LoanReference
  let words: ReminderWords

  init(_ read: inout Arguments) throws(DeskError) {
    loan = try read("loan", at: 1, "The loan's number, or the device's tag or serial.")
    words = try ReminderWords(&read)
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    let loan = try loan.find(lookup)
    let zone = try lookup.zone(loan.client, loan.site)
    let at = try PastMoment(words.at, zone: zone, caller).instant
    var card = try LoanCards(lookup).card(loan)
    guard loan.isOut || loan.isPresumed || card.missing != nil else {
      throw DeskError(
        .state, "\(loan.number) is \(loan.state.rawValue) and nothing is owed from it",
        ["loan": .string("\(loan.number)")])
    }
    let reminded = LoanReminded(
      loan: loan.number, client: loan.client,
      reminder: try books.loans.reminders(loan.number).count + 1, at: at, way: words.way,
      text: words.text?.text)
    card.reminders = (card.reminders ?? []) + ["\(zone.date(at: at)) by \(words.way.rawValue)"]
    return Decision(events: [reminded], happenedAt: at, reply: card)
  }
}

/// How somebody was reminded, and of what was said.
struct ReminderWords {
  let way: ReminderWay
  let text: FreeText?
  let at: Moment?

  init(_ read: inout Arguments) throws(DeskError) {
    way = try read.optional("by", "How; phone where left out.") ?? .phone
    text = try read.optional("text", "What was said.")
    at = try read.optional("at", "When; now where left out.")
  }
}

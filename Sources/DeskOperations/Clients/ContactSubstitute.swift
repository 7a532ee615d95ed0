import DeskRules
import DeskStore

struct ContactSubstitute: Change {
  static let about = About(
    "contact.substitute", "Names who approves in a contact's place for some days.",
    roles: .money,
    refusals: [.notFound, .ambiguous, .usage, .time],
    example: "swapdesk contact substitute bakery --for \"Olga Ivanova\" --by \"Petr Petrov\""
      + " --from 2026-12-01 --until 2026-12-14",
    notes: [
      "The substitute approves up to the limit of the one who is away; every approval names both."
    ])
  let client: ClientCode
  let absent: Line
  let substitute: Line
  let from: CalendarDate
  let until: CalendarDate

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    absent = try read("for", "The contact who is away, by name or number.")
    substitute = try read("by", "The contact who stands in, by name or number.")
    from = try read("from", "The first day.")
    until = try read("until", "The last day.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SubstituteCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    let absent = try lookup.contact(absent, of: client.code)
    let substitute = try lookup.contact(substitute, of: client.code)
    guard absent.number != substitute.number else {
      throw DeskError(.usage, "nobody stands in for themselves; name two contacts")
    }
    guard absent.function == .approver else {
      throw DeskError(
        .usage,
        "contact \(absent.number) of \(client.code) is \(absent.function.rawValue), not approver,"
          + " and needs no substitute")
    }
    let days = try Period(first: from, last: until)
    let known = try books.clients.substitutes(client.code)
    let card = SubstituteCard(
      client: client.code, absent: absent.number, substitute: substitute.number, from: from,
      until: until)
    let isKnown = known.contains {
      $0.absent == absent.number && $0.substitute == substitute.number && $0.days == days
    }
    guard !isKnown else { return Decision(events: [], reply: card) }
    let named = SubstituteNamed(
      client: client.code, number: (known.last?.number ?? 0) + 1, absent: absent.number,
      substitute: substitute.number, first: from, last: until, at: caller.now)
    return Decision(events: [named], reply: card)
  }
}

/// Who stands in for whom, by the contacts' numbers.
struct SubstituteCard: Item {
  let client: ClientCode
  let absent: Int
  let substitute: Int
  let from: CalendarDate
  let until: CalendarDate
}

import DeskRules
import DeskStore

struct DiscountStackingSetting: Change {
  static let about = About(
    "discount.stacking", "Says how a client's discount and its group's become one on a line.",
    roles: .money, refusals: [.usage, .time],
    example: "swapdesk discount stacking multiplicative --from 2026-12-01",
    notes: [
      "most_specific, where nothing else was said: the client's own alone, the group's where the"
        + " client has none for the service. best_of: the larger alone. multiplicative: the client's,"
        + " then the group's on what is left, rounded once (10% and 5% leave 85.5%). additive: their"
        + " sum (85%).",
      "Quotes and lines say whose discounts they have and how they became one.",
    ])
  let stacking: DiscountStacking
  let from: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    stacking = try read("rule", at: 1, "The rule.")
    from = try read.optional("from", "The first day of work; today at the desk where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<StackingCard> {
    let today = try books.clients.settings().zone.date(at: caller.sent)
    let from = from ?? today
    return Decision(
      events: [DiscountStackingSet(stacking: stacking, from: from)],
      reply: StackingCard(rule: stacking, from: from))
  }
}

/// How discounts become one.
struct StackingCard: Item {
  let rule: DiscountStacking
  let from: CalendarDate
}

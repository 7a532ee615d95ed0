import DeskRules
import DeskStore

struct EscalationShow: Query {
  static let about = About(
    "escalation.show", "Shows who is called in turn when a call comes in.", roles: .staff,
    example: "swapdesk escalation show")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> EscalationCard {
    EscalationCard(try books.calls.escalation().escalation)
  }
}

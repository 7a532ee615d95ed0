import DeskRules
import DeskStore

struct Health: Change {
  static let about = About(
    "health", "Says whether the desk can take a change now.", roles: .everybody,
    example: "swapdesk health",
    notes: [
      "It goes the way of every change, through the queue and a transaction, and writes none."
    ])

  init(_ read: inout Arguments) throws(DeskError) {}

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<HealthCard> {
    Decision(events: [], reply: HealthCard(status: "ok", seq: try books.seq()))
  }
}

/// Whether the desk works.
struct HealthCard: Item {
  let status: String
  let seq: Int64
}

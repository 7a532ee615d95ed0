import DeskRules
import DeskStore

struct Ping: PublicQuery {
  static let about = About(
    "ping", "Answers at once, on the wire with the number of the last entry.", roles: .everybody,
    example: "swapdesk ping")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books) throws(DeskError) -> [Nothing] { [] }
}

/// An item that no answer has.
struct Nothing: Item {}

import DeskRules
import Testing

extension TestDesk {
  /// The firm with rates of value added tax, and a ticket of the office, which has no budget, with
  /// lines of so many minor units, worked on a day and resolved.
  @discardableResult
  func resolvedTicket(
    _ amounts: [Int64], client: String = "office", at: String = "2026-11-20T12:00+03:00"
  ) throws -> String {
    let number = try #require(
      try one("ticket open \(client) --problem jam").text("number"))
    for value in amounts {
      try type(
        "ticket log \(number) --kind part --text part --amount \(amount(value)) --at \(at)")
    }
    try type("ticket resolve \(number)")
    return number
  }

  /// A ticket as above, looked at and invoiced; answers the invoice.
  @discardableResult
  func invoiced(
    _ amounts: [Int64], client: String = "office", at: String = "2026-11-20T12:00+03:00",
    _ options: String = ""
  ) throws -> JSONObject {
    let ticket = try resolvedTicket(amounts, client: client, at: at)
    try type("invoice review \(ticket)")
    return try one("invoice issue \(client) \(ticket) \(options)")
  }

  /// The example of Russian rates.
  func setRates() throws {
    try typeAll([
      "vat set --rate 20% --from 2019-01-01", "vat set --rate 22% --from 2026-01-01",
    ])
  }
}

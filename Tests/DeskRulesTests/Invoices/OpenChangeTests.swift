import DeskRules
import Testing

/// A credit takes back what was open by the end of each day.
@Suite struct OpenChangeTests {
  private func changes(_ amounts: [Int: Int64]) throws -> [OpenChange] {
    try amounts.sorted { $0.key < $1.key }.map { day, amount in
      OpenChange(date: try CalendarDate("2026-11-\(day)"), amount: amount)
    }
  }

  @Test(
    arguments: [
      // Nothing is paid: all on the note's own day.
      (100, [10: 100], [15: -100]),
      // Paid before: nothing was open, all is money on account.
      (100, [10: 100, 12: -100], [:]),
      // Paid later: on account from then on.
      (100, [10: 100, 20: -100], [15: -100, 20: 100]),
      (60, [10: 100, 20: -70], [15: -60, 20: 30]),
      (30, [10: 100, 20: -70], [15: -30]),
      // Paid later, and reversed.
      (100, [10: 100, 20: -100, 25: 100], [15: -100, 20: 100, 25: -100]),
      // Of the same day.
      (100, [10: 100, 15: -40], [15: -60]),
      // More than was asked for by then is no reason to ask for it.
      (50, [10: 100, 11: -150, 20: 100], [20: -50]),
    ] as [(Int64, [Int: Int64], [Int: Int64])])
  func aCreditTakesWhatIsOpen(
    total: Int64, history: [Int: Int64], expected: [Int: Int64]
  ) throws {
    let credited = try OpenChange.credit(
      total, on: CalendarDate("2026-11-15"), history: try changes(history))
    #expect(credited == (try changes(expected)))
    // What is open in the end is never less than nothing.
    let sum = try changes(history).map(\.amount).reduce(0, +)
    let left = credited.map(\.amount).reduce(sum, +)
    #expect(left == max(0, sum - total))
  }
}

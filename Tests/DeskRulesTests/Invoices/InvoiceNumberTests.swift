import DeskRules
import Testing

@Suite struct InvoiceNumberTests {
  @Test(arguments: [
    ("A-2026-000123", "A-2026-000123"), ("a-2026-123", "A-2026-000123"),
    ("сч7-2026-1", "СЧ7-2026-000001"), ("B-2026-1234567", "B-2026-1234567"),
  ])
  func aNumberHasOneForm(text: String, form: String) throws {
    #expect(try InvoiceNumber(text).text == form)
    #expect(try InvoiceNumber(form) == InvoiceNumber(text))
  }

  @Test(arguments: [
    "", "A", "A-2026", "A-26-1", "A-2026-0", "A-2026--1", "A-2026-1-2", "1-2026-1", "A-2026-x",
    "ABCDEFGHI-2026-1", "A-2026-1 ", "A-٢٠٢٦-1", "A-2026-1234567890123",
  ])
  func whatIsNoNumberIsRefused(text: String) {
    #expect(throws: DeskError.self) { try InvoiceNumber(text) }
  }

  @Test func theNextNumberFollowsTheLast() throws {
    let day = try CalendarDate("2026-11-22")
    let series = InvoiceSeries.usual
    let first = try InvoiceNumber.next(series, on: day, after: nil)
    #expect(first.text == "A-2026-000001")
    let second = try InvoiceNumber.next(series, on: day, after: (first, day))
    #expect(second.text == "A-2026-000002")
    let newYear = try InvoiceNumber.next(
      series, on: CalendarDate("2027-01-01"), after: (second, day))
    #expect(newYear.text == "A-2027-000001")
    #expect(throws: DeskError.self) {
      try InvoiceNumber.next(series, on: day.adding(days: -1), after: (second, day))
    }
  }

  @Test(arguments: [
    ("22", "22%"), ("22%", "22%"), ("5.50%", "5.5%"), ("0.05", "0.05%"), ("0", "0%"),
  ])
  func aPercentageHasOneForm(text: String, form: String) throws {
    #expect(try Percent(text).text == form)
  }

  @Test(arguments: ["", "%", "-1%", "100.01%", "1.234%", "x%", "1e1"])
  func whatIsNoPercentageIsRefused(text: String) {
    #expect(throws: DeskError.self) { try Percent(text) }
  }

  @Test func lateDaysFallIntoTheirBuckets() {
    let buckets = [-1, 0, 1, 30, 31, 60, 61, 90, 91].map { AgeBucket(daysLate: $0).rawValue }
    #expect(
      buckets == [
        "current", "current", "1-30", "1-30", "31-60", "31-60", "61-90", "61-90", "90+",
      ])
  }
}

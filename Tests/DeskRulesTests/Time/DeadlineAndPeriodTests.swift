import DeskRules
import Testing

@Suite struct DeadlineTests {
  @Test(arguments: [
    ("2026-11-30", "2026-11-30", "2026-11-30T21:00:00Z"),
    ("2026-11-30 18:00", "2026-11-30T18:00", "2026-11-30T15:00:00Z"),
    ("2026-11-30T18:00+02:00", "2026-11-30T16:00:00Z", "2026-11-30T16:00:00Z"),
  ])
  func keepsADateADate(text: String, canonical: String, end: String) throws {
    let deadline = try Deadline(text)
    #expect(deadline.canonical == canonical && deadline.text == canonical)
    #expect(try Deadline(canonical) == deadline)
    #expect(try deadline.instant(in: Zone("Europe/Moscow")).utcText == end)
  }

  @Test(arguments: ["18:00", "2026-02-30", "tomorrow", "", "2026-11-30T25:00"])
  func refusesOtherForms(text: String) throws {
    let error = try refusal(.time) { try Deadline(text) }
    #expect(error.message.contains("YYYY-MM-DD"))
  }

  @Test func refusesATimeThatDoesNotExist() throws {
    let deadline = try Deadline("2026-03-29T02:30")
    let zone = try Zone("Europe/Berlin")
    let error = try refusal(.time) { try deadline.instant(in: zone) }
    #expect(error.details["readings"] != nil)
  }
}

@Suite struct PeriodTests {
  @Test(arguments: [
    ("2026", "2026", "2026-01-01", "2026-12-31"),
    ("2026-Q1", "2026-Q1", "2026-01-01", "2026-03-31"),
    ("2026-q4", "2026-Q4", "2026-10-01", "2026-12-31"),
    ("2026-11", "2026-11", "2026-11-01", "2026-11-30"),
    ("2024-02", "2024-02", "2024-02-01", "2024-02-29"),
    ("2026-11-21..2026-12-05", "2026-11-21..2026-12-05", "2026-11-21", "2026-12-05"),
    ("2026-11-21", "2026-11-21..2026-11-21", "2026-11-21", "2026-11-21"),
    ("2026-11-21..2026-11-21", "2026-11-21..2026-11-21", "2026-11-21", "2026-11-21"),
    ("2026-01-01..2026-12-31", "2026", "2026-01-01", "2026-12-31"),
    ("2026-02-01..2026-04-30", "2026-02-01..2026-04-30", "2026-02-01", "2026-04-30"),
  ])
  func readsEveryForm(text: String, canonical: String, first: String, last: String) throws {
    let period = try Period(text)
    #expect(period.text == canonical)
    #expect(period.first.text == first && period.last.text == last)
    #expect(try Period(canonical) == period)
  }

  @Test(arguments: [
    "", "26", "2026-Q5", "2026-13", "2026-00", "2026-1", "2026-11-2", "2026-11-31", "0000",
    "2026-12-05..2026-11-21", "2026..2027", "2026-11-21..", "2026 ",
  ])
  func refusesOtherForms(text: String) throws {
    try refusal(.time) { try Period(text) }
  }

  @Test(arguments: [
    ("2026", "2026-Q4", true), ("2026-11", "2026-12", false),
    ("2026-11", "2026-11-30..2026-12-05", true), ("2025", "2026", false),
  ])
  func overlapsWhereADayIsShared(left: String, right: String, expected: Bool) throws {
    #expect(try Period(left).overlaps(Period(right)) == expected)
    #expect(try Period(right).overlaps(Period(left)) == expected)
  }

  @Test func holdsItsFirstAndLastDay() throws {
    let period = try Period("2026-11")
    #expect(period.contains(period.first) && period.contains(period.last))
    #expect(!period.contains(period.first.adding(days: -1)))
    #expect(!period.contains(period.last.adding(days: 1)))
  }
}

import DeskRules
import Foundation
import Testing

@Suite struct CalendarDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, Weekday.thursday), ("2026-11-21", 20_778, .saturday),
    ("2000-02-29", 11_016, .tuesday), ("1969-12-31", -1, .wednesday),
    ("0001-01-01", -719_162, .monday), ("9999-12-31", 2_932_896, .friday),
    ("2100-03-01", 47_541, .monday),
  ])
  func countsDays(text: String, dayNumber: Int, weekday: Weekday) throws {
    let date = try CalendarDate(text)
    #expect(date.dayNumber == dayNumber)
    #expect(date.weekday == weekday)
    #expect(CalendarDate(dayNumber: dayNumber) == date)
    #expect(date.description == text)
  }

  @Test func everyDayFollowsTheOneBefore() throws {
    var date = try CalendarDate("1895-12-31")
    while date.year < 2105 {
      let next = date.adding(days: 1)
      #expect(next > date && next.dayNumber == date.dayNumber + 1)
      #expect(next.weekday.index == (date.weekday.index + 1) % 7)
      date = next
    }
    #expect(date.text == "2105-01-01")
  }

  @Test(arguments: [
    "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-1", "26-01-01",
    "0000-01-01", "2026-11-21 ", " 2026-11-21", "2026/11/21", "", "2026-11-2１",
  ])
  func refusesWhatIsNoDate(text: String) throws {
    try refusal(.time) { try CalendarDate(text) }
  }

  @Test func staysWithinTheCalendar() throws {
    #expect(CalendarDate.latest.adding(days: 1) == .latest)
    #expect(CalendarDate.latest.adding(days: .max) == .latest)
    #expect(CalendarDate.earliest.adding(days: .min) == .earliest)
  }

  @Test func isCodedAsItsText() throws {
    let date = try CalendarDate("2026-11-21")
    let data = try JSONEncoder().encode([date])
    #expect(String(decoding: data, as: UTF8.self) == #"["2026-11-21"]"#)
    #expect(try JSONDecoder().decode([CalendarDate].self, from: data) == [date])
    #expect(throws: DeskError.self) {
      try JSONDecoder().decode([CalendarDate].self, from: Data(#"["2026-02-30"]"#.utf8))
    }
  }

  @Test(arguments: [("00:00", 0), ("01:10", 70), ("23:59", 1439)])
  func readsClockTimes(text: String, minutes: Int) throws {
    #expect(try ClockTime(text).minutes == minutes)
    #expect(try ClockTime(text).text == text)
  }

  @Test(arguments: ["24:00", "1:10", "01:60", "0110", "01:10:00", "", "-1:10"])
  func refusesWhatIsNoClockTime(text: String) throws {
    try refusal(.time) { try ClockTime(text) }
  }
}

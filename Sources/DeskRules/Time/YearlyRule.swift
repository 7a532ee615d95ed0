/// The rule by which a zone changes its clocks every year, in the POSIX form that ends a zone file:
/// `CET-1CEST,M3.5.0,M10.5.0/3`, or `MSK-3` for a zone that no longer changes.
struct YearlyRule {
  private enum Day {
    /// The n-th weekday (0 is Sunday) of a month; week 5 is the last.
    case weekday(month: Int, week: Int, weekday: Int)
    /// The day of the year counted from 1, 29 February never counted.
    case dayWithoutLeap(Int)
    /// The day of the year counted from 0, 29 February counted.
    case dayWithLeap(Int)
  }

  /// When a change happens, and the offset it brings, in seconds.
  private struct Change {
    let day: Day
    /// Seconds after local midnight, by the clock before the change; may be negative or past 24 h.
    let secondOfDay: Int
    let offset: Int
  }

  private let offset: Int
  private var changes: [Change] = []

  /// Reads a rule; nil if it is none.
  init?(_ text: String) {
    var scanner = TextScanner(text)
    guard Self.skipName(&scanner), let west = Self.seconds(&scanner) else { return nil }
    offset = -west
    guard !scanner.isAtEnd else { return }
    guard Self.skipName(&scanner) else { return nil }
    var summerOffset = offset + 3600
    if scanner.next != UInt8(ascii: ",") {
      guard let summerWest = Self.seconds(&scanner) else { return nil }
      summerOffset = -summerWest
    }
    for newOffset in [summerOffset, offset] {
      guard scanner.take(","), let day = Self.day(&scanner) else { return nil }
      var secondOfDay = 2 * 3600
      if scanner.take("/") {
        guard let given = Self.seconds(&scanner) else { return nil }
        secondOfDay = given
      }
      changes.append(Change(day: day, secondOfDay: secondOfDay, offset: newOffset))
    }
    guard scanner.isAtEnd else { return nil }
  }

  /// Appends the changes after the last recorded one, for the years before `limit`.
  func extend(_ rules: inout ZoneRules, upTo limit: Int) {
    guard changes.count == 2 else { return }
    let lastChange = rules.lastChange ?? .min
    let firstYear = max(1970, LocalSeconds(seconds: lastChange).date.year)
    for year in firstYear..<max(firstYear, limit) {
      let toSummer = start(of: changes[0], in: year, offsetBefore: changes[1].offset)
      let toWinter = start(of: changes[1], in: year, offsetBefore: changes[0].offset)
      let starts = [(toSummer, changes[0].offset), (toWinter, changes[1].offset)]
      for (start, offset) in starts.sorted(by: { $0.0 < $1.0 }) where start > lastChange {
        rules.append(offset: offset, from: start)
      }
    }
  }

  private func start(of change: Change, in year: Int, offsetBefore: Int) -> Int64 {
    Int64(Self.dayNumber(change.day, in: year) * 86_400 + change.secondOfDay - offsetBefore)
  }

  private static func dayNumber(_ day: Day, in year: Int) -> Int {
    let newYear = dayNumber(year, 1)
    switch day {
    case .dayWithLeap(let index): return newYear + index
    case .dayWithoutLeap(let number):
      return newYear + number - (CalendarDate.isLeap(year) && number > 59 ? 0 : 1)
    case .weekday(let month, let week, let weekday):
      let first = dayNumber(year, month)
      let daysToFirst = (weekday - (first + 4) % 7 + 7) % 7
      let index = daysToFirst + (week - 1) * 7
      return first + (index < CalendarDate.length(ofMonth: month, in: year) ? index : index - 7)
    }
  }

  /// The first day of a month, in days since 1970-01-01.
  private static func dayNumber(_ year: Int, _ month: Int) -> Int {
    let daysBefore = (1..<month).reduce(0) { $0 + CalendarDate.length(ofMonth: $1, in: year) }
    let leapDays = (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
    return (year - 1) * 365 + leapDays - 719_162 + daysBefore
  }

  private static func skipName(_ scanner: inout TextScanner) -> Bool {
    if scanner.take("<") {
      return scanner.skip { $0 != UInt8(ascii: ">") } > 0 && scanner.take(">")
    }
    return scanner.skip {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
    } > 0
  }

  /// Reads `[+-]hours[:minutes[:seconds]]`.
  private static func seconds(_ scanner: inout TextScanner) -> Int? {
    let isNegative = scanner.take("-")
    if !isNegative { _ = scanner.take("+") }
    guard let hours = scanner.number(digits: 1...3) else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where scanner.take(":") {
      guard let number = scanner.number(digits: 2) else { return nil }
      seconds += number * unit
    }
    return isNegative ? -seconds : seconds
  }

  private static func day(_ scanner: inout TextScanner) -> Day? {
    if scanner.take("M") {
      guard let month = scanner.number(digits: 1...2), (1...12).contains(month),
        scanner.take("."), let week = scanner.number(digits: 1), (1...5).contains(week),
        scanner.take("."), let weekday = scanner.number(digits: 1), weekday <= 6
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
    if scanner.take("J") {
      guard let number = scanner.number(digits: 1...3), (1...365).contains(number) else {
        return nil
      }
      return .dayWithoutLeap(number)
    }
    guard let index = scanner.number(digits: 1...3), index <= 365 else { return nil }
    return .dayWithLeap(index)
  }
}

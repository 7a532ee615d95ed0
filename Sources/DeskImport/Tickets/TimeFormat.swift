import DeskRules

/// The written form of a source's times: `D/M/YYYY H:MM`, `DD.MM.YYYY HH:MM:SS`, `ISO` …
///
/// A single letter takes one or two digits, a double one exactly two. `MM` or `M` directly behind
/// the hours is minutes, elsewhere the month. Other marks stand for themselves. Without hours the
/// time is the beginning of the day. `ISO` is a date, `T` or a space, hours, minutes, and optional
/// seconds (fractions are dropped) and offset (`Z`, `+03:00`).
struct TimeFormat: Equatable {
  /// What a written time says.
  enum Reading: Equatable {
    /// A wall clock, as the seconds since 1970-01-01T00:00 on that wall clock.
    case wallClock(Int64)
    /// A moment, because an offset was written.
    case moment(Instant)
  }

  /// Why a format or a time cannot be used.
  struct Refusal: Error, Equatable {
    let reason: String
  }

  private enum Unit: Hashable {
    case day, month, year, hour, minute, second
  }

  private enum Part: Equatable {
    case number(Unit, digits: ClosedRange<Int>)
    case mark(UInt8)
  }

  private let parts: [Part]
  private let isISO: Bool
  private let pattern: String

  /// Reads the pattern.
  init(_ pattern: String) throws(Refusal) {
    self.pattern = pattern
    isISO = pattern == "ISO"
    parts = isISO ? [] : try Self.parts(of: Array(pattern.utf8))
    let units = parts.compactMap { part in
      if case .number(let unit, _) = part { unit } else { nil }
    }
    guard Set(units).count == units.count else {
      throw Refusal(reason: "\(pattern) names a part of the time twice")
    }
    guard isISO || Set(units).isSuperset(of: [.day, .month, .year]) else {
      throw Refusal(reason: "\(pattern) lacks the day (D), the month (M) or the year (YYYY)")
    }
    guard !units.contains(.second) || units.contains(.minute),
      !units.contains(.minute) || units.contains(.hour)
    else { throw Refusal(reason: "\(pattern) has seconds or minutes without what goes before") }
  }

  private static func parts(of pattern: [UInt8]) throws(Refusal) -> [Part] {
    var parts: [Part] = []
    var index = 0
    var lastUnit: Unit?
    while index < pattern.count {
      let letter = pattern[index]
      let run = pattern[index...].prefix { $0 == letter }.count
      index += run
      let isMark = letter >= 0x80 || !Character(Unicode.Scalar(letter)).isLetter
      guard !isMark, letter != UInt8(ascii: "T") else {
        parts += Array(repeating: .mark(letter), count: run)
        continue
      }
      let unit = try unit(letter, run, after: lastUnit)
      parts.append(.number(unit, digits: unit == .year ? 4...4 : run == 1 ? 1...2 : 2...2))
      lastUnit = unit
    }
    return parts
  }

  private static func unit(_ letter: UInt8, _ run: Int, after last: Unit?) throws(Refusal) -> Unit {
    switch (Character(Unicode.Scalar(letter)), run) {
    case ("D", 1...2): return .day
    case ("M", 1...2): return last == .hour ? .minute : .month
    case ("Y", 4): return .year
    case ("H", 1...2): return .hour
    case ("S", 1...2): return .second
    default: throw unknownLetter(letter)
    }
  }

  private static func unknownLetter(_ letter: UInt8) -> Refusal {
    Refusal(
      reason: "a time format is made of D, DD, M, MM, YYYY, H, HH, MM, SS and marks, or is ISO; "
        + "\(Character(Unicode.Scalar(letter))) does not fit")
  }

  /// Reads a written time.
  func read(_ text: String) throws(Refusal) -> Reading {
    var scanner = DigitScanner(bytes: Array(text.utf8))
    if isISO {
      guard let reading = scanner.iso() else { throw mismatch }
      return reading
    }
    var values: [Unit: Int] = [:]
    for part in parts {
      switch part {
      case .mark(let mark):
        guard scanner.take(mark) else { throw mismatch }
      case .number(let unit, let digits):
        guard let value = scanner.number(digits) else { throw mismatch }
        values[unit] = value
      }
    }
    guard scanner.isAtEnd,
      let seconds = WallSeconds.seconds(
        year: values[.year] ?? 0, month: values[.month] ?? 0, day: values[.day] ?? 0,
        hour: values[.hour] ?? 0, minute: values[.minute] ?? 0, second: values[.second] ?? 0)
    else { throw mismatch }
    return .wallClock(seconds)
  }

  private var mismatch: Refusal { Refusal(reason: "no time of the form \(pattern)") }
}

/// Reads digits and marks one after the other.
private struct DigitScanner {
  let bytes: [UInt8]
  var index = 0

  var isAtEnd: Bool { index == bytes.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    index += 1
    return true
  }

  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while index < bytes.count, count < digits.upperBound,
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
    {
      value = value * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      count += 1
      index += 1
    }
    return digits.contains(count) ? value : nil
  }

  mutating func iso() -> TimeFormat.Reading? {
    guard let year = number(4...4), take(UInt8(ascii: "-")), let month = number(2...2),
      take(UInt8(ascii: "-")), let day = number(2...2),
      take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")), let hour = number(2...2),
      take(UInt8(ascii: ":")), let minute = number(2...2)
    else { return nil }
    var second = 0
    if take(UInt8(ascii: ":")) {
      guard let value = number(2...2) else { return nil }
      second = value
      if take(UInt8(ascii: ".")) {
        guard number(1...9) != nil else { return nil }
      }
    }
    let wallClock = WallSeconds.seconds(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    guard let wallClock else { return nil }
    if isAtEnd { return .wallClock(wallClock) }
    guard let offset = offset(), isAtEnd else { return nil }
    return .moment(Instant(seconds: wallClock - offset))
  }

  /// Seconds east of Greenwich.
  private mutating func offset() -> Int64? {
    if take(UInt8(ascii: "Z")) { return 0 }
    let isEast = take(UInt8(ascii: "+"))
    guard isEast || take(UInt8(ascii: "-")), let hours = number(2...2), hours <= 18 else {
      return nil
    }
    _ = take(UInt8(ascii: ":"))
    guard let minutes = number(2...2), minutes < 60 else { return nil }
    let seconds = Int64(hours * 3600 + minutes * 60)
    return isEast ? seconds : -seconds
  }
}

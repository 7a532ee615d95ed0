/// A part of the week with its own factor. One text form, its options in any order:
/// `weekend 00:00-24:00 x2 days=sat,sun priority=2 minimum=240`. The days may also stand before the
/// window: `holiday off 00:00-24:00 x2`.
public struct TariffBand: TextValue {
  /// The most characters a band's name may have.
  public static let nameLimit = 32
  /// The most minutes a band may demand as a minimum: a day.
  public static let minimumLimitMinutes = 1_440
  /// Priorities lie between minus this and this.
  public static let priorityLimit = 1_000

  /// The name on the bill, one word.
  public let name: String
  /// The first minute of the band.
  public let from: ClockTime
  /// The first minute after the band; 00:00 is the end of the day (24:00). Before or at `from`, the
  /// band goes on past midnight.
  public let to: ClockTime
  /// The days on which the band is in force, judged for each minute by its own date: 01:00 on
  /// Saturday is Saturday, even in a band that began on Friday evening.
  public let days: DayWords
  /// The multiplier of the hourly rate.
  public let factor: Factor
  /// Where bands overlap, the highest wins; at equal priority the highest factor.
  public let priority: Int
  /// The minutes that a visit which touches the band is billed at least.
  public let minimumMinutes: Int

  /// Makes a band.
  ///
  /// - Throws: `usage` when the name is not a word of letters, digits, `-` and `_`, when there is no
  ///   day, or when the priority or the minimum is out of bounds; `time` when it starts where it
  ///   ends, unless that is midnight, which means the whole day.
  public init(
    name: String, from: ClockTime, to: ClockTime, factor: Factor,
    days: DayWords = .every, priority: Int = 0, minimumMinutes: Int = 0
  ) throws(DeskError) {
    guard Self.isName(name) else {
      throw DeskError(
        .usage,
        "\(name.quotedForMessage) is no name for a band; use up to \(Self.nameLimit) letters, "
          + "digits, - and _")
    }
    guard from != to || to == .midnight else {
      throw DeskError(
        .time, "band \(name) starts where it ends; for a whole day write 00:00-24:00")
    }
    guard !days.isEmpty else { throw DeskError(.usage, "band \(name) has no days") }
    guard (-Self.priorityLimit...Self.priorityLimit).contains(priority) else {
      throw DeskError(
        .usage, "band \(name): priorities go from -\(Self.priorityLimit) to \(Self.priorityLimit)")
    }
    guard (0...Self.minimumLimitMinutes).contains(minimumMinutes) else {
      throw DeskError(
        .usage, "band \(name): a minimum goes from 0 to \(Self.minimumLimitMinutes) minutes")
    }
    (self.name, self.from, self.to, self.factor) = (name, from, to, factor)
    self.days = days.meansEvery ? .every : days
    (self.priority, self.minimumMinutes) = (priority, minimumMinutes)
  }

  /// Reads a band: name, window, factor, then options.
  ///
  /// - Throws: `usage`, `time` or `amount`, naming the part that cannot be read.
  public init(_ text: String) throws(DeskError) {
    var words = text.split(separator: " ").map(String.init)
    var daysAhead: DayWords?
    if words.count > 3, !words[1].contains(":"), words[3].hasPrefix("x") {
      daysAhead = try DayWords(words.remove(at: 1))
    }
    guard words.count >= 3, words[2].hasPrefix("x") else { throw Self.malformed(text) }
    let window = try DayWindow(words[1])
    let factor = try Factor(String(words[2].dropFirst()))
    let options = try BandOptions(words.dropFirst(3))
    guard daysAhead == nil || options.days == nil else {
      throw DeskError(.usage, "\(text.quotedForMessage) names its days twice")
    }
    try self.init(
      name: words[0], from: window.from, to: window.to, factor: factor,
      days: daysAhead ?? options.days ?? .every, priority: options.priority ?? 0,
      minimumMinutes: options.minimumMinutes ?? 0)
  }

  /// The band as text: options that have their usual value are left out.
  public var text: String {
    var words = [name, "\(from.text)-\(to == .midnight ? "24:00" : to.text)", "x\(factor.text)"]
    if !days.meansEvery { words.append("days=" + days.text) }
    if priority != 0 { words.append("priority=\(priority)") }
    if minimumMinutes != 0 { words.append("minimum=\(minimumMinutes)") }
    return words.joined(separator: " ")
  }

  /// Whether the band is in force in a minute of a day.
  func covers(minuteOfDay: Int, on day: DayFacts) -> Bool {
    guard days.mean(day) else { return false }
    return from < to
      ? from.minutes <= minuteOfDay && minuteOfDay < to.minutes
      : from.minutes <= minuteOfDay || minuteOfDay < to.minutes
  }

  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.count <= nameLimit
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
          || scalar == "-" || scalar == "_"
      }
  }

  private static func malformed(_ text: String) -> DeskError {
    DeskError(
      .usage,
      "\(text.quotedForMessage) is no band; write it like \"night 22:00-06:00 x1.5 days=sat,sun "
        + "priority=2 minimum=240\"")
  }
}

/// The options at the end of a band's text.
private struct BandOptions {
  var days: DayWords?
  var priority: Int?
  var minimumMinutes: Int?

  init(_ words: some Sequence<String>) throws(DeskError) {
    for word in words {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      switch (parts.first, parts.count) {
      case ("days", 2) where days == nil: days = try DayWords(parts[1])
      case ("priority", 2) where priority == nil: priority = try Self.number(parts[1], in: word)
      case ("minimum", 2) where minimumMinutes == nil:
        minimumMinutes = try Self.number(parts[1], in: word)
      default:
        throw DeskError(
          .usage,
          "\(word.quotedForMessage) does not belong here; after the factor come days=, priority= "
            + "and minimum=, each once")
      }
    }
  }

  private static func number(_ text: String, in word: String) throws(DeskError) -> Int {
    guard let number = Int(text) else {
      throw DeskError(.usage, "\(word.quotedForMessage) needs a whole number")
    }
    return number
  }
}

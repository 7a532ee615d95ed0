import DeskRules

extension ClockTime {
  /// The time of day so many minutes after midnight.
  init(minutesAfterMidnight minutes: Int) throws {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    try self.init("\(two(minutes / 60)):\(two(minutes % 60))")
  }
}

extension WallClock {
  /// The time of day, its seconds dropped.
  var clockTime: ClockTime {
    get throws { try ClockTime(minutesAfterMidnight: secondOfDay / 60) }
  }
}

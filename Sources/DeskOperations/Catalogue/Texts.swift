import DeskRules

extension Zone {
  /// A due time as people named it: the end of a day is that day, anything else a moment.
  func dueText(of due: Instant) -> String {
    day(endingAt: due)?.description ?? text(of: due)
  }

  /// The day that ends with a moment; nil for a moment within one.
  func day(endingAt moment: Instant) -> CalendarDate? {
    let before = date(at: moment.adding(seconds: -1))
    return endOfDay(before) == moment ? before : nil
  }
}

import DeskRules

extension Zone {
  /// A due time as people named it: the end of a day is that day, anything else a moment.
  func dueText(of due: Instant) -> String {
    let before = date(at: due.adding(seconds: -1))
    return endOfDay(before) == due ? before.description : text(of: due)
  }
}

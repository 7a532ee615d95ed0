import DeskRules
import DeskStore

/// Judges a page counter's reading against its neighbours in happened time.
struct MeterCheck {
  let books: Books

  /// What is noticed of a reading that contradicts its neighbours.
  static let flag = "meter_contradicted"

  init(_ books: Books) { self.books = books }

  /// Refuses a reading that runs backwards, unless there is a reason; then it is flagged.
  func flags(
    _ device: Tag, _ pages: Int, at moment: Instant, zone: Zone, reason: Line?
  ) throws(DeskError) -> [String] {
    let before = try books.pieces.meter(device, before: moment)
    let after = try books.pieces.meter(device, after: moment)
    let contradiction =
      if let before, before.pages > pages {
        "was \(before.pages) on \(zone.text(of: before.at))"
      } else if let after, after.pages < pages {
        "was only \(after.pages) on \(zone.text(of: after.at))"
      } else {
        nil as String?
      }
    guard let contradiction else { return [] }
    guard reason != nil else {
      throw DeskError(
        .implausible,
        "the meter of \(device) cannot be \(pages): it \(contradiction); check it, or give a"
          + " --reason (a new board, for example)",
        ["device": .string("\(device)"), "meter": .integer(Int64(pages))]
      ).settledByReason
    }
    return [Self.flag]
  }
}

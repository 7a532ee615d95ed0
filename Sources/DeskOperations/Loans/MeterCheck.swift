import DeskRules
import DeskStore

/// Judges a page counter's reading against its neighbours in happened time.
struct MeterCheck {
  let books: Books

  /// What is noticed of a reading that contradicts its neighbours.
  static let flag = "meter_contradicted"

  init(_ books: Books) { self.books = books }

  /// How fast a device prints of which nobody says it, in pages a minute: none is faster that stands
  /// in an office.
  static let usualSpeed = 100

  /// Refuses a reading that runs backwards, or further than the device can print day and night,
  /// unless there is a reason; then it is flagged.
  ///
  /// - Parameter wrong: the reading in whose place it stands.
  func flags(
    _ device: Tag, _ pages: Int, at moment: Instant, zone: Zone, reason: Line?,
    insteadOf wrong: MeterReading? = nil
  ) throws(DeskError) -> [String] {
    let before = try books.pieces.meter(device, before: moment, except: wrong)
    let after = try books.pieces.meter(device, after: moment, except: wrong)
    let contradiction =
      if let before, before.pages > pages {
        "was \(before.pages) on \(zone.text(of: before.at))"
      } else if let after, after.pages < pages {
        "was only \(after.pages) on \(zone.text(of: after.at))"
      } else if let before, let most = try most(device, from: before.at, to: moment),
        pages - before.pages > most
      {
        "was \(before.pages) on \(zone.text(of: before.at)), and no more than \(most) pages can have"
          + " come since"
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

  /// How many pages a device can print in a time at its speed, each day that has begun counted whole:
  /// readings are told to the day. Nil for what is no device of ours or of a client's.
  private func most(
    _ device: Tag, from: Instant, to: Instant
  ) throws(DeskError) -> Int? {
    guard let piece = try books.pieces.find(device) else { return nil }
    let speed = try books.catalogue.model(piece.item)?.pagesPerMinute ?? Self.usualSpeed
    let days = max(0, to.seconds - from.seconds) / 86_400 + 1
    return Int(days) * 1_440 * speed
  }
}

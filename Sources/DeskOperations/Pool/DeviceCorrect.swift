import DeskRules
import DeskStore

struct DeviceCorrect: Change {
  static let about = About(
    "device.correct", "Corrects a reading of a page counter that was taken and is wrong.",
    roles: .service, refusals: [.notFound, .ambiguous, .usage, .time],
    example:
      "swapdesk device correct LP-03 --was 1102330 --meter 110233 --reason \"a digit too many\"",
    notes: [
      "Whatever follows goes by the corrected reading: checks of later ones, what cartridges have"
        + " printed, and the pages of a loan that are charged at its return. What was charged already"
        + " stays as it is billed. One that the readings beside it contradict is flagged."
    ])
  let device: PieceReference
  let was: Int
  let meter: Int
  let at: Moment?
  let reason: Line

  init(_ read: inout Arguments) throws(DeskError) {
    device = try read("device", at: 1, "The tag, serial or barcode.")
    was = try read("was", "What was taken.")
    meter = try read("meter", "What the counter showed.")
    at = try read.optional("at", "When it was read, where it was taken so more than once.")
    reason = try read("reason", "What was wrong.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<MeterCard> {
    let lookup = Lookup(books, caller)
    let device = try lookup.piece(device, .device).tag
    guard was != meter else {
      throw DeskError(.usage, "was and meter are the same: say what the counter showed")
    }
    let zone = try books.clients.settings().zone
    let wrong = try reading(of: device, zone, lookup)
    let flags = try MeterCheck(books).flags(
      device, meter, at: wrong.at, zone: zone, reason: reason, insteadOf: wrong)
    let corrected = MeterCorrected(
      device: device, readAt: wrong.at, entry: wrong.entry, was: was, pages: meter,
      at: caller.now, reason: reason.text)
    return Decision(
      events: [corrected],
      reply: MeterCard(
        device: device, at: zone.text(of: wrong.at), was: was, meter: meter,
        flags: flags.isEmpty ? nil : flags))
  }

  /// The reading that is wrong.
  private func reading(
    of device: Tag, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) -> MeterReading {
    var known = try lookup.books.pieces.readings(device, of: was)
    if let at = try at.map({ moment throws(DeskError) in
      try PastMoment(moment, zone: zone, lookup.caller).instant
    }) {
      known = known.filter { abs($0.at.seconds - at.seconds) < 60 }
    }
    guard let newest = known.first else {
      throw DeskError(
        .notFound,
        "no reading of \(was) is known of \(device)\(at.map { " at \($0.text)" } ?? ""); device show"
          + " \(device) names the last",
        ["device": .string("\(device)"), "meter": .integer(Int64(was))])
    }
    guard known.count == 1 else {
      let times = known.map { zone.text(of: $0.at) }
      throw DeskError(
        .ambiguous,
        "\(was) was read of \(device) on \(times.joined(separator: ", ")); --at says which",
        ["device": .string("\(device)"), "at": .array(times.map { .string($0) })])
    }
    return newest
  }
}

/// A page counter's reading as answers show one that was corrected.
struct MeterCard: Item {
  let device: Tag
  /// When it was read.
  let at: String
  let was: Int
  let meter: Int
  let flags: [String]?
}

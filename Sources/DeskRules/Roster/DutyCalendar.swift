/// Duties as an iCalendar file (RFC 5545), for a phone.
public struct DutyCalendar: Sendable {
  /// The longest line without its end, in bytes.
  static let lineBytes = 75

  private let desk: String
  private let identity: String
  private let made: Instant

  /// Makes a writer.
  ///
  /// - Parameters:
  ///   - desk: the firm's name, which names the calendar.
  ///   - identity: the desk's identity, which makes an event's identifier the same every time.
  ///   - made: when the file is made.
  public init(desk: String, identity: String, made: Instant) {
    self.desk = desk
    self.identity = identity
    self.made = made
  }

  /// The file's text, each line ended with CR LF.
  public func text(of duties: [Duty]) -> String {
    let head = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Swapdesk//Roster//EN", "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH", "X-WR-CALNAME:" + Self.escaped("Duty, \(desk)"),
    ]
    let lines = head + duties.flatMap(event) + ["END:VCALENDAR"]
    return lines.map { Self.folded($0) + "\r\n" }.joined()
  }

  private func event(_ duty: Duty) -> [String] {
    guard let person = duty.person, !duty.isAway else { return [] }
    let instead = duty.insteadOf.map { " instead of \($0)" } ?? ""
    let reason = duty.reason.map { ["DESCRIPTION:" + Self.escaped($0)] } ?? []
    return [
      "BEGIN:VEVENT", "UID:" + Self.escaped("duty-\(duty.start.seconds)-\(person)@\(identity)"),
      "DTSTAMP:" + Self.stamp(made), "DTSTART:" + Self.stamp(duty.start),
      "DTEND:" + Self.stamp(duty.relieved),
      "SUMMARY:" + Self.escaped("On duty: \(person)\(instead)"),
    ] + reason + ["TRANSP:TRANSPARENT", "END:VEVENT"]
  }

  /// A moment in UTC, like `20261121T181500Z`.
  private static func stamp(_ instant: Instant) -> String {
    instant.utcText.filter { $0 != "-" && $0 != ":" }
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
      .replacing("\r", with: "").replacing("\n", with: "\\n")
  }

  /// A long line goes on in the next one behind a space; no character is cut in two.
  private static func folded(_ line: String) -> String {
    var folded = ""
    var bytes = 0
    for character in line.unicodeScalars {
      let width = String(character).utf8.count
      if bytes + width > lineBytes {
        folded += "\r\n "
        bytes = 1
      }
      folded.unicodeScalars.append(character)
      bytes += width
    }
    return folded
  }
}

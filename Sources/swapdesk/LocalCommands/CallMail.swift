import DeskRules
import Foundation

/// A step of a call as a mail message (RFC 5322), lines ended with LF as mail programs take them.
struct CallMail {
  /// The message.
  let text: String

  /// Writes the message.
  ///
  /// - Throws: `usage` when the event is none of a call; `not_set` when nobody it goes to has a mail
  ///   address.
  init(_ event: JSONObject, from: String?) throws(DeskError) {
    guard let number = event["event"]?.number, let ticket = event.text("ticket"),
      let message = event.text("message")
    else {
      throw DeskError(.usage, "standard input holds no step of a call")
    }
    let addresses = (event["to"]?.elements ?? []).compactMap { $0.members?.text("mail") }
      .filter(Self.isAddress)
    guard !addresses.isEmpty else {
      throw DeskError(
        .notSet,
        "nobody who is called for \(ticket) has a mail address; staff edit NAME --mail gives one")
    }
    if let from, !Self.isAddress(from) {
      throw DeskError(.usage, "--from is no mail address; write one like desk@example.org")
    }
    let subject = "\(Self.head(event)) \(ticket), \(event.text("client_name") ?? "")"
    let identity = (event.text("books") ?? "desk").filter { $0.isASCII && $0.isHexDigit }
    var header = [
      "To: " + addresses.joined(separator: ",\n "), "Subject: " + Self.encoded(subject),
      "Message-ID: <call.\(number)@\(identity).swapdesk>",
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64",
    ]
    if let from { header.insert("From: \(from)", at: 0) }
    if let date = Self.date(event.text("at") ?? "") { header.append("Date: \(date)") }
    let body = Data(Self.body(event, message).utf8).base64EncodedString(
      options: [.lineLength76Characters, .endLineWithLineFeed])
    text = (header + ["", body, ""]).joined(separator: "\n")
  }

  private static func head(_ event: JSONObject) -> String {
    switch event.text("kind") {
    case "escalation.exhausted": "NOBODY ANSWERS"
    case "call.taken_over": "TAKEN OVER"
    default: "CALL"
    }
  }

  private static func isAddress(_ text: String) -> Bool {
    text.contains("@") && !text.hasPrefix("-")
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
          && !"<>(),;:\\\"[]".unicodeScalars.contains(scalar)
      }
  }

  private static func body(_ event: JSONObject, _ message: String) -> String {
    let rows: [(String, String)] = [
      ("Client", event.text("client_name") ?? ""), ("Site", event.text("site") ?? ""),
      ("Address", event.text("address") ?? ""), ("Device", event.text("device") ?? ""),
      ("Problem", event.text("problem") ?? ""), ("Received", event.text("received") ?? ""),
      ("Next step", event.text("next") ?? ""),
      ("Event", event["event"]?.number.map(String.init) ?? ""),
    ]
    let lines = rows.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
    return ([message, ""] + lines).joined(separator: "\n") + "\n"
  }

  /// A header's text, in encoded words where it is more than plain letters (RFC 2047).
  private static func encoded(_ text: String) -> String {
    let line = SafeText.line(text)
    let isPlain = line.unicodeScalars.allSatisfy { (0x20..<0x7F).contains($0.value) }
    guard !isPlain || line.contains("=?") else { return String(line.prefix(200)) }
    var words: [String] = []
    var piece = ""
    // An encoded word has at most 75 characters, and no character is cut in two.
    for character in line.prefix(120) {
      if piece.utf8.count + String(character).utf8.count > 42 {
        words.append(piece)
        piece = ""
      }
      piece.append(character)
    }
    words.append(piece)
    return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }
      .joined(separator: "\n ")
  }

  /// The step's own time as mail writes it, from ISO 8601.
  private static func date(_ text: String) -> String? {
    guard let day = try? CalendarDate(String(text.prefix(10))), text.utf8.count == 25 else {
      return nil
    }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let clock = text.dropFirst(11).prefix(8)
    let offset = text.suffix(6).filter { $0 != ":" }
    return "\(day.weekday.name.capitalized), \(day.day) \(months[day.month - 1]) \(day.year)"
      + " \(clock) \(offset)"
  }
}

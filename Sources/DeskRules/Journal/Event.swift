/// A fact that a change decided, complete enough to be applied again without any rule.
///
/// Kinds are named after facts and may be shared by operations. A kind is readable for ever: a new
/// member is optional, and a changed meaning is a new kind.
public protocol Event: Codable, Sendable {
  /// The stable name, such as `piece.moved`.
  static var kind: String { get }
  /// What the fact is about, for the history of each.
  var subjects: [Subject] { get }
}

/// Something that has a history: a ticket, a piece, a client, a budget line.
public struct Subject: Sendable, Hashable, CustomStringConvertible {
  /// The kind and the name, such as `ticket:T-17`.
  public let description: String

  private init(_ kind: String, _ name: String) { description = "\(kind):\(name)" }

  /// A client.
  public static func client(_ code: ClientCode) -> Subject { .init("client", "\(code)") }
  /// A ticket.
  public static func ticket(_ number: TicketNumber) -> Subject { .init("ticket", "\(number)") }
  /// A device or a cartridge.
  public static func piece(_ tag: Tag) -> Subject { .init("piece", "\(tag)") }
  /// A loan.
  public static func loan(_ number: LoanNumber) -> Subject { .init("loan", "\(number)") }
  /// A client's budget line, in all its periods.
  public static func budget(_ client: ClientCode, _ line: String) -> Subject {
    .init("budget", "\(client)/\(line)")
  }
  /// An invoice or a credit note.
  public static func invoice(_ number: InvoiceNumber) -> Subject { .init("invoice", "\(number)") }
  /// A member of staff.
  public static func staff(_ name: String) -> Subject { .init("staff", name) }
  /// A calendar.
  public static func calendar(_ name: String) -> Subject { .init("calendar", name) }
  /// A printer model.
  public static func model(_ name: String) -> Subject { .init("model", name) }
}

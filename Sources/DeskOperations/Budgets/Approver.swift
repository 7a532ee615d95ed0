import DeskRules
import DeskStore

/// A contact who approves, for themselves or for somebody who is away.
struct Approver {
  /// Who says it.
  let contact: Contact
  /// For whom, where the contact stands in.
  let absent: Contact?

  /// Finds who approves an amount on a day, and refuses somebody who may not.
  ///
  /// - Throws: `not_found`, `ambiguous` for the name; `not_allowed`, naming the limit and who may.
  init(
    _ name: Line, of client: Client, for amount: Int64, on day: CalendarDate, _ lookup: Lookup
  ) throws(DeskError) {
    contact = try lookup.contact(name, of: client.code)
    if contact.mayApprove(amount, on: day) {
      absent = nil
      return
    }
    let number = contact.number
    let contacts = try lookup.books.clients.contacts(client.code)
    let replaced = try lookup.books.clients.substitutes(client.code)
      .filter { $0.substitute == number && $0.days.contains(day) }
      .compactMap { substitute in contacts.first { $0.number == substitute.absent } }
    guard let absent = replaced.first(where: { $0.mayApprove(amount, on: day) }) else {
      throw Self.refusal(contact, replaced, client, amount, contacts, on: day)
    }
    self.absent = absent
  }

  private static func refusal(
    _ contact: Contact, _ replaced: [Contact], _ client: Client, _ amount: Int64,
    _ contacts: [Contact], on day: CalendarDate
  ) -> DeskError {
    let able = contacts.filter { $0.mayApprove(amount, on: day) }.map { "contact \($0.number)" }
    let advice =
      able.isEmpty
      ? "; nobody of \(client.code) may: contact add \(client.code) NAME --function approver"
      : "; \(able.joined(separator: " or ")) may"
    if let last = contact.last, last < day {
      return DeskError(
        .notAllowed,
        "contact \(contact.number) of \(client.code) spoke for the client until \(last)" + advice)
    }
    guard let limited = ([contact] + replaced).first(where: { $0.function == .approver }) else {
      return DeskError(
        .notAllowed,
        "contact \(contact.number) of \(client.code) is \(contact.function.rawValue), not approver"
          + advice)
    }
    let limit = client.currency.text(limited.approvalLimit ?? 0)
    return DeskError(
      .notAllowed,
      "contact \(limited.number) of \(client.code) may approve up to \(limit); this is"
        + " \(client.currency.text(amount))" + advice,
      ["limit": .string(limit)])
  }
}

extension Contact {
  /// Whether the contact may approve an amount on a day.
  func mayApprove(_ amount: Int64, on day: CalendarDate) -> Bool {
    function == .approver && (approvalLimit.map { $0 >= amount } ?? true)
      && (last.map { $0 >= day } ?? true)
  }
}

/// The contacts of a client by number, for answers that name who approved.
struct ApproverNames {
  private let names: [Int: String]

  /// The names, for whoever may know them; nil for engineers: who spoke for the client, and what was
  /// said, is no concern of theirs.
  init?(_ client: ClientCode, in books: Books, for caller: Caller) throws(DeskError) {
    if caller.role == .engineer { return nil }
    try self.init(client, in: books)
  }

  init(_ client: ClientCode, in books: Books) throws(DeskError) {
    names = Dictionary(
      uniqueKeysWithValues: try books.clients.contacts(client).map { ($0.number, $0.name) })
  }

  /// `Petr Petrov for Olga Ivanova`, or one name alone.
  func text(_ contact: Int, onBehalfOf absent: Int?) -> String {
    let name = names[contact] ?? "contact \(contact)"
    return absent.map { "\(name) for \(names[$0] ?? "contact \($0)")" } ?? name
  }
}

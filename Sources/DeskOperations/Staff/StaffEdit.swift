import DeskRules
import DeskStore

struct StaffEdit: Change {
  static let about = About(
    "staff.edit", "Changes somebody's full name or how to reach them.", roles: .desk,
    refusals: [.notFound, .usage],
    example: "swapdesk staff edit boris --phone \"+7 900 000-00-00\" --mail boris@example.org",
    notes: [
      "Who lacks the contact that the notifier needs (escalation set --contact) cannot be called at"
        + " night; roster gaps names them."
    ])
  let name: ShortName
  let fullName: Line?
  let phone: Line?
  let mail: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read("name", at: 1, "The short name.")
    fullName = try read.optional("full_name", "The new full name.")
    phone = try read.optional("phone", "How to call.")
    mail = try read.optional("mail", "Where to write.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<StaffCard> {
    let member = try Lookup(books, caller).person(name)
    guard fullName != nil || phone != nil || mail != nil else {
      throw DeskError(.usage, "nothing to change: give --full-name, --phone or --mail")
    }
    if let mail { try Self.requireAddress(mail.text) }
    let event = StaffChanged(
      name: member.name, fullName: fullName?.text, phone: phone?.text, mail: mail?.text)
    var card = StaffCard(member, for: caller)
    if let fullName { card.fullName = Private(fullName.text) }
    card.reachable = try books.calls.escalation().escalation.contact.isGiven(
      phone: phone?.text ?? member.phone, mail: mail?.text ?? member.mail)
    return Decision(events: [event], reply: card)
  }

  /// One address and nothing that could make it two, or a header of its own.
  private static func requireAddress(_ text: String) throws(DeskError) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F
        && !"<>(),;:\\\"[]".unicodeScalars.contains(scalar)
    }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, !text.hasPrefix("-") else {
      throw DeskError(
        .usage, "\"\(text)\" is no mail address; write one like boris@example.org",
        ["parameter": .string("mail")])
    }
  }
}

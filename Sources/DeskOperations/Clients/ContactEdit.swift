import DeskRules
import DeskStore

struct ContactEdit: Change {
  static let about = About(
    "contact.edit", "Changes what a person of a client is for, or says that they left.",
    roles: .desk + [.accountant], refusals: [.notFound, .ambiguous, .usage, .amount, .notAllowed],
    example: "swapdesk contact edit bakery \"Olga Ivanova\" --mail olga@example.org",
    notes: [
      "The word none takes a limit, a phone, a mail or a last day away; what is not named stays. Who"
        + " may approve, and how much, is for accountants and managers to say.",
      "After --last the person approves nothing any more. What they agreed to before keeps their name.",
    ])
  let client: ClientCode
  let contact: Line
  let function: ContactFunction?
  let approvalLimit: Removable<DecimalText>?
  let phone: Removable<Line>?
  let mail: Removable<Line>?
  let last: Removable<CalendarDate>?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    contact = try read("contact", at: 2, "The person, by name or number.")
    function = try read.optional("function", "What the person is for.")
    approvalLimit = try read.optional(
      "approval_limit", "The most the person may approve at once; none for no limit.")
    phone = try read.optional("phone", "How to call.")
    mail = try read.optional("mail", "Where to write.")
    last = try read.optional("last", "The last day on which the person speaks for the client.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ContactCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client)
    let known = try lookup.contact(contact, of: client.code)
    let limit = try approvalLimit.after(known.approvalLimit) { amount throws(DeskError) in
      try amount.minorUnits(in: client.currency)
    }
    let changed = Contact(
      number: known.number, name: known.name, function: function ?? known.function,
      phone: try phone.after(known.phone) { $0.text },
      mail: try mail.after(known.mail) { $0.text }, approvalLimit: limit,
      last: last.after(known.last))
    if changed.function != known.function || limit != known.approvalLimit {
      try caller.requireSaysWhoApproves()
    }
    guard changed != known else {
      return Decision(events: [], reply: ContactCard(known, of: client, for: caller))
    }
    let event = ContactChanged(
      client: client.code, number: changed.number, function: changed.function,
      phone: changed.phone, mail: changed.mail, approvalLimit: limit, last: changed.last,
      at: caller.now)
    return Decision(events: [event], reply: ContactCard(changed, of: client, for: caller))
  }
}

extension Caller {
  /// Whoever may spend a client's money is not for everybody to name.
  ///
  /// - Throws: `not_allowed`
  func requireSaysWhoApproves(
    _ matter: String = "who approves how much"
  ) throws(DeskError) {
    guard [Role].money.contains(role) else {
      throw DeskError(
        .notAllowed, "\(matter) is for accountants and managers to say; \(name) is neither")
    }
  }
}

import DeskRules
import DeskStore

struct ContactAdd: Change {
  static let about = About(
    "contact.add", "Adds a person of a client.", roles: .desk + [.accountant],
    refusals: [.notFound, .exists, .amount, .notAllowed],
    example:
      "swapdesk contact add bakery \"Petr Smirnov\" --function door --phone \"+7 900 1234567\"",
    notes: [
      "Who may approve, and how much, is for accountants and managers to say: --function approver"
        + " --approval-limit 30000.00."
    ])
  let client: ClientCode
  let name: Line
  let function: ContactFunction
  let approvalLimit: DecimalText?
  let phone: Line?
  let mail: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    name = try read("name", at: 2, "The person's name.")
    function = try read("function", "What the person is for.")
    approvalLimit = try read.optional(
      "approval_limit", "The most the person may approve at once; no limit where left out.")
    phone = try read.optional("phone", "How to call.")
    mail = try read.optional("mail", "Where to write.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ContactCard> {
    let client = try Lookup(books, caller).client(client)
    if function == .approver || approvalLimit != nil { try caller.requireSaysWhoApproves() }
    let contacts = try books.clients.contacts(client.code)
    if let other = contacts.first(where: { $0.name.lowercased() == name.text.lowercased() }) {
      throw DeskError(
        .exists, "\(client.code) has a contact of that name already, number \(other.number)")
    }
    let contact = Contact(
      number: (contacts.last?.number ?? 0) + 1, name: name.text, function: function,
      phone: phone?.text, mail: mail?.text,
      approvalLimit: try approvalLimit?.minorUnits(in: client.currency))
    return Decision(
      events: [
        ContactAdded(
          client: client.code, number: contact.number, name: contact.name, function: function,
          phone: contact.phone, mail: contact.mail, approvalLimit: contact.approvalLimit)
      ],
      reply: ContactCard(contact, of: client, for: caller))
  }
}

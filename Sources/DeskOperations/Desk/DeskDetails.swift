import DeskRules
import DeskStore

struct DeskDetails: Change {
  static let about = About(
    "desk.details", "Sets the firm's own details, which stand on its documents.", roles: .money,
    example: "swapdesk desk details --address \"Kuznetskaya 4, Pskov\" --tax-number 6027098765",
    notes: ["Without any setting it shows them. Issued invoices keep what they were issued with."])
  let name: Line?
  let address: FreeText?
  let taxNumber: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read.optional("name", "The firm's name.")
    address = try read.optional("address", "The firm's address.")
    taxNumber = try read.optional("tax_number", "The firm's tax number.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DetailsCard> {
    let settings = try books.clients.settings()
    let isChange =
      (name.map { $0.text != settings.name } ?? false)
      || (address.map { $0.text != settings.address } ?? false)
      || (taxNumber.map { $0.text != settings.taxNumber } ?? false)
    let changed = DeskChanged(
      name: name?.text, address: address?.text, taxNumber: taxNumber?.text)
    return Decision(
      events: isChange ? [changed] : [],
      reply: DetailsCard(
        name: Private(name?.text ?? settings.name),
        address: (address?.text ?? settings.address).map { Private($0) },
        taxNumber: (taxNumber?.text ?? settings.taxNumber).map { Private($0) }))
  }
}

/// The firm's own details.
struct DetailsCard: Item {
  let name: Private<String>
  let address: Private<String>?
  let taxNumber: Private<String>?

  enum CodingKeys: String, CodingKey {
    case name, address
    case taxNumber = "tax_number"
  }
}

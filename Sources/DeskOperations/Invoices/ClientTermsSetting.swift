import DeskRules
import DeskStore

struct ClientTermsSetting: Change {
  static let about = About(
    "client.terms", "Sets how a client is invoiced: tax, days to pay, details on documents.",
    roles: .money, refusals: [.notFound, .usage],
    example: "swapdesk client terms bakery --vat inside --payment-days 14"
      + " --address \"Mira Street 5, Pskov\" --tax-number 6027012345",
    notes: [
      "Without any setting it shows what holds: tax inside the prices and 14 days, where nothing else"
        + " was said. Invoices that are issued already keep what they were issued with."
    ])
  let client: ClientCode
  let tax: TaxTreatment?
  let paymentDays: Int?
  let address: FreeText?
  let taxNumber: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    tax = try read.optional(
      "vat", "inside: prices include the tax; on_top: it is added; none: there is no tax.")
    paymentDays = try read.optional(
      "payment_days", "How many days after its date an invoice is due.")
    address = try read.optional("address", "The address on documents.")
    taxNumber = try read.optional("tax_number", "The tax number on documents.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TermsCard> {
    let client = try Lookup(books, caller).client(client)
    if let paymentDays, paymentDays > Self.paymentDaysLimit {
      throw DeskError(.usage, "payment_days goes up to \(Self.paymentDaysLimit)")
    }
    let before = try books.bills.terms(client.code)
    var terms = before
    if let tax { terms.tax = tax }
    if let paymentDays { terms.paymentDays = paymentDays }
    if let address { terms.address = address.text }
    if let taxNumber { terms.taxNumber = taxNumber.text }
    let changed = TermsChanged(
      client: client.code, tax: tax, paymentDays: paymentDays, address: address?.text,
      taxNumber: taxNumber?.text)
    return Decision(
      events: terms == before ? [] : [changed], reply: TermsCard(client: client.code, terms))
  }

  private static let paymentDaysLimit = 3_650
}

/// How a client is invoiced.
struct TermsCard: Item {
  let client: ClientCode
  let vat: TaxTreatment
  let paymentDays: Int
  let address: Private<String>?
  let taxNumber: Private<String>?

  enum CodingKeys: String, CodingKey {
    case client, vat
    case paymentDays = "payment_days"
    case address
    case taxNumber = "tax_number"
  }

  init(client: ClientCode, _ terms: ClientTerms) {
    self.client = client
    vat = terms.tax
    paymentDays = terms.paymentDays
    address = terms.address.map { Private($0) }
    taxNumber = terms.taxNumber.map { Private($0) }
  }
}

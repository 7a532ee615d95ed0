import DeskRules
import DeskStore

/// A client as lists show one.
struct ClientCard: Item {
  let client: ClientCode
  let name: Private<String>
  let currency: Currency
  let contract: SwapContract
  let loanPagePrice: String?
  let goodsLine: String?
  let calendar: String?
  let discount: ClientDiscounts?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case client, name, currency, contract
    case loanPagePrice = "loan_page_price"
    case goodsLine = "goods_line"
    case calendar, discount, flags
  }

  init(_ client: Client, flags: [String] = []) {
    self.flags = flags.isEmpty ? nil : flags
    loanPagePrice = client.loanPagePrice?.text(in: client.currency)
    self.client = client.code
    name = Private(client.name)
    currency = client.currency
    contract = client.contract
    calendar = client.calendar
    discount = client.discounts == .none ? nil : client.discounts
    goodsLine = client.goodsLine
  }
}

/// A client with sites and contacts.
struct ClientDetails: Item {
  let client: ClientCode
  let name: Private<String>
  let currency: Currency
  let contract: SwapContract
  let goodsLine: String?
  let calendar: String?
  let discount: ClientDiscounts?
  /// The group that the client belongs to today.
  let group: String?
  /// How the client's and the group's discounts become one; where there is a group.
  let discountRule: DiscountStacking?
  let sites: [SiteCard]
  let contacts: [ContactCard]
  let substitutes: [SubstituteCard]?

  enum CodingKeys: String, CodingKey {
    case client, name, currency, contract
    case goodsLine = "goods_line"
    case calendar, discount, group
    case discountRule = "discount_rule"
    case sites, contacts, substitutes
  }
}

/// A site.
struct SiteCard: Item {
  let client: ClientCode
  let site: ClientCode
  let name: Private<String>
  let address: Private<String>?
  let timezone: Zone
  let shelf: String?

  init(_ site: Site) {
    shelf = site.shelf
    client = site.client
    self.site = site.code
    name = Private(site.name)
    address = site.address.map { Private($0) }
    timezone = site.zone
  }
}

/// A contact.
struct ContactCard: Item {
  let client: ClientCode
  let number: Int
  let name: Private<String>
  let function: ContactFunction
  let phone: Private<String>?
  let mail: Private<String>?
  let approvalLimit: String?
  /// The last day on which the person speaks for the client.
  let last: CalendarDate?

  enum CodingKeys: String, CodingKey {
    case client, number, name, function, phone, mail
    case approvalLimit = "approval_limit"
    case last
  }

  /// A contact as the caller may know one.
  init(_ contact: Contact, of client: Client, for caller: Caller) {
    self.client = client.code
    number = contact.number
    name = Private(contact.name)
    function = contact.function
    phone = contact.phone.map { Private($0) }
    mail = contact.mail.map { Private($0) }
    approvalLimit =
      caller.role.seesApprovalLimits
      ? contact.approvalLimit.map { client.currency.text($0) } : nil
    last = contact.last
  }
}

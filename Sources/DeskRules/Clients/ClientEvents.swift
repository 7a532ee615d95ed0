/// A client was taken on.
public struct ClientAdded: Event {
  public static let kind = "client.added"
  /// The short name, unique for ever.
  public let code: ClientCode
  /// The name on documents.
  public let name: Private<String>
  /// What the client pays in.
  public let currency: Currency
  /// The zone of the client's main site.
  public let zone: Zone
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(code: ClientCode, name: String, currency: Currency, zone: Zone, at: Instant) {
    self.code = code
    self.name = Private(name)
    self.currency = currency
    self.zone = zone
    self.at = at
  }

  public var subjects: [Subject] { [.client(code)] }
}

/// Something about a client was changed; what is absent stays as it was.
public struct ClientChanged: Event {
  public static let kind = "client.changed"
  /// Which client.
  public let code: ClientCode
  /// The new name on documents.
  public let name: Private<String>?
  /// The new cartridge contract.
  public let contract: SwapContract?
  /// The new budget line that carries parts and consumables by their nature; empty for none.
  public let goodsLine: String?
  /// What the client pays for a page of a loaner, in whole units of its currency; 0 for nothing.
  public let loanPagePrice: DecimalText?
  /// The calendar that counts for the client from now on; empty for the desk's.
  public let calendar: String?
  /// The new discounts, all of them.
  public let discounts: ClientDiscounts?

  /// Makes the fact.
  public init(
    code: ClientCode, name: String?, contract: SwapContract?, goodsLine: String? = nil,
    loanPagePrice: DecimalText? = nil, calendar: String? = nil,
    discounts: ClientDiscounts? = nil
  ) {
    self.loanPagePrice = loanPagePrice
    self.code = code
    self.name = name.map { Private($0) }
    self.contract = contract
    self.goodsLine = goodsLine
    self.calendar = calendar
    self.discounts = discounts
  }

  public var subjects: [Subject] { [.client(code)] }
}

/// A place of the client where machines stand.
public struct SiteAdded: Event {
  public static let kind = "site.added"
  /// Whose.
  public let client: ClientCode
  /// The short name, unique for the client.
  public let code: ClientCode
  /// What people call it.
  public let name: Private<String>
  /// Where it is.
  public let address: Private<String>?
  /// The zone on whose wall clock nights and due days are read.
  public let zone: Zone

  /// Makes the fact.
  public init(
    client: ClientCode, code: ClientCode, name: String, address: String?, zone: Zone
  ) {
    self.client = client
    self.code = code
    self.name = Private(name)
    self.address = address.map { Private($0) }
    self.zone = zone
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// Something about a site was changed; what is absent stays as it was.
public struct SiteChanged: Event {
  public static let kind = "site.changed"
  /// Whose.
  public let client: ClientCode
  /// Which site.
  public let code: ClientCode
  /// What people call it now.
  public let name: Private<String>?
  /// Where it is now.
  public let address: Private<String>?
  /// The zone whose wall clock counts there from now on.
  public let zone: Zone?

  /// Makes the fact.
  public init(
    client: ClientCode, code: ClientCode, name: String?, address: String?, zone: Zone?
  ) {
    self.client = client
    self.code = code
    self.name = name.map { Private($0) }
    self.address = address.map { Private($0) }
    self.zone = zone
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// A site is usually served from a shelf or a van of ours.
public struct SiteServed: Event {
  public static let kind = "site.served"
  /// Whose.
  public let client: ClientCode
  /// Which site.
  public let code: ClientCode
  /// From where.
  public let shelf: Holder

  /// Makes the fact.
  public init(client: ClientCode, code: ClientCode, shelf: Holder) {
    self.client = client
    self.code = code
    self.shelf = shelf
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// What a client's person is for.
public enum ContactFunction: String, Sendable, Codable, CaseIterable {
  /// Approves estimates and budget transfers.
  case approver
  /// Pays.
  case payer
  /// Lets the engineer in.
  case door
  /// Anything else.
  case other
}

/// A person of the client.
public struct ContactAdded: Event {
  public static let kind = "contact.added"
  /// Whose.
  public let client: ClientCode
  /// Counts the client's contacts from 1.
  public let number: Int
  /// The person's name.
  public let name: Private<String>
  /// What the person is for.
  public let function: ContactFunction
  /// How to call.
  public let phone: Private<String>?
  /// Where to write.
  public let mail: Private<String>?
  /// The most the person may approve at once, in minor units of the client's currency.
  public let approvalLimit: Int64?

  /// Makes the fact.
  public init(
    client: ClientCode, number: Int, name: String, function: ContactFunction, phone: String?,
    mail: String?, approvalLimit: Int64?
  ) {
    self.client = client
    self.number = number
    self.name = Private(name)
    self.function = function
    self.phone = phone.map { Private($0) }
    self.mail = mail.map { Private($0) }
    self.approvalLimit = approvalLimit
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// What is known of a person of the client changed: the whole of it, as it is from now on.
public struct ContactChanged: Event {
  public static let kind = "contact.changed"
  /// Whose.
  public let client: ClientCode
  /// Which of the client's contacts.
  public let number: Int
  /// What the person is for.
  public let function: ContactFunction
  /// How to call.
  public let phone: Private<String>?
  /// Where to write.
  public let mail: Private<String>?
  /// The most the person may approve at once, in minor units; no limit where there is none.
  public let approvalLimit: Int64?
  /// The last day on which the person speaks for the client.
  public let last: CalendarDate?
  /// When it was said.
  public let at: Instant

  /// Makes the fact.
  public init(
    client: ClientCode, number: Int, function: ContactFunction, phone: String?, mail: String?,
    approvalLimit: Int64?, last: CalendarDate?, at: Instant
  ) {
    self.client = client
    self.number = number
    self.function = function
    self.phone = phone.map { Private($0) }
    self.mail = mail.map { Private($0) }
    self.approvalLimit = approvalLimit
    self.last = last
    self.at = at
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// Whose cartridge the client gets back.
public enum SwapContract: String, Sendable, Codable, CaseIterable {
  /// Any full one for any empty of the same kind; a balance is kept.
  case exchange
  /// The client's own shell is refilled and returned; ours is on loan meanwhile.
  case ownBack = "own_back"
}

public import DeskRules
import DeskEngine

/// A client.
public struct Client: Sendable, Equatable {
  /// The short name.
  public let code: ClientCode
  /// The name on documents.
  public let name: String
  /// What the client pays in.
  public let currency: Currency
  /// Whose cartridge the client gets back.
  public let contract: SwapContract
  /// The budget line that carries parts and consumables by their nature, if that is arranged.
  public let goodsLine: String?
  /// What a page of a loaner costs the client, in whole units of its currency; nil where nothing.
  public let loanPagePrice: DecimalText?
  /// The calendar whose days and hours count for the client; nil for the desk's.
  public let calendar: String?
  /// What is left away of the client's prices.
  public let discounts: ClientDiscounts

  /// Makes one from its parts.
  public init(
    code: ClientCode, name: String, currency: Currency, contract: SwapContract,
    goodsLine: String? = nil, loanPagePrice: DecimalText? = nil, calendar: String? = nil,
    discounts: ClientDiscounts = .none
  ) {
    self.loanPagePrice = loanPagePrice
    self.code = code
    self.name = name
    self.currency = currency
    self.contract = contract
    self.goodsLine = goodsLine
    self.calendar = calendar
    self.discounts = discounts
  }
}

/// A place of a client where machines stand.
public struct Site: Sendable, Equatable {
  /// Whose.
  public let client: ClientCode
  /// The short name.
  public let code: ClientCode
  /// What people call it.
  public let name: String
  /// Where it is.
  public let address: String?
  /// The zone on whose wall clock nights and due days are read.
  public let zone: Zone
  /// The shelf or van of ours from which it is usually served, as places are written.
  public let shelf: String?

  /// The short name of the site every client has.
  public static let mainCode = ClientCode(stored: "main")

  /// Makes one from its parts.
  public init(
    client: ClientCode, code: ClientCode, name: String, address: String?, zone: Zone,
    shelf: String? = nil
  ) {
    self.shelf = shelf
    self.client = client
    self.code = code
    self.name = name
    self.address = address
    self.zone = zone
  }
}

/// A person of a client.
public struct Contact: Sendable, Equatable {
  /// Counts the client's contacts from 1.
  public let number: Int
  /// The person's name.
  public let name: String
  /// What the person is for.
  public let function: ContactFunction
  /// How to call.
  public let phone: String?
  /// Where to write.
  public let mail: String?
  /// The most the person may approve at once, in minor units.
  public let approvalLimit: Int64?
  /// The last day on which the person speaks for the client.
  public let last: CalendarDate?

  /// Makes one from its parts.
  public init(
    number: Int, name: String, function: ContactFunction, phone: String?, mail: String?,
    approvalLimit: Int64?, last: CalendarDate? = nil
  ) {
    self.last = last
    self.number = number
    self.name = name
    self.function = function
    self.phone = phone
    self.mail = mail
    self.approvalLimit = approvalLimit
  }
}

/// A contact who may approve in another's place for some days.
public struct Substitute: Sendable, Equatable {
  /// Counts the client's substitutions from 1.
  public let number: Int
  /// The contact who is away, by number.
  public let absent: Int
  /// The contact who stands in, by number.
  public let substitute: Int
  /// The days.
  public let days: Period
}

/// The desk's own settings.
public struct DeskSettings: Sendable, Equatable {
  /// The firm's name.
  public let name: String
  /// The currency of clients that name none.
  public let currency: Currency
  /// The zone of sites that name none, and of the desk itself.
  public let zone: Zone
  /// The firm's address on documents.
  public let address: String?
  /// The firm's tax number on documents.
  public let taxNumber: String?
  /// The calendar of clients that name none.
  public let calendar: String?
  /// What is called night where no tariff says otherwise.
  public let night: DayWindow
}

/// Clients with their sites and contacts, and the desk's own settings.
public struct ClientStore {
  let books: Books
  private static let columns = """
    code, name, currency, contract, goods_line, loan_page_price, calendar, discounts
    """
  private static let siteColumns = "client, code, name, address, zone, shelf"

  private func client(_ row: any Row) throws(DeskError) -> Client {
    Client(
      code: ClientCode(stored: row.text(0)), name: row.text(1),
      currency: try Currency(row.text(2)), contract: try row.word(3),
      goodsLine: row.optionalText(4).flatMap { $0.isEmpty ? nil : $0 },
      loanPagePrice: try row.optionalText(5).map { text throws(DeskError) in
        try DecimalText(text)
      },
      calendar: row.optionalText(6).flatMap { $0.isEmpty ? nil : $0 },
      discounts: try row.isNull(7) ? .none : ClientDiscounts(row.text(7)))
  }

  /// The client with a code.
  public func find(_ code: ClientCode) throws(DeskError) -> Client? {
    try books.first("SELECT \(Self.columns) FROM client WHERE code = ?", [.code(code)], client)
  }

  /// Clients by code after one, at most `limit`.
  public func list(
    after code: ClientCode? = nil, limit: Int
  ) throws(DeskError) -> [Client] {
    try books.all(
      "SELECT \(Self.columns) FROM client WHERE code > ? ORDER BY code LIMIT ?",
      [.text(code?.description ?? ""), .integer(limit)], client)
  }

  /// Every code, for "did you mean".
  public func codes() throws(DeskError) -> [String] {
    try books.all("SELECT code FROM client ORDER BY code LIMIT 10000") { row in row.text(0) }
  }

  private func site(_ row: any Row) throws(DeskError) -> Site {
    Site(
      client: ClientCode(stored: row.text(0)), code: ClientCode(stored: row.text(1)),
      name: row.text(2), address: row.optionalText(3), zone: try Zone(row.text(4)),
      shelf: row.optionalText(5))
  }

  /// A site of a client.
  public func site(
    _ client: ClientCode, _ code: ClientCode
  ) throws(DeskError) -> Site? {
    try books.first(
      "SELECT \(Self.siteColumns) FROM site WHERE client = ? AND code = ?",
      [.code(client), .code(code)], site)
  }

  /// A client's sites by code.
  public func sites(_ client: ClientCode) throws(DeskError) -> [Site] {
    try books.all(
      "SELECT \(Self.siteColumns) FROM site WHERE client = ? ORDER BY code", [.code(client)], site)
  }

  /// A client's contacts by number.
  public func contacts(_ client: ClientCode) throws(DeskError) -> [Contact] {
    try books.all(
      """
      SELECT number, name, contact_function, phone, mail, approval_limit, last_date
      FROM contact
      WHERE client = ? ORDER BY number
      """, [.code(client)]
    ) { row throws(DeskError) in
      Contact(
        number: row.count(0), name: row.text(1), function: try row.word(2),
        phone: row.optionalText(3), mail: row.optionalText(4),
        approvalLimit: row.optionalInteger(5),
        last: row.isNull(6) ? nil : try CalendarDate(row.text(6)))
    }
  }

  /// A client's substitutions by number.
  public func substitutes(_ client: ClientCode) throws(DeskError) -> [Substitute] {
    try books.all(
      """
      SELECT number, absent, substitute, first_date, last_date FROM substitute
      WHERE client = ? ORDER BY number
      """, [.code(client)]
    ) { row throws(DeskError) in
      Substitute(
        number: row.count(0), absent: row.count(1), substitute: row.count(2),
        days: try Period(first: CalendarDate(row.text(3)), last: CalendarDate(row.text(4))))
    }
  }

  /// The desk's own settings.
  ///
  /// - Throws: `damaged` when the desk has none.
  public func settings() throws(DeskError) -> DeskSettings {
    let settings = try books.first(
      "SELECT name, currency, zone, address, tax_number, calendar, night FROM desk"
    ) { row throws(DeskError) in
      DeskSettings(
        name: row.text(0), currency: try Currency(row.text(1)), zone: try Zone(row.text(2)),
        address: row.optionalText(3), taxNumber: row.optionalText(4),
        calendar: row.optionalText(5).flatMap { $0.isEmpty ? nil : $0 },
        night: try row.isNull(6) ? .usualNight : DayWindow(row.text(6)))
    }
    guard let settings else { throw DeskError(.damaged, "the desk file has no settings") }
    return settings
  }
}

extension Books {
  /// Clients with their sites and contacts, and the desk's own settings.
  public var clients: ClientStore { ClientStore(books: self) }
}

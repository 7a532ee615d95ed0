public import DeskRules
import DeskEngine

/// Whose a discount is.
public enum DiscountOwner: Sendable, Hashable {
  /// A client's.
  case client(ClientCode)
  /// A group's.
  case group(String)

  /// The name as the books keep it.
  var key: String {
    switch self {
    case .client(let code): "client:\(code)"
    case .group(let name): "group:\(name)"
    }
  }

  init(key: String) {
    let name = String(key.drop { $0 != ":" }.dropFirst())
    self = key.hasPrefix("client:") ? .client(ClientCode(stored: name)) : .group(name)
  }

  /// The name on lines and quotes.
  var shown: String {
    switch self {
    case .client: "client"
    case .group(let name): "group \(name)"
    }
  }
}

/// A discount from a day on.
public struct DiscountVersion: Sendable, Equatable {
  /// Whose.
  public let owner: DiscountOwner
  /// Of what.
  public let service: DiscountedService
  /// The first day.
  public let from: CalendarDate
  /// How much.
  public let discount: Discount

  /// Makes one from its parts.
  public init(
    owner: DiscountOwner, service: DiscountedService, from: CalendarDate, discount: Discount
  ) {
    self.owner = owner
    self.service = service
    self.from = from
    self.discount = discount
  }
}

/// What is left away of prices, and the groups that clients belong to.
public struct DiscountStore {
  let books: Books
  private static let columns = "owner, service, from_date, basis_points"

  private func version(_ row: any Row) throws(DeskError) -> DiscountVersion {
    DiscountVersion(
      owner: DiscountOwner(key: row.text(0)), service: try DiscountedService(row.text(1)),
      from: try CalendarDate(row.text(2)), discount: Discount(validBasisPoints: row.integer(3)))
  }

  /// What holds for a client on a day.
  public func terms(
    of client: Client, on day: CalendarDate
  ) throws(DeskError) -> DiscountTerms {
    var group: OwnDiscounts?
    if let name = try self.group(of: client.code, on: day) {
      group = try own(.group(name), on: day)
    }
    return DiscountTerms(
      stacking: try stacking(on: day), own: try own(.client(client.code), on: day),
      undated: client.discounts, group: group)
  }

  private func own(
    _ owner: DiscountOwner, on day: CalendarDate
  ) throws(DeskError) -> OwnDiscounts {
    var byService: [DiscountedService: Discount] = [:]
    for version in try versions(of: owner) where version.from <= day {
      byService[version.service] = version.discount
    }
    return OwnDiscounts(owner: owner.shown, byService)
  }

  /// Every version of an owner's discounts, by service and day.
  public func versions(of owner: DiscountOwner) throws(DeskError) -> [DiscountVersion] {
    try books.all(
      "SELECT \(Self.columns) FROM discount WHERE owner = ? ORDER BY service, from_date",
      [.text(owner.key)], version)
  }

  /// Every version of everybody's discounts, by owner, service and day, at most `limit`.
  public func versions(limit: Int) throws(DeskError) -> [DiscountVersion] {
    try books.all(
      "SELECT \(Self.columns) FROM discount ORDER BY owner, service, from_date LIMIT ?",
      [.integer(limit)], version)
  }

  /// The group that a client belongs to on a day.
  public func group(
    of client: ClientCode, on day: CalendarDate
  ) throws(DeskError) -> String? {
    try books.first(
      """
      SELECT group_name FROM client_group WHERE client = ? AND from_date <= ?
      ORDER BY from_date DESC LIMIT 1
      """, [.code(client), .text(day.text)]
    ) { row in row.optionalText(0) } ?? nil
  }

  /// The clients that belong to a group on a day, by code, at most `limit`.
  public func members(
    of group: String, on day: CalendarDate, limit: Int
  ) throws(DeskError) -> [ClientCode] {
    try books.all(
      """
      SELECT DISTINCT client FROM client_group AS own WHERE group_name = ? AND from_date = (
        SELECT max(from_date) FROM client_group
        WHERE client_group.client = own.client AND from_date <= ?)
      ORDER BY client LIMIT ?
      """, [.text(group), .text(day.text), .integer(limit)]
    ) { row in ClientCode(stored: row.text(0)) }
  }

  /// The rule by which discounts on one line become one on a day.
  public func stacking(on day: CalendarDate) throws(DeskError) -> DiscountStacking {
    try books.first(
      """
      SELECT stacking FROM discount_stacking WHERE from_date <= ?
      ORDER BY from_date DESC LIMIT 1
      """, [.text(day.text)]
    ) { row throws(DeskError) in try row.word(0) } ?? .mostSpecific
  }
}

extension Books {
  /// What is left away of prices, and the groups that clients belong to.
  public var discounts: DiscountStore { DiscountStore(books: self) }
}

/// From a day on something is left away of the prices of a client or of a group of clients.
public struct DiscountSet: Event {
  public static let kind = "discount.set"
  /// Whose; nil for a group's.
  public let client: ClientCode?
  /// Whose; nil for a client's.
  public let group: String?
  /// Of what.
  public let service: DiscountedService
  /// How much; nothing ends an earlier one.
  public let discount: Discount
  /// The first day.
  public let from: CalendarDate

  /// Makes the fact.
  public init(
    client: ClientCode?, group: String?, service: DiscountedService, discount: Discount,
    from: CalendarDate
  ) {
    self.client = client
    self.group = group
    self.service = service
    self.discount = discount
    self.from = from
  }

  public var subjects: [Subject] { client.map { [.client($0)] } ?? [] }
}

/// From a day on discounts on one line become one by a rule.
public struct DiscountStackingSet: Event {
  public static let kind = "discount.stacking_set"
  /// The rule.
  public let stacking: DiscountStacking
  /// The first day.
  public let from: CalendarDate

  /// Makes the fact.
  public init(stacking: DiscountStacking, from: CalendarDate) {
    self.stacking = stacking
    self.from = from
  }

  public var subjects: [Subject] { [] }
}

/// From a day on a client belongs to a group, or to none.
public struct ClientGrouped: Event {
  public static let kind = "client.grouped"
  /// Which client.
  public let client: ClientCode
  /// The group; nil for none.
  public let group: String?
  /// The first day.
  public let from: CalendarDate

  /// Makes the fact.
  public init(client: ClientCode, group: String?, from: CalendarDate) {
    self.client = client
    self.group = group
    self.from = from
  }

  public var subjects: [Subject] { [.client(client)] }
}

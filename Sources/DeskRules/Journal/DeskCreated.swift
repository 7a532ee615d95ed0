/// The desk was made.
public struct DeskCreated: Event {
  public static let kind = "desk.created"
  /// The firm's name.
  public let name: Private<String>
  /// The currency of clients that name none.
  public let currency: Currency
  /// The zone of sites that name none, and of the desk itself.
  public let zone: Zone
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(name: String, currency: Currency, zone: Zone, at: Instant) {
    self.name = Private(name)
    self.currency = currency
    self.zone = zone
    self.at = at
  }

  public var subjects: [Subject] { [] }
}

/// A tariff, whose it is, and from when.
public struct TariffVersion: Sendable, Equatable {
  /// Whose; nil for the desk's default.
  public let client: ClientCode?
  /// The first day it holds.
  public let from: CalendarDate
  /// The tariff.
  public let tariff: Tariff

  /// Makes one from its parts.
  public init(client: ClientCode?, from: CalendarDate, tariff: Tariff) {
    self.client = client
    self.from = from
    self.tariff = tariff
  }
}

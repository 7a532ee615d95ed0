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

extension [TariffVersion] {
  /// Those that hold on a day or later, of versions by owner and day.
  public func holding(from day: CalendarDate) -> [TariffVersion] {
    zip(self, dropFirst().map(Optional.some) + [nil])
      .filter { version, next in
        guard let next, next.client == version.client else { return true }
        return next.from > day
      }
      .map(\.0)
  }
}

/// A type belongs to another substitution group from now on, and what was swapped, is owed and was
/// written off of it with it.
public struct SupplyRegrouped: Event {
  public static let kind = "supply.regrouped"
  /// The type.
  public let type: String
  /// The group it belonged to.
  public let from: String
  /// The group it belongs to.
  public let to: String
  /// Whether nothing is left of the old group, so that all that is kept by it goes over.
  public let isWhole: Bool

  /// Makes the fact.
  public init(type: String, from: String, to: String, isWhole: Bool) {
    self.type = type
    self.from = from
    self.to = to
    self.isWhole = isWhole
  }

  public var subjects: [Subject] { [] }
}

/// A type of cartridge or other supply.
public struct Supply: Sendable, Equatable, Codable {
  /// The maker's number.
  public let number: String
  /// Toner, drum, ink, …
  public let kind: String
  /// Black, cyan, …
  public let colour: String?
  /// The substitution group.
  public let group: String
  /// The declared yield in pages.
  public let yieldPages: Int?
  /// After how many refills a shell is thought worn out; nil for the usual number.
  public let cycleLimit: Int?
  /// What the client pays for a full one, in minor units of the desk's currency.
  public let price: Int64?

  /// After how many refills a shell is thought worn out where nothing else is known.
  public static let usualCycleLimit = 5

  /// What a yield in pages may be.
  public static let yields = 1...10_000_000

  /// Whether it is swapped when it is empty; a fuser or a maintenance kit is built in.
  public var isCartridge: Bool { ["toner", "ink", "drum"].contains(kind) }

  /// After how many refills a shell of the type is thought worn out.
  public var cycles: Int { cycleLimit ?? Self.usualCycleLimit }

  /// Makes one from its parts.
  public init(
    number: String, kind: String, colour: String?, group: String, yieldPages: Int?,
    cycleLimit: Int? = nil, price: Int64? = nil
  ) {
    self.number = number
    self.kind = kind
    self.colour = colour
    self.group = group
    self.yieldPages = yieldPages
    self.cycleLimit = cycleLimit
    self.price = price
  }
}

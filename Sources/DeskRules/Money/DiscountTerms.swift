/// What a discount is on: text `any`, a kind of line such as `part`, or the name of a band of the
/// tariff, such as `night`, which is its labour.
public enum DiscountedService: TextValue {
  /// Every line.
  case any
  /// Lines of a kind.
  case kind(LineKind)
  /// Labour in a band of the tariff.
  case band(String)

  /// Reads the text in whatever case.
  ///
  /// - Throws: `usage` when it can be no name of a band either.
  public init(_ text: String) throws(DeskError) {
    let lower = text.lowercased()
    if lower == "any" {
      self = .any
    } else if let kind = LineKind(rawValue: lower) {
      self = .kind(kind)
    } else {
      guard TariffBand.isName(text) else {
        let kinds = LineKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw DeskError(
          .usage,
          "\(text.quotedForMessage) is no service; write any, \(kinds), or a band such as night")
      }
      self = .band(text)
    }
  }

  /// The word.
  public var text: String {
    switch self {
    case .any: "any"
    case .kind(let kind): kind.rawValue
    case .band(let name): name
    }
  }
}

/// How the discounts of a client and of its group become one on a line.
public enum DiscountStacking: String, Sendable, Codable, CaseIterable {
  /// The client's own alone; the group's where the client has none.
  case mostSpecific = "most_specific"
  /// The larger of the two alone.
  case bestOf = "best_of"
  /// Each on what the other left, rounded once.
  case multiplicative
  /// Their sum.
  case additive
}

/// The discounts that one owner, a client or a group, has on a day.
public struct OwnDiscounts: Sendable, Equatable {
  /// Whose, such as `client` or `group chains`.
  public let owner: String
  /// By service.
  public let byService: [DiscountedService: Discount]

  /// Makes them from their parts.
  public init(owner: String, _ byService: [DiscountedService: Discount]) {
    self.owner = owner
    self.byService = byService
  }

  /// The most specific: the band goes before the kind, the kind before any.
  func discount(on kind: LineKind, band: String?) -> Discount? {
    band.flatMap { byService[.band($0)] } ?? byService[.kind(kind)] ?? byService[.any]
  }
}

/// What is left away of a client's prices on a day: the client's own discounts and its group's, and
/// the rule by which two of them become one.
public struct DiscountTerms: Sendable, Equatable {
  /// The rule.
  public let stacking: DiscountStacking
  /// The client's own, by day.
  public let own: OwnDiscounts
  /// The client's own where none by day was set.
  public let undated: ClientDiscounts
  /// The group's, where the client belongs to one.
  public let group: OwnDiscounts?

  /// Makes them from their parts.
  public init(
    stacking: DiscountStacking, own: OwnDiscounts, undated: ClientDiscounts, group: OwnDiscounts?
  ) {
    self.stacking = stacking
    self.own = own
    self.undated = undated
    self.group = group
  }

  /// Whether labour in one of these bands of the tariff has another discount than in the others.
  public func differ(between bands: Set<String>) -> Bool {
    [own, group].contains { discounts in
      bands.contains { discounts?.byService[.band($0)] != nil }
    }
  }

  /// The discount on a line, if there is one.
  ///
  /// - Parameter isTariffs: whether the tariff named the price, or somebody typed it.
  public func discount(
    on kind: LineKind, band: String? = nil, isTariffs: Bool
  ) -> LineDiscount? {
    let ownDiscount =
      own.discount(on: kind, band: band)
      ?? undated.discount(on: kind, isTariffs: isTariffs)
    var parts = ownDiscount.map { [LineDiscount.Part(owner: own.owner, discount: $0)] } ?? []
    if let group, let discount = group.discount(on: kind, band: band) {
      parts.append(LineDiscount.Part(owner: group.owner, discount: discount))
    }
    return LineDiscount(parts, stacking)
  }
}

/// The discount on a line: whose, how much, and how several became one.
public struct LineDiscount: Sendable, Equatable {
  /// A part of it.
  public struct Part: Sendable, Equatable {
    /// Whose.
    public let owner: String
    /// How much.
    public let discount: Discount
  }

  private let parts: [Part]
  private let stacking: DiscountStacking

  /// The discounts that count by a rule; nil where nothing is left away.
  init?(_ all: [Part], _ stacking: DiscountStacking) {
    let counted: [Part]
    switch stacking {
    case .mostSpecific: counted = Array(all.prefix(1))
    case .bestOf:
      let best = all.map(\.discount).max()
      counted = Array(all.filter { $0.discount == best }.prefix(1))
    case .multiplicative, .additive: counted = all
    }
    parts = counted.filter { $0.discount != .none }
    self.stacking = stacking
    if parts.isEmpty { return nil }
  }

  /// What is left of a price, rounded half up, once.
  ///
  /// - Throws: `amount` when it does not fit into 64 bits.
  public func net(of list: Int64) throws(DeskError) -> Int64 {
    try (stacking == .additive ? DiscountRule.additive : .multiplicative)
      .net(of: list, parts.map(\.discount))
  }

  /// The discount where it is a single one.
  public var single: Discount? { parts.count == 1 ? parts[0].discount : nil }

  /// Whose and how much, such as `client 5%`, `client 5%, then group chains 10%` or
  /// `client 5% + group chains 10%`; a sum beyond the whole price says that it ends there.
  public var text: String {
    let names = parts.map { "\($0.owner) \($0.discount)" }
    guard stacking == .additive else { return names.joined(separator: ", then ") }
    let sum = parts.reduce(Int128(0)) { $0 + Int128($1.discount.basisPoints) }
    return names.joined(separator: " + ")
      + (sum > Int128(MoneyRule.wholeBasisPoints) ? ", capped at 100%" : "")
  }
}

/// A part of a price that is left away; text `10%`, `12.5%`.
public struct Discount: TextValue, Comparable {
  /// Nothing is left away.
  public static let none = Discount(validBasisPoints: 0)

  /// The part that is left away.
  public let share: Percent

  /// Hundredths of a percent, 0 to 10,000.
  public var basisPoints: Int64 { share.basisPoints }

  /// Reads a percentage with up to two decimals.
  ///
  /// - Throws: `amount` when the text has another form, or is more than the whole.
  public init(_ text: String) throws(DeskError) { share = try Percent(text) }

  /// A discount that is known to be in bounds.
  public init(validBasisPoints: Int64) { share = Percent(stored: validBasisPoints) }

  /// The percentage without closing zeros.
  public var text: String { share.text }

  /// What is left of a price, rounded half up, once.
  ///
  /// - Throws: `amount` when it does not fit into 64 bits.
  public func net(of list: Int64) throws(DeskError) -> Int64 {
    try MoneyRule.percent(
      of: list, basisPoints: MoneyRule.wholeBasisPoints - basisPoints, .halfUp)
  }

  /// Smaller parts are smaller.
  public static func < (left: Discount, right: Discount) -> Bool {
    left.basisPoints < right.basisPoints
  }
}

/// How several discounts on one price become one.
public enum DiscountRule: String, Sendable, CaseIterable {
  /// Each on what the others left: 10 % and 5 % leave 85.5 %.
  case multiplicative
  /// Their sum: 10 % and 5 % leave 85 %.
  case additive
  /// The largest alone: 10 % and 5 % leave 90 %.
  case bestOf = "best_of"

  /// What several discounts leave of a price, rounded half up, once.
  ///
  /// - Throws: `amount` when it does not fit into 64 bits, or too many are given.
  public func net(of list: Int64, _ discounts: [Discount]) throws(DeskError) -> Int64 {
    let whole = Int128(MoneyRule.wholeBasisPoints)
    switch self {
    case .bestOf: return try (discounts.max() ?? .none).net(of: list)
    case .additive:
      let sum = discounts.reduce(Int128(0)) { $0 + Int128($1.basisPoints) }
      return try MoneyRule.rounded(Int128(list) * max(0, whole - sum), whole, .halfUp)
    case .multiplicative:
      guard discounts.count <= 3 else {
        throw DeskError(.amount, "at most 3 discounts are taken one after the other")
      }
      let left = discounts.reduce(Int128(1)) { $0 * (whole - Int128($1.basisPoints)) }
      let all = discounts.reduce(Int128(1)) { product, _ in product * whole }
      return try MoneyRule.rounded(Int128(list) * left, all, .halfUp)
    }
  }
}

/// The discounts of a client: one for what a tariff prices, and others for kinds of lines.
/// Text `10%`, `10% part=5%`, or `none`.
public struct ClientDiscounts: TextValue {
  /// No discount.
  public static let none = ClientDiscounts(valid: nil, [:])

  /// On labour, call-out fee and travel that a tariff prices.
  public let general: Discount?
  /// On lines of a kind, whoever named the price; before the general one.
  public let byKind: [LineKind: Discount]

  /// Reads percentages with spaces between them, at most one without a kind.
  ///
  /// - Throws: `usage` or `amount`, naming the part that cannot be read.
  public init(_ text: String) throws(DeskError) {
    var general: Discount?
    var byKind: [LineKind: Discount] = [:]
    for word in text.split(separator: " ").map(String.init) where word != "none" {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      let discount = try Discount(parts[parts.count - 1])
      switch parts.count {
      case 1 where general == nil: general = discount
      case 2:
        guard let kind = LineKind(rawValue: parts[0]), byKind[kind] == nil else { fallthrough }
        byKind[kind] = discount
      default:
        let kinds = LineKind.allCases.map(\.rawValue).joined(separator: ", ")
        throw DeskError(
          .usage,
          "\(word.quotedForMessage) is no discount, or a second one; write 10% or part=5%, "
            + "of \(kinds), each once")
      }
    }
    self.init(valid: general, byKind)
  }

  private init(valid general: Discount?, _ byKind: [LineKind: Discount]) {
    (self.general, self.byKind) = (general, byKind)
  }

  /// The percentages, the general one first; `none` without any.
  public var text: String {
    let kinds = LineKind.allCases.compactMap { kind in
      byKind[kind].map { "\(kind.rawValue)=\($0.text)" }
    }
    let all = (general.map { [$0.text] } ?? []) + kinds
    return all.isEmpty ? "none" : all.joined(separator: " ")
  }

  /// The discount on a line, if there is one; one of 0 % excepts the line from others.
  public func discount(on kind: LineKind, isTariffs: Bool) -> Discount? {
    byKind[kind] ?? (isTariffs ? general : nil)
  }
}

/// A named rule by which a fraction becomes a whole number of minor units. All three treat a credit
/// as the mirror of the charge.
public enum Rounding: String, Sendable, Hashable, Codable, CaseIterable {
  /// To the nearest, a half away from zero.
  case halfUp = "half_up"
  /// To the nearest, a half to the even neighbour.
  case halfEven = "half_even"
  /// Toward zero.
  case down
}

/// Arithmetic on amounts in minor units: every rounding has a name, and nothing overflows silently.
public enum MoneyRule {
  /// The largest amount that may be entered, either side of zero: low enough that thousands of them
  /// can be added.
  public static let limitMinorUnits: Int64 = 1_000_000_000_000_000

  /// One whole in basis points: rates are kept in hundredths of a percent.
  public static let wholeBasisPoints: Int64 = 10_000

  /// A ratio as a whole number. The denominator must be above zero.
  ///
  /// - Throws: `amount` when the result does not fit into 64 bits.
  public static func rounded(
    _ numerator: Int128, _ denominator: Int128, _ rule: Rounding
  ) throws(DeskError) -> Int64 {
    precondition(denominator > 0, "a ratio needs a denominator above zero")
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let doubled = remainder.magnitude * 2
    let isAway =
      switch rule {
      case .halfUp: doubled >= denominator.magnitude
      case .halfEven:
        doubled > denominator.magnitude
          || (doubled == denominator.magnitude && !quotient.isMultiple(of: 2))
      case .down: false
      }
    return try fitting(quotient + (isAway ? numerator.signum() : 0))
  }

  /// A share of an amount; 5 % are 500 basis points.
  ///
  /// - Throws: `amount` when the result does not fit into 64 bits.
  public static func percent(
    of amount: Int64, basisPoints: Int64, _ rule: Rounding
  ) throws(DeskError) -> Int64 {
    try rounded(Int128(amount) * Int128(basisPoints), Int128(wholeBasisPoints), rule)
  }

  /// The tax contained in an amount that includes it; 22 % are 2200 basis points.
  ///
  /// - Throws: `amount` when the rate is negative.
  public static func vatInside(
    _ gross: Int64, basisPoints: Int64, _ rule: Rounding = .halfUp
  ) throws(DeskError) -> Int64 {
    guard basisPoints >= 0 else { throw DeskError(.amount, "a tax rate is 0 or more") }
    return try rounded(
      Int128(gross) * Int128(basisPoints), Int128(wholeBasisPoints) + Int128(basisPoints), rule)
  }

  /// The tax to be added to an amount without it; 22 % are 2200 basis points.
  ///
  /// - Throws: `amount` when the result does not fit into 64 bits.
  public static func vatOnTop(
    _ net: Int64, basisPoints: Int64, _ rule: Rounding = .halfUp
  ) throws(DeskError) -> Int64 {
    try percent(of: net, basisPoints: basisPoints, rule)
  }

  /// An amount divided in proportion to weights, to the last minor unit: by largest remainder, of
  /// equal remainders the earlier first. The parts add up to the total.
  ///
  /// - Throws: `amount` when a weight is negative or all are zero.
  public static func allocate(_ total: Int64, weights: [Int64]) throws(DeskError) -> [Int64] {
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard sum > 0, weights.allSatisfy({ $0 >= 0 }) else {
      throw DeskError(.amount, "an amount is divided by weights of 0 or more, not all of them 0")
    }
    let size = Int128(total.magnitude)
    let shares = weights.map { (size * Int128($0)).quotientAndRemainder(dividingBy: sum) }
    let rest = size - shares.reduce(0) { $0 + $1.quotient }
    let byRemainder = shares.indices.sorted {
      (shares[$1].remainder, $0) < (shares[$0].remainder, $1)
    }
    let topped = Set(byRemainder.prefix(Int(rest)))
    var parts: [Int64] = []
    for (index, share) in shares.enumerated() {
      let part = share.quotient + (topped.contains(index) ? 1 : 0)
      parts.append(try fitting(total < 0 ? -part : part))
    }
    return parts
  }

  /// The sum of amounts.
  ///
  /// - Throws: `amount` when it does not fit into 64 bits.
  public static func sum(_ amounts: some Sequence<Int64>) throws(DeskError) -> Int64 {
    try fitting(amounts.reduce(Int128(0)) { $0 + Int128($1) })
  }

  /// The sum of amounts.
  ///
  /// - Throws: `amount` when it does not fit into 64 bits.
  public static func sum(_ amounts: Int64...) throws(DeskError) -> Int64 { try sum(amounts) }

  private static func fitting(_ amount: Int128) throws(DeskError) -> Int64 {
    guard let amount = Int64(exactly: amount) else {
      throw DeskError(.amount, "the amount is too large to be reckoned with")
    }
    return amount
  }
}

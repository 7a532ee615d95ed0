/// A permanent short number such as T-17: never reused, the same everywhere.
public struct Number<Subject: NumberedSubject>: TextValue, Comparable {
  /// The number behind the prefix, from 1.
  public let value: Int

  /// Makes a number from its value.
  public init(_ value: Int) { self.value = value }

  /// Reads `T-17`, `t-17` or `17`.
  ///
  /// - Throws: `usage` when the text is no such number.
  public init(_ text: String) throws(DeskError) {
    let prefix = Subject.prefix + "-"
    let upper = text.uppercased()
    let digits = upper.hasPrefix(prefix) ? upper.dropFirst(prefix.count) : upper[...]
    guard digits.allSatisfy(\.isASCII), let value = Int(digits), value > 0, value < 1 << 40,
      digits.first?.isNumber == true
    else {
      throw DeskError(
        .usage, "\"\(text)\" is not a \(Subject.noun) number such as \(prefix)17")
    }
    self.value = value
  }

  /// The number as people read it.
  public var text: String { "\(Subject.prefix)-\(value)" }

  /// Lower numbers were given earlier.
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// What a kind of number counts.
public protocol NumberedSubject: Sendable {
  /// The letter before the dash.
  static var prefix: String { get }
  /// What it is called in messages.
  static var noun: String { get }
}

/// Tickets count T-1, T-2, …
public enum TicketSubject: NumberedSubject {
  public static let prefix = "T"
  public static let noun = "ticket"
}

/// Loans count L-1, L-2, …
public enum LoanSubject: NumberedSubject {
  public static let prefix = "L"
  public static let noun = "loan"
}

/// Swaps count S-1, S-2, …
public enum SwapSubject: NumberedSubject {
  public static let prefix = "S"
  public static let noun = "swap"
}

/// Refill batches count R-1, R-2, …
public enum RefillSubject: NumberedSubject {
  public static let prefix = "R"
  public static let noun = "refill batch"
}

/// Write-offs, scrapped or lost, count W-1, W-2, …
public enum WriteOffSubject: NumberedSubject {
  public static let prefix = "W"
  public static let noun = "write-off"
}

/// Visits of a call-out count V-1, V-2, …
public enum VisitSubject: NumberedSubject {
  public static let prefix = "V"
  public static let noun = "visit"
}

/// Amounts that wait for an approval count P-1, P-2, …
public enum PendingSubject: NumberedSubject {
  public static let prefix = "P"
  public static let noun = "pending amount"
}

/// Access tokens count K-1, K-2, …
public enum TokenSubject: NumberedSubject {
  public static let prefix = "K"
  public static let noun = "token"
}

/// A ticket's number.
public typealias TicketNumber = Number<TicketSubject>
/// A loan's number.
public typealias LoanNumber = Number<LoanSubject>
/// A swap's number.
public typealias SwapNumber = Number<SwapSubject>
/// A refill batch's number.
public typealias RefillNumber = Number<RefillSubject>
/// A write-off's number.
public typealias WriteOffNumber = Number<WriteOffSubject>
/// A visit's number.
public typealias VisitNumber = Number<VisitSubject>
/// A pending amount's number.
public typealias PendingNumber = Number<PendingSubject>
/// A token's number.
public typealias TokenNumber = Number<TokenSubject>

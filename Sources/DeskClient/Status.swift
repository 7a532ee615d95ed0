public import DeskRules

/// The line that ends a reply. A refusal is an answer too: the server got the request and said no.
public enum Status: Sendable, Equatable {
  /// Done: how many items there were, and the journal number the answer was given at.
  case ok(count: Int, sequence: Int64)
  /// Refused: why, and the journal number the refusal was judged at.
  case refused(DeskError, sequence: Int64)

  /// The journal number the answer was given at.
  public var sequence: Int64 {
    switch self {
    case .ok(_, let sequence), .refused(_, let sequence): sequence
    }
  }

  /// Returns when the request was done.
  ///
  /// - Throws: the refusal, when it was refused.
  public func check() throws(DeskError) {
    if case .refused(let refusal, _) = self { throw refusal }
  }
}

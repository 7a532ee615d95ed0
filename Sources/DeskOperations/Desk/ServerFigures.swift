/// What a server has done since its start.
public struct ServerFigures: Sendable, Equatable {
  /// Answers by their status: `ok` or the code of the refusal.
  public var answers: [String: Int] = [:]
  /// Transactions that took in changes.
  public var groups = 0
  /// The most changes that one of them took in.
  public var largestGroup = 0
  /// Sessions that are open.
  public var sessions = 0
  /// Sessions that were opened.
  public var sessionsInAll = 0
  /// Connections that were turned away.
  public var turnedAway = 0

  /// Nothing yet.
  public init() {}
}

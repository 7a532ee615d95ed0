public import DeskRules

/// What a server has done since its start.
public struct ServerStatistics: Sendable, Equatable {
  /// Answers by their status: `ok` or the code of the refusal.
  public internal(set) var answers: [String: Int] = [:]
  /// Transactions that took in changes.
  public internal(set) var groups = 0
  /// The most changes that one of them took in.
  public internal(set) var largestGroup = 0
  /// Sessions that are open.
  public internal(set) var connections = 0
  /// Sessions that were opened.
  public internal(set) var connectionsInAll = 0
  /// Connections that were turned away.
  public internal(set) var connectionsRefused = 0

  /// How many answers were refusals with a code.
  public func refusals(_ code: ErrorCode) -> Int { answers[code.rawValue, default: 0] }
}

/// Counts while everybody works.
final class StatisticsBoard: Sendable {
  private let figures = Monitor(ServerStatistics())

  var snapshot: ServerStatistics { figures.withLock { $0 } }

  func answered<Value>(_ result: Result<Value, DeskError>) {
    switch result {
    case .success: count("ok")
    case .failure(let error): count(error.code.rawValue)
    }
  }

  private func count(_ status: String) {
    figures.withLock { $0.answers[status, default: 0] += 1 }
  }

  func performed(_ changes: Int) {
    figures.withLock { figures in
      figures.groups += 1
      figures.largestGroup = max(figures.largestGroup, changes)
    }
  }

  func opened() {
    figures.withLock { figures in
      figures.connections += 1
      figures.connectionsInAll += 1
    }
  }

  func closed() { figures.withLock { $0.connections -= 1 } }

  func refused() { figures.withLock { $0.connectionsRefused += 1 } }
}

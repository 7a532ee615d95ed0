import DeskOperations
import DeskRules

/// Counts while everybody works.
final class StatisticsBoard: Sendable {
  private let figures = Monitor(ServerFigures())

  var snapshot: ServerFigures { figures.withLock { $0 } }

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
      figures.sessions += 1
      figures.sessionsInAll += 1
    }
  }

  func closed() { figures.withLock { $0.sessions -= 1 } }

  func refused() { figures.withLock { $0.turnedAway += 1 } }
}

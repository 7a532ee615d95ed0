import DeskOperations
import DeskRules
import DeskStore

/// As whom a session speaks, or why it may not yet.
typealias SignIn = Result<Credential, DeskError>

/// Reads of one session that run one after the other on a reading thread.
struct ReadJob: Sendable {
  /// The most reads of one job, so that no session keeps a thread to itself.
  static let readLimit = 32
  /// When this much is written, the rest waits for the reader to take it.
  private static let byteLimit = 262_144

  let reads: [TaggedRead]
  let signIn: SignIn
  let surroundings: Surroundings
  let statistics: StatisticsBoard

  /// What came of it.
  struct Report: Sendable {
    /// The replies of the reads that were done.
    var bytes: [UInt8] = []
    /// How many were done.
    var count = 0
    /// As whom the session speaks from now on.
    var signIn: SignIn
    /// The number of the last journal entry that was seen.
    var seq: Int64
  }

  func run(_ books: Result<Books, DeskError>, head: Int64) -> Report {
    var report = Report(signIn: signIn, seq: head)
    for read in reads where report.bytes.count < Self.byteLimit {
      let outcome = outcome(of: read.request, books, &report)
      let answer = ReplyText.append(query: outcome, tag: read.tag, to: &report.bytes)
      statistics.answered(answer.result)
      report.count += 1
    }
    return report
  }

  private func outcome(
    of request: ReadRequest, _ books: Result<Books, DeskError>, _ report: inout Report
  ) -> Outcome {
    do throws(DeskError) {
      let books = try books.get()
      let outcome: Outcome
      switch request {
      case .query(let query): outcome = query.run(books, as: report.signIn, surroundings)
      case .hello(let token): outcome = try hello(token, books, &report.signIn)
      }
      report.seq = max(report.seq, outcome.seq)
      return outcome
    } catch {
      return Outcome(.failure(error), seq: report.seq)
    }
  }

  /// After a failed sign-in nobody is signed in: what was meant for one person is not done as
  /// another.
  private func hello(
    _ token: String?, _ books: Books, _ signIn: inout SignIn
  ) throws(DeskError) -> Outcome {
    let former = signIn
    let (seq, latter) = try books.snapshot { () throws(DeskError) in
      let seq = try books.seq()
      guard let token else { return (seq, former) }
      let now = surroundings.now()
      let latter = SignIn { () throws(DeskError) in
        try Credential.token(token, in: books, now: now)
      }
      return (seq, latter)
    }
    signIn = latter
    return Outcome(latter.map { _ in [] }, seq: seq)
  }
}

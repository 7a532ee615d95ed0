public import DeskEngine
public import DeskRules
import DeskStore

/// A change, or several that stand or fall together, and as whom it is asked.
public struct Submission: Sendable {
  /// As whom.
  public let credential: Credential
  /// The changes.
  public let work: Work

  /// One change, or a batch.
  public enum Work: Sendable {
    /// One change.
    case single(PreparedChange)
    /// Several in one transaction, with the batch's key.
    case batch([PreparedChange], key: String?)
    /// Several that are tried out, each on what those before it would leave; nothing is kept.
    case trial([Result<PreparedChange, DeskError>])
  }

  /// Makes a submission.
  public init(_ work: Work, as credential: Credential) {
    self.work = work
    self.credential = credential
  }
}

/// The one place where the books change. Confined to one thread; whatever is waiting is committed as
/// one transaction, and every answer of the group leaves after its commit.
public final class ChangeWriter {
  private let writer: any Writer
  private let recorder: Recorder
  private let books: Books
  private let surroundings: Surroundings
  /// True once a commit failed half-way: what it kept is not known before a restart.
  public private(set) var isBroken = false
  /// Hears of a rule that let something through to the database's constraints.
  private let report: (String) -> Void

  /// Writes through the desk's one writing connection.
  public init(
    _ writer: any Writer, _ surroundings: Surroundings, report: @escaping (String) -> Void
  ) {
    self.writer = writer
    self.surroundings = surroundings
    self.report = report
    recorder = Recorder(writer)
    books = Books(writer)
  }

  /// Runs a group of submissions in order and commits them as one transaction. A refusal changes
  /// nothing. A constraint that fires means that a rule was wrong, and a row that contradicts itself
  /// is the trouble of who needs it: the group is rolled back and run again one at a time, so that
  /// only the request at fault is refused.
  public func perform(_ group: [Submission]) -> [Outcome] {
    guard !isBroken else { return group.map { _ in .refused(Self.lost, seq: 0) } }
    if group.count > 1, group.contains(where: \.standsAlone) {
      return group.flatMap { perform([$0]) }
    }
    var head: Head?
    do {
      try writer.begin()
      let start = try books.head()
      head = start
      let (outcomes, end) = try run(group, from: start)
      if end == start {
        writer.rollback()
      } else {
        try commit()
      }
      return outcomes
    } catch {
      writer.rollback()
      return recover(group, from: error, seq: head?.seq ?? 0)
    }
  }

  /// Why a group did not come to its end.
  private enum Failure: Error {
    case engine(EngineFault)
    case commit(EngineFault)
    case batch(DeskError)
    case storage(DeskError)
  }

  private func commit() throws(Failure) {
    do {
      try writer.commit()
    } catch {
      throw .commit(error)
    }
  }

  private func run(
    _ group: [Submission], from start: Head
  ) throws -> ([Outcome], Head) {
    var head = start
    var outcomes: [Outcome] = []
    for submission in group {
      switch submission.work {
      case .single(let change):
        outcomes.append(try single(change, as: submission.credential, &head, isMember: false))
      case .batch(let changes, let key):
        outcomes.append(try batch(changes, key, as: submission.credential, &head))
      case .trial(let changes):
        outcomes.append(try trial(changes, as: submission.credential, from: head))
      }
    }
    return (outcomes, head)
  }

  /// Carries out one change. As a member of a batch with a key it is recorded also where it changes
  /// nothing, so that the batch, sent again, finds every answer and carries out none.
  private func single(
    _ change: PreparedChange, as credential: Credential, _ head: inout Head, isMember: Bool
  ) throws(Failure) -> Outcome {
    do throws(DeskError) {
      let caller = try credential.caller(
        in: books, surroundings: surroundings, sent: change.sent)
      try caller.authorise(change.about)
      if let first = try repetition(of: change, by: caller) { return first }
      let decided = try change.decide(books, caller)
      let items = decided.items.objects
      guard !change.isDryRun, isMember || !decided.events.isEmpty else {
        return Outcome(.success(items), seq: head.seq)
      }
      head = try record(change, decided, caller, after: head)
      return Outcome(.success(items), seq: head.seq)
    } catch {
      if let fault = engineFault {
        engineFault = nil
        throw .engine(fault)
      }
      // The file failed while a rule was reading: whatever was written before it must not stand.
      if error.isOfStorage { throw .storage(error) }
      return .refused(error, seq: head.seq)
    }
  }

  /// The engine's fault behind the last refusal of `record`, if one was.
  private var engineFault: EngineFault?

  private func record(
    _ change: PreparedChange, _ decided: Decided, _ caller: Caller, after head: Head
  ) throws(DeskError) -> Head {
    do {
      return try recorder.append(
        Record(
          operation: change.about.name, actor: caller.name, enteredAt: caller.now,
          happenedAt: decided.happenedAt ?? caller.now, key: change.key,
          events: decided.events, answer: decided.items, salt: surroundings.random()),
        after: head)
    } catch {
      engineFault = error
      throw DeskError(error)
    }
  }

  /// The first answer, if the request was carried out before.
  private func repetition(
    of change: PreparedChange, by caller: Caller
  ) throws(DeskError) -> Outcome? {
    guard let key = change.key, let entry = try books.entry(by: caller.name, key: key.key)
    else { return nil }
    guard entry.isMade(by: key) else {
      throw DeskError(
        .keyReused,
        "the key was used for another request (\(entry.operation), entry \(entry.seq)); use a new"
          + " key for a new request",
        ["operation": .string(entry.operation), "seq": .integer(entry.seq)])
    }
    return Outcome(.success(entry.storedAnswer), seq: entry.seq)
  }

  private func batch(
    _ changes: [PreparedChange], _ key: String?, as credential: Credential, _ head: inout Head
  ) throws(Failure) -> Outcome {
    var items: [JSONObject] = []
    var last = head.seq
    let digest = Digest.hexadecimal(changes.map(\.content).joined(separator: "\n"))
    for (index, change) in changes.enumerated() {
      if key != nil, change.key != nil {
        throw .batch(.inBatch(Self.twoKeys, index: index + 1))
      }
      let keyed = key.map { change.keyed("\($0)#\(index + 1)", batch: digest) } ?? change
      let outcome = try single(keyed, as: credential, &head, isMember: key != nil)
      switch outcome.result {
      case .success(let answer):
        last = outcome.seq
        items.append([
          "index": .integer(Int64(index + 1)), "seq": .integer(outcome.seq),
          "items": .array(answer.map { .object($0) }),
        ])
      case .failure(let error): throw .batch(.inBatch(error, index: index + 1))
      }
    }
    return Outcome(.success(items), seq: last)
  }

  /// Tries changes out. The head stays where it is, so that the transaction is rolled back.
  private func trial(
    _ changes: [Result<PreparedChange, DeskError>], as credential: Credential, from start: Head
  ) throws(Failure) -> Outcome {
    var head = start
    var items: [JSONObject] = []
    for change in changes {
      let outcome =
        switch change {
        case .success(let change): try single(change, as: credential, &head, isMember: false)
        case .failure(let error): Outcome.refused(error, seq: head.seq)
        }
      items.append(outcome.tried(index: items.count + 1))
    }
    return Outcome(.success(items), seq: start.seq)
  }

  private func recover(
    _ group: [Submission], from error: any Error, seq: Int64
  ) -> [Outcome] {
    switch error {
    case Failure.batch(let refusal): return [.refused(refusal, seq: seq)]
    case Failure.storage(let refusal) where refusal.code == .damaged && group.count > 1:
      report(
        "a rule read damaged books in a group, which runs again one at a time: \(refusal.message)")
      return group.flatMap { perform([$0]) }
    case Failure.storage(let refusal): return group.map { _ in .refused(refusal, seq: seq) }
    case Failure.engine(.constraint(let what)) where group.count > 1:
      report("a constraint fired in a group, which runs again one at a time: \(what)")
      return group.flatMap { perform([$0]) }
    case Failure.engine(.constraint(let what)):
      report("a constraint fired that a rule should have refused: \(what)")
      return [.refused(DeskError(EngineFault.constraint(what)), seq: seq)]
    case Failure.commit(let fault) where fault.mayHaveCommitted: return lose(group, fault)
    case Failure.engine(let fault) where fault.isInputOutput: return lose(group, fault)
    case Failure.commit(let fault), Failure.engine(let fault):
      return group.map { _ in .refused(DeskError(fault), seq: seq) }
    case let fault as EngineFault: return group.map { _ in .refused(DeskError(fault), seq: seq) }
    case let error as DeskError: return group.map { _ in .refused(error, seq: seq) }
    default:
      return group.map { _ in .refused(DeskError(.internalFault, "\(error)"), seq: seq) }
    }
  }

  /// Answers a group of which nobody knows whether it was kept; nothing is written after it.
  private func lose(_ group: [Submission], _ fault: EngineFault) -> [Outcome] {
    isBroken = true
    report("writing failed: \(fault)")
    return group.map { _ in .refused(Self.lost, seq: 0) }
  }

  private static let lost = DeskError(
    .unknown,
    "writing failed half-way, so it is not known whether the change was kept; send the same"
      + " request with the same key after the restart")
}

extension ChangeWriter {
  private static let twoKeys = DeskError(
    .usage, "the batch has a key, so its requests have none of their own")
}

extension EngineFault {
  fileprivate var isInputOutput: Bool {
    if case .inputOutput = self { true } else { false }
  }

  /// Whether a commit that ends like this may have been kept: only what makes the engine undo the
  /// transaction says that it was not.
  fileprivate var mayHaveCommitted: Bool {
    switch self {
    case .full, .busy, .constraint: false
    case .inputOutput, .corrupt, .readOnly, .other: true
    }
  }
}

extension DeskError {
  /// Whether the file failed, and not a rule.
  fileprivate var isOfStorage: Bool {
    [.storageFull, .storage, .damaged].contains(code)
  }
}

extension Submission {
  /// Whether it has a transaction of its own.
  fileprivate var standsAlone: Bool {
    if case .single = work { false } else { true }
  }
}

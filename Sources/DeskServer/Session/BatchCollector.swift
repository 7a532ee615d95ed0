import DeskOperations
import DeskRules

/// The requests between `batch` and `end`: stored, not answered.
struct BatchCollector {
  private let key: String?
  private let isDryRun: Bool
  private let limit: Int
  private var changes: [Result<PreparedChange, DeskError>] = []
  private var refusal: DeskError?
  private var count = 0
  /// The bytes the requests came in.
  private(set) var bytes = 0

  /// Begins a batch; with a refusal, which `end` will give, nothing is stored.
  init(key: String?, isDryRun: Bool, limit: Int, refusal: DeskError?) {
    self.key = key
    self.isDryRun = isDryRun
    self.limit = limit
    self.refusal = refusal
  }

  /// Takes in a request. After the first that cannot be part of a batch the rest is only counted; one
  /// that is only to be tried out is refused alone.
  mutating func add(_ request: Result<PreparedRequest, DeskError>, bytes: Int) {
    count += 1
    guard refusal == nil else { return }
    let change = Self.change(request)
    if count > limit, case .success = change {
      refuse(
        DeskError(
          .tooLong, "a batch holds at most \(limit) changes: split it",
          ["limit": .integer(Int64(limit))]))
    } else if case .failure(let error) = change, !isDryRun {
      refuse(error)
    } else {
      changes.append(change)
      self.bytes += bytes
    }
  }

  private static func change(
    _ request: Result<PreparedRequest, DeskError>
  ) -> Result<PreparedChange, DeskError> {
    request.flatMap { prepared in
      guard case .change(let change) = prepared else {
        return .failure(DeskError(.usage, "only changes can be part of a batch"))
      }
      return .success(change)
    }
  }

  /// What `end` asks for.
  var content: AgendaItem.Content {
    if let refusal { return .refusal(refusal) }
    guard !isDryRun else { return .change(.trial(changes)) }
    return .change(.batch(changes.compactMap { try? $0.get() }, key: key))
  }

  private mutating func refuse(_ error: DeskError) {
    changes = []
    bytes = 0
    refusal = .inBatch(error, index: count)
  }
}

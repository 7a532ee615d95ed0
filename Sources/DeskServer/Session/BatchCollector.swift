import DeskOperations
import DeskRules

/// The requests between `batch` and `end`: stored, not answered.
struct BatchCollector {
  private let key: String?
  private let limit: Int
  private var changes: [PreparedChange] = []
  private var refusal: DeskError?
  private var count = 0
  /// The bytes the requests came in.
  private(set) var bytes = 0

  /// Begins a batch; with a refusal, which `end` will give, nothing is stored.
  init(key: String?, limit: Int, refusal: DeskError?) {
    self.key = key
    self.limit = limit
    self.refusal = refusal
  }

  /// Takes in a request. After the first that cannot be part of a batch the rest is only counted.
  mutating func add(_ request: Result<PreparedRequest, DeskError>, bytes: Int) {
    count += 1
    guard refusal == nil else { return }
    switch request {
    case .success(.change(let change)) where count <= limit:
      changes.append(change)
      self.bytes += bytes
    case .success(.change):
      refuse(
        DeskError(
          .tooLong, "a batch holds at most \(limit) changes: split it",
          ["limit": .integer(Int64(limit))]))
    case .success: refuse(DeskError(.usage, "only changes can be part of a batch"))
    case .failure(let error): refuse(error)
    }
  }

  /// What `end` asks for.
  var content: AgendaItem.Content {
    if let refusal { .refusal(refusal) } else { .change(.batch(changes, key: key)) }
  }

  private mutating func refuse(_ error: DeskError) {
    changes = []
    bytes = 0
    refusal = .inBatch(error, index: count)
  }
}

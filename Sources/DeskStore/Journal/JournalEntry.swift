import Crypto
import DeskEngine
public import DeskRules

/// What a change did, as one row of the journal.
public struct JournalEntry: Sendable {
  /// The entry's number; the order of the books.
  public let seq: Int64
  /// When it was entered.
  public let enteredAt: Instant
  /// When it happened.
  public let happenedAt: Instant
  /// Who entered it, by the short name.
  public let actor: String
  /// The operation.
  public let operation: String
  /// The request key, if the request carried one.
  public let requestKey: String?
  /// The digest of the request's content, if it carried a key.
  public let requestDigest: String?
  /// The events: an array of objects with `kind` and `fact`.
  public let events: [JSON]
  /// The answer's items without private text, if the request carried a key.
  public let answer: JSON?
  /// The private part as text with its salt; nil once erased.
  public let privatePart: JSONObject?
}

extension JournalEntry {
  /// An entry as the journal's feed gives it: its facts without their private parts.
  public init(
    seq: Int64, enteredAt: Instant, happenedAt: Instant, actor: String, operation: String,
    events: [JSON]
  ) {
    self.init(
      seq: seq, enteredAt: enteredAt, happenedAt: happenedAt, actor: actor, operation: operation,
      requestKey: nil, requestDigest: nil, events: events, answer: nil, privatePart: nil)
  }
}

/// The text forms that the chain covers, and the chain itself.
struct ChainedRow {
  let seq: Int64
  let enteredAt: Int64
  let happenedAt: Int64
  let actor: String
  let operation: String
  let requestKey: String?
  let requestDigest: String?
  let events: String
  let answer: String?
  let privateDigest: String

  /// The link: SHA-256 over the link before and every chained field, each led by its length, so
  /// that no two different rows have the same bytes.
  func link(after previous: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: previous)
    let fields: [String?] = [
      String(seq), String(enteredAt), String(happenedAt), actor, operation, requestKey,
      requestDigest, events, answer, privateDigest,
    ]
    for field in fields {
      guard let field else {
        hash.update(data: Array("-;".utf8))
        continue
      }
      hash.update(data: Array("\(field.utf8.count):".utf8))
      hash.update(data: Array(field.utf8))
    }
    return Array(hash.finalize())
  }
}

/// SHA-256 as hexadecimal digits.
public enum Digest {
  /// The digest of a text.
  public static func hexadecimal(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

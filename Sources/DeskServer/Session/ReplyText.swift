import DeskOperations
import DeskRules
import DeskWire

/// Writes whole replies.
enum ReplyText {
  /// Appends an outcome's items and its status.
  static func append(_ outcome: Outcome, tag: String?, to bytes: inout [UInt8]) {
    switch outcome.result {
    case .success(let items):
      for item in items { ReplyLine.item(item).write(tag: tag, to: &bytes) }
      ReplyLine.ok(count: items.count, sequence: outcome.seq).write(tag: tag, to: &bytes)
    case .failure(let error):
      ReplyLine.error(error, sequence: outcome.seq).write(tag: tag, to: &bytes)
    }
  }

  /// Appends what a query led to. An item that no line can hold makes it a refusal.
  static func append(
    query outcome: Outcome, tag: String?, to bytes: inout [UInt8]
  ) -> Outcome {
    let start = bytes.count
    append(outcome, tag: tag, to: &bytes)
    guard bytes.count - start > WireLimits.replyLineBytes,
      bytes[start...].split(separator: UInt8(ascii: "\n"))
        .contains(where: { $0.count > WireLimits.replyLineBytes })
    else { return outcome }
    bytes.removeSubrange(start...)
    let refusal = Outcome(
      .failure(
        DeskError(
          .tooLong,
          "an item of the answer is longer than \(WireLimits.replyLineBytes) bytes: ask for less",
          ["limit": .integer(Int64(WireLimits.replyLineBytes))])),
      seq: outcome.seq)
    append(refusal, tag: tag, to: &bytes)
    return refusal
  }
}

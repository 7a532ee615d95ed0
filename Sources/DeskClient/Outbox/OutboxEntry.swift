public import DeskRules

/// A change that was put into the outbox, and what has become of it.
public struct OutboxEntry: Sendable, Equatable {
  /// What has become of a change.
  public enum State: Sendable, Equatable {
    /// It is still to be sent; `isTried` when it was on its way once, so that the desk may have it.
    case waiting(isTried: Bool)
    /// The desk has it, as entry `sequence` of its journal.
    case sent(sequence: Int64, at: Instant)
    /// The desk refused it. It waits for a decision, unless whoever asked was told at once.
    case refused(code: String, message: String, at: Instant, isTold: Bool)
    /// It was given up, for a reason.
    case dropped(reason: String, at: Instant)
  }

  /// Counts the entries of this outbox from 1.
  public let number: OutboxNumber
  /// When the change was put in: the moment that bare clock times are read from.
  public let keptAt: Instant
  /// The server it is for.
  public let address: ServerAddress
  /// Marks the token it is to be sent with, without giving it away; empty where none is.
  public let tokenMark: String
  /// The change, with its request key.
  public let request: Request
  /// The books it was made for; nil while this outbox has not met any at the address.
  public internal(set) var books: String?
  /// What has become of it.
  public internal(set) var state: State

  /// Whether it is still to be sent.
  public var isWaiting: Bool { if case .waiting = state { true } else { false } }

  /// Whether the desk refused it and nobody has decided yet what to do.
  public var isConflict: Bool {
    if case .refused(_, _, _, let isTold) = state { !isTold } else { false }
  }

  /// Whether nothing is left to do about it.
  public var isFinished: Bool { !isWaiting && !isConflict }

  /// The change as it is sent from the outbox: with the moment that its clock times count from.
  public var requestWithTime: Request {
    guard !request.parameters.contains(where: { $0.name == "sent" }) else { return request }
    var request = request
    request.parameters.append(Request.Parameter("sent", keptAt.utcText))
    return request
  }
}

extension Request {
  /// The request without its key.
  var withoutKey: Request {
    var request = self
    request.parameters.removeAll { $0.name == "key" }
    return request
  }
}

/// The number of an entry of the outbox, such as `O-3`.
public struct OutboxNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number without its letter.
  public let value: Int

  init(_ value: Int) { self.value = value }

  /// Reads `O-3`, in whatever case.
  ///
  /// - Throws: `usage` when the text has another form.
  public init(_ text: String) throws(DeskError) {
    guard text.lowercased().hasPrefix("o-"), let value = Int(text.dropFirst(2)), value > 0 else {
      throw DeskError(
        .usage, "\"\(text)\" is no number of the outbox; write it like O-3, see outbox list")
    }
    self.value = value
  }

  /// The number with its letter.
  public var description: String { "O-\(value)" }

  /// Orders entries as they were put in.
  public static func < (left: OutboxNumber, right: OutboxNumber) -> Bool {
    left.value < right.value
  }
}

/// Whose fault a refusal is, and so what a caller can do about it.
public enum Blame: String, Sendable {
  /// The request is wrong: mend it and send it again.
  case caller
  /// The books say otherwise just now: look, and try again.
  case conflict
  /// Swapdesk or its machine is at fault.
  case ours
}

/// The stable codes of every refusal; append-only, listed with examples in docs/PROTOCOL.md.
public enum ErrorCode: String, Sendable, CaseIterable, Codable {
  /// The request's form is wrong: unknown, missing or malformed parameters.
  case usage
  /// No operation has that name.
  case unknownOperation = "unknown_operation"
  /// The line is not a request: control bytes, invalid UTF-8, broken quoting.
  case malformed
  /// A line is longer than the limit.
  case tooLong = "too_long"
  /// Nobody is signed in on this session, or the token is not valid.
  case unauthenticated
  /// The caller's role may not do this.
  case notAllowed = "not_allowed"
  /// The thing named does not exist, or the caller may not know that it does.
  case notFound = "not_found"
  /// The name answers to several things; say which.
  case ambiguous
  /// The tag, code or name is already used.
  case exists
  /// An amount is malformed, negative, too precise for the currency, or too large.
  case amount
  /// A time is malformed, out of order, does not exist at the site, or exists twice.
  case time
  /// The piece is held by somebody, or promised to somebody.
  case taken
  /// The piece does not fit the need: a cartridge the printer, a loaner the repair.
  case unsuitable
  /// The thing's state does not allow this step.
  case state
  /// The fact contradicts its neighbours in time; a reason overrides.
  case implausible
  /// The line does not have that much left.
  case overBudget = "over_budget"
  /// No tariff, budget or setting that the request needs is in force.
  case notSet = "not_set"
  /// The same request key came with other content.
  case keyReused = "key_reused"
  /// The books have another identity than the one named: restored, or another desk.
  case otherBooks = "other_books"
  /// Too much is waiting; try again.
  case busy
  /// The server cannot be reached.
  case unreachable
  /// The answer was lost or the commit failed half-way: ask again with the same key.
  case unknown
  /// The disk is full; nothing was changed.
  case storageFull = "storage_full"
  /// The desk file cannot be read or written.
  case storage
  /// The file is not a desk.
  case notADesk = "not_a_desk"
  /// The desk was written by a newer version.
  case newerSchema = "newer_schema"
  /// The books contradict themselves.
  case damaged
  /// A defect in Swapdesk.
  case internalFault = "internal"

  /// Whose fault the refusal is.
  public var blame: Blame {
    switch self {
    case .usage, .unknownOperation, .malformed, .tooLong, .unauthenticated, .notAllowed,
      .notFound, .ambiguous, .amount, .time, .unsuitable, .implausible, .keyReused, .notSet,
      .notADesk, .newerSchema:
      .caller
    case .exists, .taken, .state, .overBudget, .otherBooks, .busy, .unknown:
      .conflict
    case .unreachable, .storageFull, .storage, .damaged, .internalFault:
      .ours
    }
  }

  /// The CLI's exit code for the refusal (docs/OPERATING.md lists them).
  public var exitCode: Int32 {
    switch self {
    case .usage, .unknownOperation, .malformed, .tooLong: 64
    case .notFound, .ambiguous, .exists, .amount, .time, .taken, .unsuitable, .state,
      .implausible, .overBudget, .notSet, .keyReused, .otherBooks:
      65
    case .unreachable: 69
    case .internalFault: 70
    case .storageFull, .storage, .notADesk, .newerSchema, .damaged: 73
    case .busy, .unknown: 75
    case .unauthenticated, .notAllowed: 77
    }
  }
}

/// The one error of every room: a stable code, a sentence that says what was wrong and what to do,
/// and the facts a program needs to react (the holder, the nearest names, both readings of a time).
public struct DeskError: Error, Sendable, Equatable {
  /// The stable code.
  public let code: ErrorCode
  /// A sentence for people; its wording may change.
  public let message: String
  /// Facts for programs, by stable names.
  public let details: JSONObject

  /// Makes an error; whatever in the message could steer a terminal is replaced by a mark.
  public init(_ code: ErrorCode, _ message: String, _ details: JSONObject = [:]) {
    self.code = code
    self.message = message.withoutSteering
    self.details = details
  }

  /// The same refusal, of a doubt that a reason sets aside: the detail `wants` names the parameter.
  public var settledByReason: DeskError {
    var details = details
    details["wants"] = .string("reason")
    return DeskError(code, message, details)
  }

  /// Whether the same request with a reason would not be refused for this.
  public var wantsReason: Bool { details["wants"] == .string("reason") }

  /// The error as the protocol's object: `message` first, then the details.
  public var json: JSONObject {
    var object: JSONObject = ["message": .string(message)]
    for member in details.members { object[member.key] = member.value }
    return object
  }
}

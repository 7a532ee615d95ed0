public import DeskRules

/// One line of a reply: zero or more items, then exactly one status.
public enum ReplyLine: Sendable, Equatable {
  /// One item of the answer.
  case item(JSONObject)
  /// Done: how many items there were, and the journal number the answer was given at.
  case ok(count: Int, sequence: Int64)
  /// Refused: why, and the journal number the refusal was judged at.
  case error(DeskError, sequence: Int64)

  /// Appends the line with its terminator; a given tag (without @) comes first.
  public func write(tag: String?, to bytes: inout [UInt8]) {
    if let tag {
      bytes.append(WireText.at)
      bytes.append(contentsOf: tag.utf8)
      bytes.append(WireText.space)
    }
    switch self {
    case .item(let object):
      object.write(to: &bytes)
    case .ok(let count, let sequence):
      bytes.append(contentsOf: "ok \(count) \(sequence)".utf8)
    case .error(let error, let sequence):
      bytes.append(contentsOf: "error \(error.code.rawValue) \(sequence) ".utf8)
      error.json.write(to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Reads one line without its terminator. The code of an error that this version does not know
  /// becomes `internal`, and its own name stands in the details as `code`.
  ///
  /// - Throws: `too_long` or `malformed` when it is not a line of a reply.
  public static func parse(
    _ line: [UInt8]
  ) throws(DeskError) -> (tag: String?, reply: ReplyLine) {
    try WireText.check(line, limit: WireLimits.replyLineBytes)
    var rest = line[...]
    guard rest.first == WireText.at else { return (nil, try reply(rest)) }
    let tag = word(&rest).dropFirst()
    guard WireText.isTag(tag) else { throw malformed("a bad tag") }
    return (WireText.text(tag), try reply(rest))
  }

  private static func reply(_ line: ArraySlice<UInt8>) throws(DeskError) -> ReplyLine {
    if line.first == WireText.brace { return .item(try object(line)) }
    var rest = line
    switch WireText.text(word(&rest)) {
    case "ok":
      let count = try number(&rest)
      let sequence = try number(&rest)
      guard rest.isEmpty, let count = Int(exactly: count) else { throw malformed("a bad count") }
      return .ok(count: count, sequence: sequence)
    case "error":
      let code = WireText.text(word(&rest))
      let sequence = try number(&rest)
      return .error(refusal(code, try object(rest)), sequence: sequence)
    default: throw malformed("neither an item nor a status")
    }
  }

  private static func refusal(_ code: String, _ object: JSONObject) -> DeskError {
    var details = object
    details["message"] = nil
    let message = object.text("message") ?? "refused without a reason"
    if let known = ErrorCode(rawValue: code) { return DeskError(known, message, details) }
    details["code"] = .string(code)
    return DeskError(.internalFault, message, details)
  }

  private static func object(_ bytes: ArraySlice<UInt8>) throws(DeskError) -> JSONObject {
    let value: JSON
    do throws(DeskError) {
      value = try JSONParser.parse(WireText.text(bytes))
    } catch {
      throw malformed(error.message)
    }
    guard let object = value.members else { throw malformed("no JSON object") }
    return object
  }

  private static func number(_ rest: inout ArraySlice<UInt8>) throws(DeskError) -> Int64 {
    let word = word(&rest)
    let isDigits = word.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard isDigits, let number = Int64(WireText.text(word)) else { throw malformed("a bad number") }
    return number
  }

  /// Takes the bytes before the next space, and the space.
  private static func word(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let word = rest.prefix { $0 != WireText.space }
    rest = rest.dropFirst(word.count + 1)
    return word
  }

  private static func malformed(_ what: String) -> DeskError {
    DeskError(.malformed, "this is no reply of a desk: \(what)")
  }
}

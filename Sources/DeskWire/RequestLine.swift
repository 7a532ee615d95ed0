public import DeskRules

/// A request as one line of text: `[@tag] name [parameter=value]…`, or one JSON object with `op`
/// and perhaps `tag`.
///
/// A bare value is a run without space, quote or control character; any other value is a JSON
/// string. A parameter given several times stays several: whether it may be a list is the
/// operation's to judge.
public enum RequestLine {
  /// The names a JSON request gives a meaning of its own; no operation may call a parameter so.
  public static let reservedNames = ["op", "tag"]

  /// Reads one line without its terminator; nil when the line is empty or only spaces.
  ///
  /// - Throws: `too_long` for a line, a value or a list of values over its limit; `malformed` for
  ///   control bytes, invalid UTF-8, broken quoting or a bad tag; `unknown_operation` for a name
  ///   that no operation can have; `usage` for everything else that is not a request.
  public static func parse(_ line: [UInt8]) throws(DeskError) -> Request? {
    try WireText.check(line, limit: WireLimits.lineBytes)
    guard let start = line.firstIndex(where: { $0 != WireText.space }) else { return nil }
    if line[start] == WireText.brace { return try JSONRequest.parse(line) }
    var reader = RequestReader(line, at: start)
    return try reader.request()
  }

  /// Writes a request as one line without its terminator, values bare where the grammar lets them
  /// be. Control characters and direction marks become escapes.
  ///
  /// - Throws: what `parse` would throw at the line: `malformed` for the tag, `unknown_operation`
  ///   or `usage` for a name, `too_long` for the line or one of its values.
  public static func write(_ request: Request) throws(DeskError) -> [UInt8] {
    var line: [UInt8] = []
    if let tag = request.tag {
      try RequestRules.check(tag: tag.utf8)
      line.append(WireText.at)
      line.append(contentsOf: tag.utf8)
      line.append(WireText.space)
    }
    try RequestRules.check(operation: request.name.utf8)
    line.append(contentsOf: request.name.utf8)
    try RequestRules.check(count: request.parameters.count)
    for (index, parameter) in request.parameters.enumerated() {
      try RequestRules.check(name: parameter.name.utf8, at: index)
      try RequestRules.check(value: parameter.value, of: parameter.name)
      line.append(WireText.space)
      line.append(contentsOf: parameter.name.utf8)
      line.append(WireText.equals)
      write(value: parameter.value, to: &line)
    }
    guard line.count <= WireLimits.lineBytes else {
      throw WireText.tooLong(limit: WireLimits.lineBytes)
    }
    return line
  }

  private static func write(value: String, to line: inout [UInt8]) {
    if isBare(value) {
      line.append(contentsOf: value.utf8)
    } else {
      JSON.string(value).write(to: &line)
    }
  }

  private static func isBare(_ value: String) -> Bool {
    !value.isEmpty
      && value.unicodeScalars.allSatisfy { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
        default: scalar != "\""
        }
      }
  }
}

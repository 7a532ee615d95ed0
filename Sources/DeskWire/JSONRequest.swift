import DeskRules

/// Reads the form `{"op":"name","tag":"…","parameter":value,…}`.
enum JSONRequest {
  static func parse(_ line: [UInt8]) throws(DeskError) -> Request {
    guard case .object(let object) = try JSONParser.parse(WireText.text(line[...])) else {
      throw DeskError(.usage, "a JSON request is one object")
    }
    guard let operation = object.text("op") else {
      throw DeskError(.usage, "the JSON request lacks \"op\", a string that names the operation")
    }
    var request = Request(operation)
    request.tag = try tag(object)
    try RequestRules.check(operation: operation.utf8)
    request.parameters = try parameters(object)
    return request
  }

  private static func tag(_ object: JSONObject) throws(DeskError) -> String? {
    guard let value = object["tag"] else { return nil }
    guard let tag = value.text else {
      throw DeskError(.usage, "\"tag\" is not a string: write it in quotes")
    }
    try RequestRules.check(tag: tag.utf8)
    return tag
  }

  private static func parameters(_ object: JSONObject) throws(DeskError) -> [Request.Parameter] {
    var parameters: [Request.Parameter] = []
    for member in object.members where !RequestLine.reservedNames.contains(member.key) {
      try RequestRules.check(name: member.key.utf8, at: parameters.count)
      for element in member.value.elements ?? [member.value] {
        try RequestRules.check(count: parameters.count + 1)
        let value = try text(element, of: member.key)
        try RequestRules.check(value: value, of: member.key)
        parameters.append(Request.Parameter(member.key, value))
      }
    }
    return parameters
  }

  private static func text(_ value: JSON, of name: String) throws(DeskError) -> String {
    switch value {
    case .string(let text): return text
    case .integer(let number): return String(number)
    case .bool(let isTrue): return isTrue ? "true" : "false"
    case .array, .object:
      throw DeskError(
        .usage,
        "the value of \(name) is nested: give a string, a whole number, true, false "
          + "or a list of those",
        ["parameter": .string(name)])
    }
  }
}

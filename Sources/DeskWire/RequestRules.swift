import DeskRules

/// What a request must keep to, whether it is read or written and in which of its two forms.
enum RequestRules {
  static func check(tag: some Collection<UInt8>) throws(DeskError) {
    guard WireText.isTag(tag) else {
      throw DeskError(
        .malformed,
        "the tag is not 1 to \(WireLimits.tagBytes) of the characters A-Z a-z 0-9 . _ : -")
    }
  }

  static func check(operation: some Collection<UInt8>) throws(DeskError) {
    guard WireText.isOperation(operation) else {
      throw DeskError(
        .unknownOperation,
        "no operation has such a name: an operation is one or two words of a-z 0-9 _ "
          + "joined by a dot, such as budget.show; see help")
    }
  }

  static func check(name: some Collection<UInt8>, at index: Int) throws(DeskError) {
    guard WireText.isName(name) else {
      throw DeskError(
        .usage,
        "parameter \(index + 1) has no name of the characters a-z 0-9 _: write name=value, "
          + "and a value with spaces as a JSON string",
        ["position": .integer(Int64(index + 1))])
    }
  }

  static func check(value: String, of name: String) throws(DeskError) {
    guard value.utf8.count <= WireLimits.fieldBytes else {
      throw DeskError(
        .tooLong, "the value of \(name) is longer than \(WireLimits.fieldBytes) bytes: shorten it",
        ["parameter": .string(name), "limit": .integer(Int64(WireLimits.fieldBytes))])
    }
  }

  static func check(count: Int) throws(DeskError) {
    guard count <= WireLimits.parametersPerRequest else {
      throw DeskError(
        .tooLong,
        "the request has more than \(WireLimits.parametersPerRequest) values: split it",
        ["limit": .integer(Int64(WireLimits.parametersPerRequest))])
    }
  }
}

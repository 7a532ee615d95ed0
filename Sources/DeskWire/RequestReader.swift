import DeskRules

/// Reads the form `[@tag] name [parameter=value]…`, left to right, in one pass.
struct RequestReader {
  private let line: [UInt8]
  private var index: Int

  /// Starts at the first byte that is not a space; the bytes have passed `WireText.check`.
  init(_ line: [UInt8], at start: Int) {
    self.line = line
    index = start
  }

  mutating func request() throws(DeskError) -> Request {
    let tag = try tag()
    let name = word()
    guard name.first != WireText.brace else {
      throw DeskError(
        .usage, "a JSON request carries its tag inside: write {\"op\":…,\"tag\":…} without @")
    }
    try RequestRules.check(operation: name)
    return Request(WireText.text(name), try parameters(), tag: tag)
  }

  private mutating func tag() throws(DeskError) -> String? {
    guard line[index] == WireText.at else { return nil }
    let tag = word().dropFirst()
    try RequestRules.check(tag: tag)
    guard skipSpaces() else {
      throw DeskError(.usage, "the tag is followed by no operation: write @tag name")
    }
    return WireText.text(tag)
  }

  private mutating func parameters() throws(DeskError) -> [Request.Parameter] {
    var parameters: [Request.Parameter] = []
    while skipSpaces() {
      try RequestRules.check(count: parameters.count + 1)
      let name = try name(at: parameters.count)
      let value = try value(of: name)
      try RequestRules.check(value: value, of: name)
      parameters.append(Request.Parameter(name, value))
    }
    return parameters
  }

  /// Takes the name and its `=`.
  private mutating func name(at position: Int) throws(DeskError) -> String {
    let name = run { $0 != WireText.equals && $0 != WireText.space }
    let isNamed = index < line.count && line[index] == WireText.equals
    try RequestRules.check(name: isNamed ? name : [], at: position)
    index += 1
    return WireText.text(name)
  }

  private mutating func value(of name: String) throws(DeskError) -> String {
    guard index < line.count, line[index] != WireText.space else {
      throw DeskError(
        .usage, "the value of \(name) is missing: write \(name)=\"\" for an empty one",
        ["parameter": .string(name)])
    }
    if line[index] == WireText.quote { return try quoted(name) }
    let value = word()
    guard !value.contains(WireText.quote) else {
      throw malformed("the value of \(name) holds a quote: write it as a JSON string", name)
    }
    return WireText.text(value)
  }

  private mutating func quoted(_ name: String) throws(DeskError) -> String {
    let string: (text: String, end: Int)
    do throws(DeskError) {
      string = try JSONParser.string(in: line, at: index)
    } catch {
      throw malformed("the value of \(name) is not a JSON string: \(error.message)", name)
    }
    index = string.end
    guard index == line.count || line[index] == WireText.space else {
      throw malformed("the value of \(name) goes on behind its closing quote", name)
    }
    return string.text
  }

  private func malformed(_ message: String, _ name: String) -> DeskError {
    DeskError(.malformed, message, ["parameter": .string(name)])
  }

  /// Moves to the next byte that is not a space; false at the end of the line.
  private mutating func skipSpaces() -> Bool {
    while index < line.count, line[index] == WireText.space { index += 1 }
    return index < line.count
  }

  private mutating func word() -> ArraySlice<UInt8> { run { $0 != WireText.space } }

  private mutating func run(while belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let start = index
    while index < line.count, belongs(line[index]) { index += 1 }
    return line[start..<index]
  }
}

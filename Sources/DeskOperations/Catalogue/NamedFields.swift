import DeskRules

/// The fields of a composite value, such as `at=…,state=new,note="a, b"`: names and values with
/// commas between them; a value that has a comma, a quote or a line break is a JSON string.
struct NamedFields {
  private var fields: [String: String] = [:]

  /// Reads the fields.
  ///
  /// - Throws: `usage` for a name that is not allowed, a doubled one, or broken quoting.
  init(_ text: String, allowed: Set<String>) throws(DeskError) {
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      let name = Self.run(bytes, &index, until: [UInt8(ascii: "="), UInt8(ascii: ",")])
      guard allowed.contains(name), index < bytes.count, bytes[index] == UInt8(ascii: "=") else {
        let names = allowed.sorted().joined(separator: ", ")
        throw DeskError(.usage, "\"\(name)\" is no field here; use \(names), each as name=value")
      }
      index += 1
      let value = try Self.value(bytes, &index)
      guard fields.updateValue(value, forKey: name) == nil else {
        throw DeskError(.usage, "\(name) is given twice")
      }
      guard index == bytes.count || bytes[index] == UInt8(ascii: ",") else {
        throw DeskError(.usage, "after the value of \(name) comes a comma or the end")
      }
      index += 1
    }
  }

  /// A field's value, once.
  mutating func take(_ name: String) -> String? { fields.removeValue(forKey: name) }

  private static func value(_ bytes: [UInt8], _ index: inout Int) throws(DeskError) -> String {
    guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
      return run(bytes, &index, until: [UInt8(ascii: ",")])
    }
    let (text, end) = try JSONParser.string(in: bytes, at: index)
    index = end
    return text
  }

  private static func run(
    _ bytes: [UInt8], _ index: inout Int, until stops: Set<UInt8>
  ) -> String {
    let start = index
    while index < bytes.count, !stops.contains(bytes[index]) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }
}

import DeskRules
import Yams

/// A part of a mapping file that knows its place, so that every error can say its line and key.
struct MappingNode {
  let file: String
  /// The keys from the top, such as `client.table`; empty at the top.
  let path: String
  private let node: Node

  /// Parses a whole file.
  ///
  /// - Throws: `usage` when it is not YAML, or not keys with values.
  init(yaml: String, file: String) throws(DeskError) {
    let composed: Node?
    do {
      composed = try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw DeskError(.usage, "\(file) is not YAML: \(Self.described(error))")
    } catch {
      throw DeskError(.usage, "\(file) is not YAML")
    }
    guard let composed, composed.mapping != nil else {
      throw DeskError(.usage, "\(file) has no keys; it must begin with `system: …`")
    }
    self.init(file: file, path: "", node: composed)
  }

  private init(file: String, path: String, node: Node) {
    self.file = file
    self.path = path
    self.node = node
  }

  private static func described(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line): \(problem)"
    case .duplicatedKeysInMapping(let duplicates, let context):
      "line \(context.mark.line): these keys stand twice: "
        + duplicates.sorted().joined(separator: ", ")
    default: "it cannot be parsed"
    }
  }

  /// An error about this part, with its line and key.
  func error(_ what: String) -> DeskError {
    let line = node.mark.map { ", line \($0.line)" } ?? ""
    return DeskError(.usage, "\(file)\(line): \(path.isEmpty ? "" : "\(path): ")\(what)")
  }

  private func child(_ key: String, _ node: Node) -> MappingNode {
    MappingNode(file: file, path: path.isEmpty ? key : "\(path).\(key)", node: node)
  }

  /// Refuses keys other than those given.
  func allow(_ known: [String]) throws(DeskError) {
    for (key, child) in try pairs() where !known.contains(key) {
      throw child.error(
        "this key is not known\(Nearest.clause(for: key, among: known))")
    }
  }

  /// The keys with their values, in the file's order.
  func pairs() throws(DeskError) -> [(key: String, value: MappingNode)] {
    guard let mapping = node.mapping else { throw error("keys with values are expected here") }
    var pairs: [(key: String, value: MappingNode)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else { throw error("a key must be plain text") }
      pairs.append((name, child(name, value)))
    }
    return pairs
  }

  /// The value under a key, or nil.
  func value(_ key: String) throws(DeskError) -> MappingNode? {
    try pairs().first { $0.key == key }?.value
  }

  /// The value under a key.
  func required(_ key: String) throws(DeskError) -> MappingNode {
    guard let value = try value(key) else { throw error("the key \(key) is missing") }
    return value
  }

  /// Whether this part is plain text.
  var isText: Bool { node.scalar != nil }

  /// This part as plain text; never empty.
  func text() throws(DeskError) -> String {
    guard let text = node.scalar?.string else { throw error("plain text is expected here") }
    guard !text.isEmpty else { throw error("the value is empty") }
    return text
  }

  /// The plain text under a key, or nil.
  func text(_ key: String) throws(DeskError) -> String? {
    guard let value = try value(key) else { return nil }
    return try value.text()
  }

  /// Yes or no under a key.
  func flag(_ key: String, usually: Bool) throws(DeskError) -> Bool {
    guard let value = try value(key) else { return usually }
    switch try value.text() {
    case "true", "yes": return true
    case "false", "no": return false
    default: throw value.error("true or false is expected here")
    }
  }

  /// One of a few words under a key.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, usually: Choice
  ) throws(DeskError) -> Choice where Choice.RawValue == String {
    guard let value = try value(key) else { return usually }
    return try value.choice()
  }

  /// This part as one of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>() throws(DeskError) -> Choice
  where Choice.RawValue == String {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue)
      throw error(
        "\(text) is not known here (\(known.joined(separator: ", ")))"
          + Nearest.clause(for: text, among: known))
    }
    return choice
  }

  /// The parts of a list; a single value is a list of one.
  func elements() -> [MappingNode] {
    guard let sequence = node.sequence else { return [self] }
    return sequence.enumerated().map { child("\($0.offset + 1)", $0.element) }
  }
}

import DeskRules
import DeskStore

/// The accessories of a loaner by name, in whatever case they are written.
enum Accessories {
  /// The names for a hand-over, each once.
  ///
  /// - Throws: `usage` when one is given twice.
  static func named(_ lines: [Line]) throws(DeskError) -> [String] {
    var names: [String] = []
    for line in lines {
      guard !names.contains(where: { $0.lowercased() == line.text.lowercased() }) else {
        throw DeskError(.usage, "the accessory \(line.text) is named twice; number them")
      }
      names.append(line.text)
    }
    return names
  }

  /// The names as they were written at hand-over.
  ///
  /// - Throws: `not_found` for one that was not handed over, with those that were.
  static func known(
    _ lines: [Line], among names: [String], of what: String
  ) throws(DeskError) -> [String] {
    var found: [String] = []
    for line in try named(lines) {
      guard let name = names.first(where: { $0.lowercased() == line.lowercased() }) else {
        let listed = names.isEmpty ? "nothing" : names.joined(separator: ", ")
        throw DeskError(
          .notFound, "there is no \(line) with \(what); there is \(listed)",
          ["nearest": .array(names.map { .string($0) })])
      }
      found.append(name)
    }
    return found
  }
}

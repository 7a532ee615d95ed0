import DeskRules
import DeskStore

/// The accessories of a machine by name, in whatever case they are written.
enum Accessories {
  /// What came after a machine, and what will not come any more.
  struct Settled {
    let returned: [String]
    let writtenOff: [String]
    /// What is owed still.
    let rest: [String]
  }

  /// Sorts what is owed into what came and what is written off.
  ///
  /// - Throws: `usage` for a write-off without a reason, or what is named in both; `not_found` for what
  ///   is not owed.
  static func settled(
    _ owed: [String], returned: [Line], writtenOff: [Line], reason: Line?, of what: String
  ) throws(DeskError) -> Settled {
    guard writtenOff.isEmpty || reason != nil else {
      throw DeskError(.usage, "writing something off takes a --reason")
    }
    let returned = try known(returned, among: owed, of: what)
    let writtenOff = try known(writtenOff, among: owed, of: what)
    guard Set(returned).isDisjoint(with: writtenOff) else {
      throw DeskError(.usage, "what came back is not written off; name each accessory once")
    }
    return Settled(
      returned: returned, writtenOff: writtenOff,
      rest: owed.filter { !returned.contains($0) && !writtenOff.contains($0) })
  }

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

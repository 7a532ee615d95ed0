import DeskRules

/// What one run of an import has met already, so that its counts are true: a row that stands twice in
/// the file is added once, and a dry run refuses what the rows before it would have taken.
struct RowsSeen {
  private let kind: RowKind
  /// The journal entries that rows of this run made or found.
  private var entries: Set<Int64> = []
  /// For each thing a dry run would add: its row, and a digest of what it would be.
  private var things: [String: (line: Int, digest: Int)] = [:]
  /// For each text that only one of them may have: the row that has it.
  private var taken: [String: Int] = [:]

  init(_ kind: RowKind) { self.kind = kind }

  /// Whether an answer's journal entry is the first of its kind in this run.
  mutating func isNew(_ entry: Int64) -> Bool { entries.insert(entry).inserted }

  /// Whether a row that a dry run would carry out is new in the file.
  ///
  /// - Throws: `key_reused` for one with the name of a row before it and other values; `exists` for one
  ///   that shares with such a row what only one may have.
  mutating func isNew(
    _ name: String, line: Int, would items: [JSONObject]
  ) throws(DeskError) -> Bool {
    let digest = items.map(\.line).hashValue
    if let known = things[name] {
      guard known.digest == digest else {
        throw DeskError(.keyReused, "line \(known.line) has it already with other values")
      }
      return false
    }
    let texts = kind.unique.compactMap { members in
      items.first.flatMap { Self.text($0, members) }
    }
    for text in texts {
      if let other = taken[text] {
        throw DeskError(.exists, "\(text) is in line \(other) already")
      }
    }
    for text in texts { taken[text] = line }
    things[name] = (line, digest)
    return true
  }

  /// The members in words, such as `barcode 4600123`; nil where the item lacks one of them.
  private static func text(_ item: JSONObject, _ members: [String]) -> String? {
    let values = members.compactMap { item.text($0) }
    guard values.count == members.count else { return nil }
    return zip(members, values).map { "\($0) \($1)" }.joined(separator: ", ")
  }
}

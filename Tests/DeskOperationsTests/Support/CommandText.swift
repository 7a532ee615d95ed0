import DeskOperations
import DeskRules

/// A command as people type it into a shell: `loan issue T-17 LP-03 --due 2026-11-30`. Double quotes
/// hold words together; nothing else is special.
struct CommandText {
  private let words: [String]

  init(_ text: String) {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in text {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    if words.first == "swapdesk" { words.removeFirst() }
    self.words = words
  }

  /// The request that the command makes.
  ///
  /// - Throws: `unknown_operation`; `usage` for a word too many or a flag without its value.
  func request() throws -> Request {
    let (entry, rest) = try operation()
    var request = Request(entry.about.name)
    var position = 1
    var index = 0
    while index < rest.count {
      let word = rest[index]
      index += 1
      guard word.hasPrefix("--") else {
        let parameter = entry.parameters.first { $0.position == position }
        guard let parameter else { throw DeskError(.usage, "\(word) is one word too many") }
        if parameter.arity != .list { position += 1 }
        request.parameters.append(.init(parameter.name, word))
        continue
      }
      let name = String(word.dropFirst(2)).replacing("-", with: "_")
      if entry.parameters.contains(where: { $0.name == name && $0.arity == .flag }) {
        request.parameters.append(.init(name, "true"))
      } else {
        guard index < rest.count else { throw DeskError(.usage, "\(word) needs a value") }
        request.parameters.append(.init(name, rest[index]))
        index += 1
      }
    }
    return request
  }

  private func operation() throws -> (CatalogueEntry, [String]) {
    let two = words.prefix(2).joined(separator: ".")
    if let entry = Catalogue.entries.first(where: { $0.about.name == two }), words.count > 1 {
      return (entry, Array(words.dropFirst(2)))
    }
    return (try Catalogue.entry(words.first ?? ""), Array(words.dropFirst()))
  }
}

import DeskOperations
import DeskRules

/// The words of a command line, matched with the parameters an operation declares.
struct CommandWords {
  private let words: [String]
  private let declared: [ParameterDescription]

  init(_ words: [String], of declared: [ParameterDescription]) {
    self.words = words
    self.declared = declared
  }

  /// The named values, as they go over the wire.
  ///
  /// - Throws: `usage` for an unknown flag, a flag without its value, or a word too many.
  func parameters() throws(DeskError) -> [Request.Parameter] {
    var parameters: [Request.Parameter] = []
    var position = 1
    var index = 0
    var takesFlags = true
    while index < words.count {
      let word = words[index]
      index += 1
      if takesFlags, word == "--" {
        takesFlags = false
      } else if takesFlags, word.hasPrefix("--") {
        parameters.append(try flagged(word, &index))
      } else {
        parameters.append(try positional(word, &position))
      }
    }
    return parameters
  }

  private func flagged(
    _ word: String, _ index: inout Int
  ) throws(DeskError) -> Request.Parameter {
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0]).replacing("-", with: "_")
    guard let parameter = declared.first(where: { $0.name == name }) else {
      throw unknown("--" + parts[0])
    }
    if parts.count == 2 { return Request.Parameter(name, String(parts[1])) }
    if parameter.arity == .flag { return Request.Parameter(name, "true") }
    guard index < words.count else {
      throw DeskError(.usage, "\(parameter.flag) needs a value: \(parameter.help)")
    }
    defer { index += 1 }
    return Request.Parameter(name, words[index])
  }

  /// What every command accepts besides, for "did you mean".
  private static let globalFlags = [
    "--json", "--csv", "--html", "--desk", "--server", "--help",
  ]

  private func unknown(_ flag: String) -> DeskError {
    let hint = Nearest.clause(for: flag, among: declared.map(\.flag) + Self.globalFlags)
    return DeskError(.usage, "there is no \(flag) here\(hint)")
  }

  private func positional(
    _ word: String, _ position: inout Int
  ) throws(DeskError) -> Request.Parameter {
    guard let parameter = declared.first(where: { $0.position == position }) else {
      throw DeskError(
        .usage, "the word \"\(word)\" is one too many; put texts with spaces in quotes")
    }
    if parameter.arity != .list { position += 1 }
    return Request.Parameter(parameter.name, word)
  }
}

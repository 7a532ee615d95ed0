import DeskOperations
import DeskRules
import DeskWire

/// An operation's example as it goes over the wire.
enum WireExample {
  /// The request that the example makes.
  static func request(of entry: CatalogueEntry) throws -> Request {
    let words = try shellWords(entry.about.example)
    guard words.first == "swapdesk" else {
      let line = try RequestLine.parse(Array(entry.about.example.utf8))
      return line ?? Request("")
    }
    let count = entry.about.words.count
    var request = Request(words.dropFirst().prefix(count).joined(separator: "."))
    var rest = words.dropFirst(count + 1)
    var position = 1
    while let word = rest.popFirst() {
      let isFlag = word.hasPrefix("--")
      let name = String(word.drop { $0 == "-" }.replacing("-", with: "_"))
      let parameter = entry.parameters.first { parameter in
        isFlag ? parameter.name == name : parameter.position == position
      }
      guard let parameter else { throw problem("has no place for \(word)", entry) }
      if !isFlag {
        request.parameters.append(Request.Parameter(parameter.name, word))
        if parameter.arity != .list { position += 1 }
      } else if parameter.arity == .flag {
        request.parameters.append(Request.Parameter(parameter.name, "true"))
      } else if let value = rest.popFirst() {
        request.parameters.append(Request.Parameter(parameter.name, value))
      } else {
        throw problem("ends after \(word)", entry)
      }
    }
    return request
  }

  private static func problem(_ what: String, _ entry: CatalogueEntry) -> Document.Problem {
    Document.Problem(description: "the example of \(entry.about.name) \(what)")
  }

  /// The words of a command line, as far as examples need a shell: spaces and double quotes.
  private static func shellWords(_ command: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in command {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let whole = word { words.append(whole) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    guard !isQuoted else { throw Document.Problem(description: "no closing quote: \(command)") }
    return words + (word.map { [$0] } ?? [])
  }
}

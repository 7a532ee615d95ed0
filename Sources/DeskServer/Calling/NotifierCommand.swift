/// A command that is told of every step of a call: it gets one JSON object on standard input, and
/// says by its exit code 0 that somebody else knows now.
public struct NotifierCommand: Sendable, Equatable {
  /// The program, looked up in PATH where it has no slash, and its arguments.
  public let words: [String]
  /// How long it may take, in milliseconds.
  public let limitMilliseconds: Int

  /// Makes one from its words; nil where there are none.
  public init?(words: [String], limitMilliseconds: Int = 10_000) {
    guard let program = words.first, !program.isEmpty else { return nil }
    self.words = words
    self.limitMilliseconds = limitMilliseconds
  }

  /// Reads a command line: words with spaces between them, held together by quotes. No shell sees it.
  public init?(_ text: String, limitMilliseconds: Int = 10_000) {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "\"" || character == "'" {
        quote = character
        word = word ?? ""
      } else if character == " " || character == "\t" {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    guard quote == nil else { return nil }
    self.init(words: words, limitMilliseconds: limitMilliseconds)
  }
}

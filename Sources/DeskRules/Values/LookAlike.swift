/// Text as people compare it: what is on paper and what is typed from it are the same.
public enum LookAlike {
  /// Cyrillic letters that look like Latin ones; on paper nobody can tell them apart.
  private static let latin: [Character: Character] = [
    "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C",
    "Т": "T", "У": "Y", "Х": "X",
  ]

  /// A text in upper case, with Latin letters for the Cyrillic ones that look like them.
  public static func latin(_ text: String) -> String {
    String(text.uppercased().map { latin[$0] ?? $0 })
  }

  /// Whether two texts are the same but for case, blanks and letters that look alike.
  public static func areSame(_ one: String, _ other: String) -> Bool {
    words(one) == words(other)
  }

  private static func words(_ text: String) -> [Substring] {
    latin(text).split(whereSeparator: \.isWhitespace)
  }
}

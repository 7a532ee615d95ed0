import DeskRules

/// The name of a budget line, as people say it: `goods supply` is `goods-supply`.
struct LineName: ArgumentValue, Equatable {
  /// The name in lower case, a hyphen for blanks.
  let text: String
  static let typeName = "line name"
  static let sample = LineName(text: "repair")
  var canonical: String { text }

  private init(text: String) { self.text = text }

  init(argument: String) throws(DeskError) {
    let words = argument.split(separator: " ")
    text = try ShortName(argument: words.joined(separator: "-")).text
  }
}

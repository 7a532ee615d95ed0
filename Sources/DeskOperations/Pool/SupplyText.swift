import DeskRules
import DeskStore

/// A supply in one text, such as `Q5942X kind=toner colour=black group=Q5942A yield=20000`; the
/// number alone is enough, and may hold spaces, as in `HP 61XL`; the group comes last if it does.
struct SupplyText: ArgumentValue, Equatable {
  let supply: Supply

  static let typeName = "NUMBER [kind=KIND] [colour=COLOUR] [group=NUMBER] [yield=PAGES]"
  static let sample = SupplyText(
    supply: Supply(number: "Q5942A", kind: "toner", colour: nil, group: "Q5942A", yieldPages: nil))

  var canonical: String {
    let pairs = [
      ("kind", supply.kind), ("colour", supply.colour), ("group", supply.group),
      ("yield", supply.yieldPages.map { String($0) }),
    ]
    return supply.number
      + pairs.compactMap { key, value in value.map { " \(key)=\($0)" } }.joined()
  }

  private init(supply: Supply) { self.supply = supply }

  /// A type of which nothing is said but its number.
  init(number: String) {
    supply = Supply(number: number, kind: "toner", colour: nil, group: number, yieldPages: nil)
  }

  init(argument: String) throws(DeskError) {
    let words = try PlainText.line(argument).split(separator: " ").map(String.init)
    let number = try Self.number(words.prefix { !$0.contains("=") }.joined(separator: " "))
    var kind = "toner"
    var colour: String?
    var group = number
    var yieldPages: Int?
    for word in Self.options(words) {
      let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
      switch (pair.first, pair.count) {
      case ("kind", 2): kind = pair[1].lowercased()
      case ("colour", 2): colour = pair[1].lowercased()
      case ("group", 2): group = try Self.number(pair[1])
      case ("yield", 2):
        yieldPages = try Int(argument: pair[1]).within(Supply.yields, "yield")
      default:
        throw DeskError(
          .usage, "\"\(word)\" is not kind=, colour=, group= or yield= with a value")
      }
    }
    supply = Supply(
      number: number, kind: kind, colour: colour, group: group, yieldPages: yieldPages)
  }

  /// The options, each with the words that follow it without a = of their own.
  static func options(_ words: [String]) -> [String] {
    words.drop { !$0.contains("=") }.reduce(into: []) { options, word in
      if word.contains("=") {
        options.append(word)
      } else {
        options[options.count - 1] += " " + word
      }
    }
  }

  /// A maker's number as the books keep it: upper case.
  static func number(_ text: String) throws(DeskError) -> String {
    guard !text.contains("="), text.count <= 40 else {
      throw DeskError(
        .usage, "\"\(text)\" is no type number: use up to 40 characters without =")
    }
    return try PlainText.line(text).uppercased()
  }
}

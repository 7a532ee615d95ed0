/// The number of an article of the price list, such as `RM1-4554`: one word, in upper case.
public struct Article: TextValue {
  /// The number.
  public let text: String

  private static let limit = 60

  /// Reads a number in whatever case.
  ///
  /// - Throws: `usage` when it is empty, too long, or more than one word.
  public init(_ text: String) throws(DeskError) {
    guard (1...Self.limit).contains(text.unicodeScalars.count), text == text.withoutSteering,
      !text.contains(where: \.isWhitespace)
    else {
      throw DeskError(
        .usage,
        "\(text.quotedForMessage) is no article number: write one word of up to \(Self.limit)"
          + " characters, as lines begin with it")
    }
    self.text = text.uppercased()
  }

  /// The article that a line's text begins with: its first word.
  public init?(leading text: String) {
    let word = text.split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    let bare = word.reversed().drop { ",;:.".contains($0) }.reversed()
    guard let article = try? Article(String(bare)) else { return nil }
    self = article
  }
}

/// From a day on an article has a price, or is not on the list any more.
public struct PriceSet: Event {
  public static let kind = "price.set"
  /// The article.
  public let article: Article
  /// What one of it costs, in minor units of the desk's currency; nil where it leaves the list.
  public let price: Int64?
  /// The first day.
  public let from: CalendarDate

  /// Makes the fact.
  public init(article: Article, price: Int64?, from: CalendarDate) {
    self.article = article
    self.price = price
    self.from = from
  }

  public var subjects: [Subject] { [] }
}

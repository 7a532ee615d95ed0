import DeskEngine
public import DeskRules

/// The price of an article from a day on.
public struct PriceVersion: Sendable, Equatable {
  /// The article.
  public let article: Article
  /// The first day.
  public let from: CalendarDate
  /// What one of it costs, in minor units of the desk's currency; nil where it left the list.
  public let price: Int64?

  /// Makes one from its parts.
  public init(article: Article, from: CalendarDate, price: Int64?) {
    self.article = article
    self.from = from
    self.price = price
  }
}

/// What articles cost by day.
public struct PriceStore {
  let books: Books
  private static let columns = "article, from_date, price"

  private func version(_ row: any Row) throws(DeskError) -> PriceVersion {
    PriceVersion(
      article: try Article(row.text(0)), from: try CalendarDate(row.text(1)),
      price: row.optionalInteger(2))
  }

  /// What one of an article costs on a day, in minor units; nil where it is not on the list.
  public func price(of article: Article, on day: CalendarDate) throws(DeskError) -> Int64? {
    try books.first(
      """
      SELECT \(Self.columns) FROM price WHERE article = ? AND from_date <= ?
      ORDER BY from_date DESC LIMIT 1
      """, [.text(article.text), .text(day.text)], version)?.price
  }

  /// Every version of an article's price, by day.
  public func versions(of article: Article) throws(DeskError) -> [PriceVersion] {
    try books.all(
      "SELECT \(Self.columns) FROM price WHERE article = ? ORDER BY from_date",
      [.text(article.text)], version)
  }

  /// The prices of a day by article, at most `limit` after one.
  public func list(
    on day: CalendarDate, after article: Article?, limit: Int
  ) throws(DeskError) -> [PriceVersion] {
    try books.all(
      """
      SELECT \(Self.columns) FROM price AS own
      WHERE article > ? AND price IS NOT NULL AND from_date = (
        SELECT max(from_date) FROM price WHERE price.article = own.article AND from_date <= ?)
      ORDER BY article LIMIT ?
      """, [.text(article?.text ?? ""), .text(day.text), .integer(limit)], version)
  }
}

extension PriceSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO price (article, from_date, price) VALUES (?, ?, ?)
      ON CONFLICT (article, from_date) DO UPDATE SET price = excluded.price
      """, [.text(article.text), .text(from.text), .integer(price)])
  }
}

extension Books {
  /// What articles cost by day.
  public var prices: PriceStore { PriceStore(books: self) }
}

public import DeskRules
import DeskEngine

/// The catalogue: models, supplies, and which fit which.
public struct CatalogueStore {
  let books: Books
  private static let columns = """
    name, maker, technology, format, colour, duplex, pages_per_minute, functions, languages,
    interfaces, buffer_minutes, price, replace_percent
    """

  private func model(_ row: any Row) throws(DeskError) -> Model {
    let functions = row.text(7).split(separator: " ").compactMap {
      DeviceFunction(rawValue: String($0))
    }
    let interfaces = row.text(9).split(separator: " ").compactMap {
      DeviceInterface(rawValue: String($0))
    }
    return Model(
      name: row.text(0), maker: row.optionalText(1), technology: row.optionalText(2),
      format: row.isNull(3) ? nil : try row.word(3),
      colour: row.optionalInteger(4).map { $0 == 1 },
      duplex: row.optionalInteger(5).map { $0 == 1 },
      pagesPerMinute: row.optionalInteger(6).map(Int.init), functions: functions,
      languages: row.text(8).split(separator: " ").map(String.init),
      interfaces: interfaces.isEmpty ? nil : interfaces,
      bufferMinutes: row.optionalInteger(10).map(Int.init), price: row.optionalInteger(11),
      replacePercent: row.optionalInteger(12).map(Int.init))
  }

  /// The model with a name, in whatever case it is written.
  public func model(_ name: String) throws(DeskError) -> Model? {
    try books.first(
      "SELECT \(Self.columns) FROM model WHERE folded = ?", [.text(name.lowercased())], model)
  }

  /// Models whose folded name holds every word, by name after one, at most `limit`.
  public func models(
    words: [String], after name: String = "", limit: Int
  ) throws(DeskError) -> [Model] {
    let conditions = words.map { _ in " AND instr(folded, ?) > 0" }.joined()
    return try books.all(
      """
      SELECT \(Self.columns) FROM model WHERE name > ?\(conditions) ORDER BY name LIMIT ?
      """,
      [.text(name)] + words.map { .text($0.lowercased()) } + [.integer(limit)], model)
  }

  /// The names of models by one maker word, for "did you mean".
  public func namesLike(_ name: String) throws(DeskError) -> [String] {
    let word = name.split(separator: " ").first.map { $0.lowercased() } ?? ""
    return try books.all(
      "SELECT name FROM model WHERE folded >= ? AND folded < ? ORDER BY folded LIMIT 5000",
      [.text(word), .text(word + "\u{10FFFF}")]
    ) { row in row.text(0) }
  }

  private func supply(_ row: any Row) -> Supply {
    Supply(
      number: row.text(0), kind: row.text(1), colour: row.optionalText(2), group: row.text(3),
      yieldPages: row.optionalInteger(4).map(Int.init),
      cycleLimit: row.optionalInteger(5).map(Int.init), price: row.optionalInteger(6))
  }

  private static let supplyColumns = """
    s.number, s.supply_kind, s.colour, s.substitution, s.yield_pages, s.cycle_limit, s.price
    """

  /// The supply with a number, in whatever case it is written.
  public func supply(_ number: String) throws(DeskError) -> Supply? {
    try books.first(
      "SELECT \(Self.supplyColumns) FROM supply AS s WHERE s.number = ?",
      [.text(number.uppercased())], supply)
  }

  /// The supplies that fit a model, by number.
  public func supplies(of model: String) throws(DeskError) -> [Supply] {
    try books.all(
      """
      SELECT \(Self.supplyColumns) FROM fit JOIN supply AS s ON s.number = fit.supply
      WHERE fit.model = ? ORDER BY s.number
      """, [.text(model)], supply)
  }

  /// Supplies by number after one, at most `limit`; of one substitution group.
  public func supplies(
    group: String?, after number: String, limit: Int
  ) throws(DeskError) -> [Supply] {
    try books.all(
      """
      SELECT \(Self.supplyColumns) FROM supply AS s
      WHERE s.number > ?\(group == nil ? "" : " AND s.substitution = ?") ORDER BY s.number LIMIT ?
      """,
      [.text(number)] + (group.map { [.text($0)] } ?? []) + [.integer(limit)], supply)
  }

  /// The group of a type; a type that no catalogue knows is a group of its own.
  public func group(of type: String) throws(DeskError) -> String {
    try supply(type)?.group ?? type
  }

  /// The models that a supply fits, by name, at most `limit`.
  public func models(taking supply: String, limit: Int) throws(DeskError) -> [String] {
    try books.all(
      "SELECT model FROM fit WHERE supply = ? ORDER BY model LIMIT ?",
      [.text(supply), .integer(limit)]
    ) { row in row.text(0) }
  }

  /// Whether a supply fits a model.
  public func fits(_ supply: String, _ model: String) throws(DeskError) -> Bool {
    try books.first(
      "SELECT 1 FROM fit WHERE model = ? AND supply = ?", [.text(model), .text(supply)]
    ) { _ in true } ?? false
  }
}

extension Books {
  /// Models, supplies, and which fit which.
  public var catalogue: CatalogueStore { CatalogueStore(books: self) }
}

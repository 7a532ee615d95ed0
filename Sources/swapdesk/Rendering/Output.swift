import DeskImport
import DeskOperations
import DeskRules

/// Writes an answer the way it was asked for.
struct Output {
  private let global: GlobalOptions

  init(_ global: GlobalOptions) { self.global = global }

  /// Writes the items of an answer to standard output.
  func write(_ items: [JSONObject], of entry: CatalogueEntry) throws(DeskError) {
    if global.json {
      try StandardOutput.write(Self.json(items, isList: entry.isList) + "\n")
    } else if global.html {
      try StandardOutput.write(items.map { DocumentPage($0).html }.joined())
    } else if global.csv {
      try StandardOutput.write(Self.csv(items, of: entry))
    } else if entry.about.name == "roster.calendar" {
      try StandardOutput.write(items.compactMap { $0.text("text") }.joined())
    } else {
      let lines = People(entry).lines(items)
      try StandardOutput.write(lines.map { $0 + "\n" }.joined())
    }
  }

  /// Refuses a form that the answer does not have, before anything is asked.
  func requireForm(of entry: CatalogueEntry) throws(DeskError) {
    guard global.html, !entry.isDocument else { return }
    let documents = Catalogue.entries.filter(\.isDocument).map(\.about.name)
    throw DeskError(
      .usage, "--html is for documents: \(documents.joined(separator: ", "))")
  }

  private static func json(_ items: [JSONObject], isList: Bool) -> String {
    guard !isList else { return JSON.array(items.map { .object($0) }).line }
    return items.first?.line ?? "{}"
  }

  /// The columns of an operation's table, or else every plain member.
  static func columns(of items: [JSONObject], _ entry: CatalogueEntry) -> [String] {
    Layout.columns(of: entry.about.name) ?? Columns.plain(of: items)
  }

  private static func csv(_ items: [JSONObject], of entry: CatalogueEntry) -> String {
    guard !entry.isDocument else {
      let tables = items.flatMap { DocumentReader($0).tables }.map { table in
        ([table.titles] + table.rows + table.totals).map { CSVWriter.line($0) + "\r\n" }.joined()
      }
      return tables.joined(separator: "\r\n")
    }
    let columns = columns(of: items, entry)
    let rows = [columns] + items.map { item in columns.map { Columns.cell($0, of: item) } }
    return rows.map { CSVWriter.line($0) + "\r\n" }.joined()
  }
}

/// The members of items as columns.
enum Columns {
  /// The members that any item has, in the order in which they are met, each before what it stands
  /// before in its item; lists of objects are left to a table of their own.
  static func plain(of items: [JSONObject]) -> [String] {
    var columns: [String] = []
    for item in items {
      let plain = item.members.filter { nested($0.value) == nil }.map(\.key)
      for (index, key) in plain.enumerated() where !columns.contains(key) {
        let next = plain[(index + 1)...].lazy.compactMap(columns.firstIndex).first
        columns.insert(key, at: next ?? columns.endIndex)
      }
    }
    return columns
  }

  /// A member's text; `visit.arrived` looks inside the member `visit`.
  static func cell(_ column: String, of item: JSONObject) -> String {
    let path = column.split(separator: ".", maxSplits: 1).map(String.init)
    guard let value = item[path[0]] else { return "" }
    guard path.count == 1 else { return value.members.map { cell(path[1], of: $0) } ?? "" }
    return text(value)
  }

  /// The objects of a list, if the value is a list of objects or one object.
  static func nested(_ value: JSON) -> [JSONObject]? {
    switch value {
    case .object(let object): [object]
    case .array(let elements):
      elements.isEmpty || elements.first?.members == nil ? nil : elements.compactMap(\.members)
    default: nil
    }
  }

  /// A value in one cell.
  static func text(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bool(let flag): flag ? "yes" : "no"
    case .array(let elements): elements.map(text).joined(separator: ", ")
    case .object(let object) where object["kind"] != nil && object["fact"] != nil:
      object.text("kind") ?? ""
    case .object(let object):
      object.members.map { "\($0.key)=\(text($0.value))" }.joined(separator: " ")
    }
  }
}

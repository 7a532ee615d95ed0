import DeskRules

/// A document's members as an answer carries them, on whichever way it came.
struct DocumentReader {
  /// Somebody the sheet is between.
  struct Party {
    let role: String
    let name: String
    let details: [String]
  }

  /// Rows under titles, the same number of cells in each.
  struct Table {
    let titles: [String]
    let toTheRight: [Bool]
    let rows: [[String]]
    let totals: [[String]]
  }

  let title: String
  let number: String
  let date: String
  let parties: [Party]
  let facts: [(label: String, value: String)]
  let charts: [DocumentChart]
  let tables: [Table]
  let remarks: [String]
  let signatures: [String]

  init(_ item: JSONObject) {
    func objects(_ key: String) -> [JSONObject] { Self.objects(item[key]) }
    title = item.text("title") ?? ""
    number = item.text("number") ?? ""
    date = item.text("date") ?? ""
    parties = objects("parties").map {
      Party(
        role: $0.text("role") ?? "", name: $0.text("name") ?? "",
        details: Self.texts($0["details"]))
    }
    facts = objects("facts").map { ($0.text("label") ?? "", $0.text("value") ?? "") }
    charts = objects("charts").compactMap(DocumentChart.init)
    tables = objects("tables").map(Self.table)
    remarks = Self.texts(item["remarks"])
    signatures = Self.texts(item["signatures"])
  }

  private static func table(_ item: JSONObject) -> Table {
    let columns = objects(item["columns"])
    func rows(_ key: String) -> [[String]] {
      (item[key]?.elements ?? []).map { row in
        let cells = texts(row)
        return columns.indices.map { $0 < cells.count ? cells[$0] : "" }
      }
    }
    return Table(
      titles: columns.map { $0.text("title") ?? "" },
      toTheRight: columns.map { $0.text("align") == "right" },
      rows: rows("rows"), totals: rows("totals"))
  }

  private static func objects(_ value: JSON?) -> [JSONObject] {
    value?.elements?.compactMap(\.members) ?? []
  }

  private static func texts(_ value: JSON?) -> [String] {
    value?.elements?.compactMap(\.text) ?? []
  }
}

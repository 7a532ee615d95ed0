import DeskRules

/// What an export writes: a list of the desk, as rows.
struct ExportKind: Sendable {
  /// The word of the command line.
  let word: String
  let abstract: String
  let operation: String
  /// What the list is always asked with.
  let fixed: [Request.Parameter]
  /// The member of an item that the next page is asked for by.
  let cursor: String
  let columns: [String]
  /// The list in an item of which each element is a row, with the item's own members repeated on it.
  var rowsIn: String?

  static let invoices = ExportKind(
    word: "invoices", abstract: "Writes invoices and credit notes, one row for each line.",
    operation: "invoice.list", fixed: [Request.Parameter("lines", "true")], cursor: "invoice",
    columns: [
      "invoice", "original", "client", "date", "due", "currency", "vat", "total", "credited",
      "paid", "open", "lines.line", "lines.ticket", "lines.kind", "lines.text", "lines.quantity",
      "lines.list_price", "lines.discount", "lines.amount", "lines.supplied", "lines.rate",
      "lines.credited_by", "net", "tax",
    ], rowsIn: "lines")
  static let taxes = ExportKind(
    word: "taxes", abstract: "Writes the tax of invoices and credit notes, one row for each rate.",
    operation: "invoice.list", fixed: [Request.Parameter("lines", "true")], cursor: "invoice",
    columns: [
      "invoice", "original", "client", "date", "currency", "vat", "taxes.rate", "taxes.net",
      "taxes.tax", "taxes.gross",
    ], rowsIn: "taxes")
  static let payments = ExportKind(
    word: "payments", abstract: "Writes payments, reversed ones too.",
    operation: "invoice.payments", fixed: [], cursor: "payment",
    columns: [
      "payment", "invoice", "client", "date", "currency", "amount", "applied", "surplus",
      "from_account", "reference", "reversed", "refund",
    ])
  static let tickets = ExportKind(
    word: "tickets", abstract: "Writes tickets, those that are closed too.",
    operation: "ticket.list", fixed: [Request.Parameter("all", "true")], cursor: "number",
    columns: [
      "number", "state", "client", "site", "device", "problem", "priority", "opened", "due",
      "assignee", "line", "currency", "billed", "estimate", "foreign",
    ])

  /// The header: the columns without the names of the lists they are in.
  var header: [String] {
    columns.map { $0.split(separator: ".").last.map(String.init) ?? $0 }
  }

  /// The rows of an item.
  func rows(_ item: JSONObject) -> [[String]] {
    guard let rowsIn else { return [columns.map { Columns.cell($0, of: item) }] }
    let parts = item[rowsIn]?.elements?.compactMap(\.members) ?? []
    return parts.map { part in
      columns.map { column in
        column.hasPrefix(rowsIn + ".")
          ? Columns.cell(String(column.dropFirst(rowsIn.count + 1)), of: part)
          : Columns.cell(column, of: item)
      }
    }
  }
}

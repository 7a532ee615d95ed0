import DeskRules

/// A document as plain text, for a terminal or a line printer.
struct DocumentText {
  private let document: DocumentReader

  init(_ item: JSONObject) { document = DocumentReader(item) }

  private static let signatureWidth = 30

  var lines: [String] {
    let blocks =
      [heading, parties, facts] + document.charts.map(\.bar) + document.tables.map(Self.table) + [
        remarks, signatures,
      ]
    return Array(blocks.filter { !$0.isEmpty }.joined(separator: [""]))
  }

  private var heading: [String] {
    let title = SafeText.line("\(document.title) \(document.number)  \(document.date)")
    return [title, String(repeating: "=", count: SafeText.width(title))]
  }

  private var parties: [String] {
    let rows = document.parties.flatMap { party in
      [(party.role, party.name)] + party.details.map { ("", $0) }
    }
    return Self.labelled(rows)
  }

  private var facts: [String] { Self.labelled(document.facts) }

  /// Labels in one column, what they name in the next.
  private static func labelled(_ rows: [(label: String, value: String)]) -> [String] {
    let width = rows.map { SafeText.width($0.label) }.max() ?? 0
    return rows.flatMap { row in
      let label = SafeText.line(row.label)
      let indent = String(repeating: " ", count: max(0, width - SafeText.width(label)) + 2)
      let blank = String(repeating: " ", count: width + 2)
      return SafeText.lines(row.value).enumerated().map { index, text in
        index == 0 ? label + indent + text : blank + text
      }
    }
  }

  private static func table(_ table: DocumentReader.Table) -> [String] {
    let lines = TextTable(
      titles: table.titles, rows: table.rows + table.totals, toTheRight: table.toTheRight
    ).lines
    let width = lines.map(SafeText.width).max() ?? 0
    let rule = String(repeating: "-", count: width)
    let body = lines.dropFirst().prefix(table.rows.count)
    let totals = lines.dropFirst(1 + table.rows.count)
    return [lines[0], rule] + body + (totals.isEmpty ? [] : [rule] + totals)
  }

  private var remarks: [String] {
    Array(document.remarks.map(SafeText.lines).joined(separator: [""]))
  }

  private var signatures: [String] {
    let width = document.signatures.map { SafeText.width($0) }.max() ?? 0
    return document.signatures.flatMap { signature in
      let text = SafeText.line(signature)
      let padding = String(repeating: " ", count: width - SafeText.width(text) + 2)
      return ["", text + padding + String(repeating: "_", count: Self.signatureWidth)]
    }
  }
}

import DeskRules

/// A document as one self-contained page: no script, nothing fetched, laid out for A4.
struct DocumentPage {
  private let document: DocumentReader

  init(_ item: JSONObject) { document = DocumentReader(item) }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Self.safe("\(document.title) \(document.number)"))</title>
    <style>\(Self.style)</style>
    </head>
    <body>
    <header><h1>\(Self.safe(document.title)) <span>\(Self.safe(document.number))</span></h1>\
    <p>\(Self.safe(document.date))</p></header>
    \(parties)\(facts)\(charts)\(document.tables.map(Self.table).joined())\(remarks)\(signatures)
    </body>
    </html>

    """
  }

  private var parties: String {
    guard !document.parties.isEmpty else { return "" }
    let parties = document.parties.map { party in
      let details = party.details.map { "<p>\(Self.text($0))</p>" }.joined()
      return "<div><h2>\(Self.safe(party.role))</h2><p class=\"name\">\(Self.text(party.name))</p>"
        + "\(details)</div>\n"
    }
    return "<section class=\"parties\">\n\(parties.joined())</section>\n"
  }

  private var facts: String {
    guard !document.facts.isEmpty else { return "" }
    let facts = document.facts.map {
      "<dt>\(Self.safe($0.label))</dt><dd>\(Self.text($0.value))</dd>\n"
    }
    return "<dl>\n\(facts.joined())</dl>\n"
  }

  private var charts: String { document.charts.map { ChartPicture($0).svg }.joined() }

  private static func table(_ table: DocumentReader.Table) -> String {
    func row(_ cells: [String], _ element: String) -> String {
      let cells = zip(cells, table.toTheRight).map { cell, isRight in
        let isShort = cell.count <= shortLimit && !cell.contains(" ")
        let kind = isRight ? " class=\"right\"" : isShort ? " class=\"short\"" : ""
        return "<\(element)\(kind)>\(text(cell))</\(element)>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    let body = table.rows.map { row($0, "td") }.joined()
    let totals = table.totals.map { row($0, "td") }.joined()
    let foot = totals.isEmpty ? "" : "<tfoot>\n\(totals)</tfoot>\n"
    return "<table>\n<thead>\n\(row(table.titles, "th"))</thead>\n<tbody>\n\(body)</tbody>\n"
      + "\(foot)</table>\n"
  }

  /// What is as short as a date stays on one line.
  private static let shortLimit = 12

  private var remarks: String {
    document.remarks.map { "<p class=\"remark\">\(Self.text($0))</p>\n" }.joined()
  }

  private var signatures: String {
    guard !document.signatures.isEmpty else { return "" }
    let signatures = document.signatures.map { "<div><span></span>\(Self.safe($0))</div>\n" }
    return "<section class=\"signatures\">\n\(signatures.joined())</section>\n"
  }

  /// Several lines of text.
  private static func text(_ text: String) -> String {
    SafeText.lines(text).map(safe).joined(separator: "<br>")
  }

  /// One line of text in which nothing is markup.
  static func safe(_ text: String) -> String {
    var safe = ""
    for character in SafeText.line(text) {
      switch character {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default: safe.append(character)
      }
    }
    return safe
  }

  private static let style = """

    @page { size: A4; margin: 18mm 16mm; }
    body { font: 11pt/1.4 "DejaVu Sans", "Noto Sans", Arial, sans-serif; color: #111;
      max-width: 178mm; margin: 8mm auto; padding: 0 4mm; }
    header { display: flex; justify-content: space-between; align-items: baseline;
      border-bottom: 2px solid #111; margin-bottom: 6mm; }
    h1 { font-size: 17pt; margin: 0 0 2mm; } h1 span { font-weight: normal; }
    h2 { font-size: 9pt; font-weight: normal; color: #555; margin: 0; }
    p { margin: 0 0 1mm; } .name { font-weight: bold; }
    .parties { display: grid; grid-template-columns: 1fr 1fr; gap: 6mm; margin-bottom: 6mm; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 6mm; margin: 0 0 6mm; }
    dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; margin: 0 0 6mm; }
    th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm; overflow-wrap: break-word; }
    th { border-bottom: 1.5px solid #111; font-size: 9pt; } td { border-bottom: 1px solid #ccc; }
    th, tfoot td { overflow-wrap: normal; }
    .right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .short { white-space: nowrap; } thead { display: table-header-group; }
    tfoot { display: table-row-group; break-inside: avoid; }
    tfoot td { font-weight: bold; border-bottom: none; }
    tr, .signatures div { break-inside: avoid; } .remark { margin: 0 0 3mm; }
    .signatures { display: grid; grid-template-columns: 1fr 1fr; gap: 14mm 10mm; margin-top: 16mm; }
    .signatures span { display: block; border-bottom: 1px solid #111; height: 12mm;
      margin-bottom: 1mm; }
    figure { margin: 0 0 6mm; break-inside: avoid; } figcaption { font-weight: bold; }
    svg { width: 100%; height: auto; font-family: inherit; } .legend { font-size: 9pt; }
    @media print { body { margin: 0; padding: 0; max-width: none; } }

    """
}

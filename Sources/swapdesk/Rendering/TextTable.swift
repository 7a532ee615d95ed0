/// A table for people: columns aligned, numbers to the right, no lines drawn.
struct TextTable {
  private let titles: [String]
  private let rows: [[String]]
  /// Which columns stand to the right; nil for those whose cells are all numbers.
  private let toTheRight: [Bool]?

  init(titles: [String], rows: [[String]], toTheRight: [Bool]? = nil) {
    self.titles = titles
    self.rows = rows.map { $0.map(SafeText.line) }
    self.toTheRight = toTheRight
  }

  /// The table's lines, the titles first.
  var lines: [String] {
    let widths = titles.indices.map { column in
      ([titles[column]] + rows.map { $0[column] }).map(SafeText.width).max() ?? 0
    }
    let right =
      toTheRight
      ?? titles.indices.map { column in
        rows.contains { !$0[column].isEmpty } && rows.allSatisfy { Self.isNumber($0[column]) }
      }
    return ([titles] + rows).map { cells in
      var line = ""
      for column in titles.indices {
        let padding = String(repeating: " ", count: widths[column] - SafeText.width(cells[column]))
        line += right[column] ? padding + cells[column] : cells[column] + padding
        line += "  "
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
      && text.filter { $0 == "-" }.count <= 1 && (text.isEmpty || text.last?.isNumber == true)
      && !text.dropFirst().contains("-")
  }
}

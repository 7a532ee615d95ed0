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

  /// A table of a given width, in which long texts go on under themselves.
  ///
  /// - Parameter limits: how wide each column may be; the last one gets what is left of the page.
  init(titles: [String], rows: [[String]], pageWidth: Int, limits: [Int?]) {
    self.titles = titles
    toTheRight = nil
    let rows = rows.map { $0.map(SafeText.line) }
    var limits = limits
    let others = titles.indices.dropLast().reduce(0) { sum, column in
      let width = ([titles[column]] + rows.map { $0[column] }).map(SafeText.width).max() ?? 0
      return sum + 2 + min(width, limits[column] ?? width)
    }
    if let last = limits.indices.last {
      limits[last] = max(Self.leastRoom, pageWidth - others)
    }
    self.rows = rows.flatMap { Self.broken($0, limits) }
  }

  /// The least room that the last column gets, however wide the others are.
  private static let leastRoom = 16

  /// A row as so many rows as its longest text needs.
  private static func broken(_ row: [String], _ limits: [Int?]) -> [[String]] {
    let cells = zip(row, limits).map { text, limit in
      limit.map { SafeText.broken(text, room: $0) } ?? [text]
    }
    return (0..<(cells.map(\.count).max() ?? 1)).map { line in
      cells.map { line < $0.count ? $0[line] : "" }
    }
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

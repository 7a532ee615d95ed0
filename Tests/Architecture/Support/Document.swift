import Foundation

/// A page under docs/.
struct Document {
  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try SourceTree.text(path)
  }

  /// What went wrong with a page.
  struct Problem: Error, CustomStringConvertible {
    let description: String
  }

  /// The rows of the table whose heading row begins with a cell, without that row.
  func table(_ firstCell: String) throws -> [[String]] {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.cells)
    guard let start = rows.firstIndex(where: { $0.first == firstCell }) else {
      throw Problem(description: "\(path) has no table that begins with \"\(firstCell)\"")
    }
    return Array(rows[(start + 2)...].prefix { !$0.isEmpty })
  }

  /// The cells of a line; none where the line is no row.
  private static func cells(_ line: Substring) -> [String] {
    guard line.hasPrefix("|"), line.hasSuffix("|") else { return [] }
    let inner = line.dropFirst().dropLast().replacing("\\|", with: "\u{0}")
    return inner.split(separator: "|", omittingEmptySubsequences: false).map { cell in
      cell.replacing("\u{0}", with: "|").trimmingCharacters(in: .whitespaces)
    }
  }

  /// The words that stand between backquotes in a cell.
  static func words(_ cell: String) -> [String] {
    let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// The lines between ``` marks that begin with a mark such as an arrow, without it.
  func lines(after mark: String) -> [String] {
    text.split(separator: "\n").filter { $0.hasPrefix(mark) }
      .map { String($0.dropFirst(mark.count)) }
  }
}

/// A part of a page that follows from the code.
struct GeneratedPart {
  let page: String
  let name: String
  let content: String

  private var opening: String { "<!-- generated: \(name) -->\n" }
  private var closing: String { "<!-- end: \(name) -->" }

  /// Says what is wrong with the page; rewrites the part instead where that was asked for.
  func problem() throws -> String? {
    let text = try SourceTree.text(page)
    guard let start = text.range(of: opening)?.upperBound,
      let end = text.range(of: closing, range: start..<text.endIndex)?.lowerBound
    else { return "\(page) has no part marked \"generated: \(name)\"" }
    guard text[start..<end] != content else { return nil }
    guard ProcessInfo.processInfo.environment["SWAPDESK_UPDATE_DOCS"] == "1" else {
      return "\(page), \(name): not what the code says; run"
        + " SWAPDESK_UPDATE_DOCS=1 swift test --filter Architecture, and look at the difference"
    }
    let updated = text.replacingCharacters(in: start..<end, with: content)
    try updated.write(
      to: SourceTree.root.appending(path: page), atomically: true, encoding: .utf8)
    return nil
  }
}

import DeskImport
import DeskRules
import Foundation

/// The problems of an import's rows: counted, the first shown, all written to a file if one is named,
/// with what became of the other rows where an import tells that.
struct IssueReport {
  private(set) var count = 0
  private var shown: [(line: Int, text: String)] = []
  private let file: FileHandle?
  private var failure: DeskError?

  private static let shownLimit = 10

  /// Begins a report.
  ///
  /// - Parameters:
  ///   - path: the file that takes every problem, if there is one.
  ///   - subject: what a row is about, for the title of its column.
  /// - Throws: `storage` when the file cannot be made.
  init(_ path: String?, subject: String) throws(DeskError) {
    guard let path else {
      file = nil
      return
    }
    let isMade = FileManager.default.createFile(
      atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    guard isMade, let file = FileHandle(forWritingAtPath: path) else {
      throw DeskError(.storage, "the report \(path) cannot be written")
    }
    self.file = file
    append(["line", subject, "column", "problem", "consequence"])
  }

  mutating func add(_ issue: RowIssue) {
    let place = ["line \(issue.line)", issue.ticket, issue.column].compactMap { $0 }
    show("\(place.joined(separator: ", ")): \(issue.reason)", line: issue.line)
    append([
      String(issue.line), issue.ticket ?? "", issue.column ?? "", issue.reason,
      issue.consequence == .leftOut ? "left out" : "noted",
    ])
  }

  mutating func add(refused what: String, line: Int? = nil, _ error: DeskError) {
    let place = [line.map { "line \($0)" }, what].compactMap { $0 }.filter { !$0.isEmpty }
    show("\(place.joined(separator: ", ")): \(error.message)", line: line ?? 0)
    append([line.map { String($0) } ?? "", what, "", error.message, "left out"])
  }

  /// Notes in the file what became of a row without a problem.
  mutating func add(_ what: String, line: Int, became consequence: String) {
    append([String(line), what, "", "", consequence])
  }

  private mutating func show(_ text: String, line: Int) {
    count += 1
    if shown.count < Self.shownLimit { shown.append((line, text)) }
  }

  private mutating func append(_ fields: [String]) {
    guard let file, failure == nil else { return }
    do {
      try file.write(contentsOf: Data((CSVWriter.line(fields) + "\r\n").utf8))
    } catch {
      failure = DeskError(.storage, "the report cannot be written: \(error)")
    }
  }

  /// Ends the file.
  ///
  /// - Throws: `storage` when a line could not be written.
  func close() throws(DeskError) {
    if let failure { throw failure }
    do {
      try file?.close()
    } catch {
      throw DeskError(.storage, "the report cannot be written: \(error)")
    }
  }

  func summarise() {
    // A row that cannot even be asked about is refused before the answers to those above it come.
    for (_, text) in shown.sorted(by: { $0.line < $1.line }) {
      StandardError.line(SafeText.line(text))
    }
    if count > shown.count {
      StandardError.line("… and \(count - shown.count) more; --report FILE writes them all")
    }
  }
}

import DeskImport
import DeskOperations
import DeskRules

/// The answers to a list of tags: each is written as it comes, a refusal in its tag's place.
struct TagAnswers {
  private let global: GlobalOptions
  private let entry: CatalogueEntry
  private var count = 0
  private var refusals: [DeskError] = []
  /// What a table of a query's columns is made of: which they are is known in the end.
  private var rows: [(tag: String, result: Result<[JSONObject], DeskError>)] = []

  init(_ global: GlobalOptions, _ entry: CatalogueEntry) {
    self.global = global
    self.entry = entry
  }

  mutating func add(
    _ tag: String, _ result: Result<[JSONObject], DeskError>
  ) throws(DeskError) {
    if case .failure(let error) = result { refusals.append(error) }
    if global.json {
      try StandardOutput.write((count == 0 ? "[" : ",") + Self.json(tag, result).line)
    } else if global.csv, entry.kind == .query {
      rows.append((tag, result))
    } else if global.csv {
      try addRow(tag, result)
    } else {
      try addLines(tag, result)
    }
    count += 1
  }

  /// What to say in the end where some were refused; the first of them decides the exit code.
  var refusal: DeskError? {
    refusals.first.map {
      DeskError($0.code, "\(refusals.count) of \(count) were refused, see above")
    }
  }

  /// Ends the answer.
  func end() throws(DeskError) {
    if global.json { try StandardOutput.write(count == 0 ? "[]\n" : "]\n") }
    if !rows.isEmpty { try StandardOutput.write(table) }
  }

  /// What was asked, a row an item, each with its tag; a tag that was refused says why in the end.
  private var table: String {
    let items = rows.flatMap { (try? $0.result.get()) ?? [] }
    let columns = Output.columns(of: items, entry)
    let lines = rows.flatMap { tag, result -> [[String]] in
      switch result {
      case .success(let items):
        return items.map { item in
          [tag] + columns.map { Columns.cell($0, of: item) } + ["", ""]
        }
      case .failure(let error):
        return [[tag] + columns.map { _ in "" } + [error.code.rawValue, error.message]]
      }
    }
    return ([["given"] + columns + ["error", "message"]] + lines)
      .map { CSVWriter.line($0) + "\r\n" }.joined()
  }

  private static func json(
    _ tag: String, _ result: Result<[JSONObject], DeskError>
  ) -> JSONObject {
    switch result {
    case .success(let items):
      return ["given": .string(tag), "answer": .array(items.map { .object($0) })]
    case .failure(let error):
      var object: JSONObject = ["code": .string(error.code.rawValue)]
      for member in error.json.members { object[member.key] = member.value }
      return ["given": .string(tag), "error": .object(object)]
    }
  }

  private func addRow(
    _ tag: String, _ result: Result<[JSONObject], DeskError>
  ) throws(DeskError) {
    let row =
      switch result {
      case .success: [tag, "ok", ""]
      case .failure(let error): [tag, error.code.rawValue, error.message]
      }
    let titles = count == 0 ? CSVWriter.line(["given", "result", "message"]) + "\r\n" : ""
    try StandardOutput.write(titles + CSVWriter.line(row) + "\r\n")
  }

  /// Which tag an answer is about, where the answer does not say it.
  private func heading(_ tag: String, _ items: [JSONObject]) -> [String] {
    let isNamed = items.contains { item in
      item.members.contains { $0.value.text?.lowercased() == tag.lowercased() }
    }
    return isNamed ? [] : [SafeText.line(tag)]
  }

  private func addLines(
    _ tag: String, _ result: Result<[JSONObject], DeskError>
  ) throws(DeskError) {
    switch result {
    case .success(let items) where entry.kind == .change:
      let flags = items.flatMap { $0["flags"]?.elements?.compactMap(\.text) ?? [] }
      let said = flags + People.notes(of: items)
      let notes = said.isEmpty ? "" : "  ! " + said.joined(separator: ", ")
      let kept = items.first?.text("outbox").map { "kept as \($0)" }
      try StandardOutput.write(SafeText.line("\(tag)  \(kept ?? "ok")\(notes)") + "\n")
    case .success(let items):
      let lines = (count == 0 ? [] : [""]) + heading(tag, items) + People(entry).lines(items)
      try StandardOutput.write(lines.map { $0 + "\n" }.joined())
    case .failure(let error):
      try StandardOutput.write(
        SafeText.line("\(tag)  \(error.message) [\(error.code.rawValue)]") + "\n")
    }
  }
}

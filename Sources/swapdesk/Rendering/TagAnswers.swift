import DeskImport
import DeskOperations
import DeskRules

/// The answers to a list of tags: each is written as it comes, a refusal in its tag's place.
struct TagAnswers {
  private let global: GlobalOptions
  private let entry: CatalogueEntry
  private var count = 0
  private var refusals: [DeskError] = []

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
      let notes = flags.isEmpty ? "" : "  ! " + flags.joined(separator: ", ")
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

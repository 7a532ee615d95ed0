import DeskOperations
import DeskRules
import DeskWire

/// The parts of docs/PROTOCOL.md that follow from the code.
enum ProtocolReference {
  static let page = "docs/PROTOCOL.md"

  static func parts() throws -> [GeneratedPart] {
    [
      GeneratedPart(page: page, name: "limits", content: limits),
      GeneratedPart(page: page, name: "operations", content: try operations()),
    ]
  }

  private static var limits: String {
    let rows = WireLimits.all.map { "| `\($0.name)` | \($0.value) | \($0.unit) | \($0.meaning) |" }
    return table(["limit", "value", "unit", "of what"], rows)
  }

  private static func operations() throws -> String {
    let blocks = try Catalogue.entries.map(block)
    return "\n" + blocks.joined(separator: "\n") + "\n"
  }

  private static func block(_ entry: CatalogueEntry) throws -> String {
    let about = entry.about
    var text = "### `\(about.name)`\n\n\(about.summary) \(character(of: entry))\n"
    let parameters = entry.parameters.filter { !isOfEveryChange($0, entry) }
    if !parameters.isEmpty {
      text += "\n" + table(["parameter", "value", "given", "meaning"], parameters.map(row))
    }
    text += "\n"
    if !about.notes.isEmpty { text += about.notes.joined(separator: "\n\n") + "\n\n" }
    return text + "```\n\(try example(of: entry))```\n"
  }

  /// What it is, who may do it, what it refuses.
  private static func character(of entry: CatalogueEntry) -> String {
    let kind =
      switch entry.kind {
      case .change: entry.isList ? "Change, items." : "Change."
      case .query: entry.isList ? "Query, items." : "Query, one item."
      case .session: "Session."
      }
    let refusals = entry.about.refusals.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    return "*\(kind) For \(roles(entry.about.roles)).*"
      + (refusals.isEmpty ? "" : " Refuses: \(refusals).")
  }

  private static func roles(_ roles: [Role]) -> String {
    switch Set(roles) {
    case Set([Role].everybody): "everybody"
    case Set([Role].staff): "staff"
    default: roles.map(\.rawValue).joined(separator: ", ")
    }
  }

  private static func isOfEveryChange(
    _ parameter: ParameterDescription, _ entry: CatalogueEntry
  ) -> Bool {
    entry.kind == .change && ["key", "dry_run", "sent"].contains(parameter.name)
  }

  private static func row(_ parameter: ParameterDescription) -> String {
    let arity =
      switch parameter.arity {
      case .required: "required"
      case .optional: "optional"
      case .list: "any number"
      case .flag: "switch"
      }
    let place = parameter.position.map { " (\($0))" } ?? ""
    let type = parameter.arity == .flag ? "true or false" : parameter.type
    let cells = ["`\(parameter.name)`\(place)", type, arity, parameter.help]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }

  private static func example(of entry: CatalogueEntry) throws -> String {
    let line = try RequestLine.write(WireExample.request(of: entry))
    let command = entry.kind == .session ? "" : "$ \(entry.about.example)\n"
    return command + "→ \(String(decoding: line, as: UTF8.self))\n"
  }

  private static func table(_ titles: [String], _ rows: [String]) -> String {
    let lines = [
      "| " + titles.joined(separator: " | ") + " |",
      "|" + String(repeating: "---|", count: titles.count),
    ]
    return (lines + rows).map { $0 + "\n" }.joined()
  }
}

import DeskOperations
import DeskRules

/// Lays answers out for people.
struct People {
  private let entry: CatalogueEntry
  private var operation: String { entry.about.name }

  init(_ entry: CatalogueEntry) { self.entry = entry }

  /// The lines of an answer.
  func lines(_ items: [JSONObject]) -> [String] {
    switch operation {
    case "help": return items.flatMap(Self.help)
    case "ping": return ["ok"]
    case "callout.log", "callout.finish": return items.flatMap { CalloutPage($0).lines }
    case _ where items.first?["outbox"] != nil: return items.flatMap { Self.card($0) }
    case "callout.receive", "callout.acknowledge", "callout.depart", "callout.arrive",
      "ticket.open", "ticket.assign", "ticket.resolve", "ticket.reopen":
      return items.flatMap { CallPage($0).lines }
    case "callout.list" where !items.isEmpty: return CalloutListPage(items).lines
    case "roster.show" where !items.isEmpty: return RosterPage(items).lines
    case "roster.gaps" where items.isEmpty: return ["The roster has no gaps."]
    case _ where items.isEmpty: return [entry.isList ? "Nothing to show." : "Done."]
    case _ where entry.isList: return list(items)
    case _ where entry.isDocument: return items.flatMap { DocumentText($0).lines }
    default: return items.flatMap { Self.card($0) }
    }
  }

  private func list(_ items: [JSONObject]) -> [String] {
    var lines = Self.table(items, columns: Layout.columns(of: operation))
    if operation == "tariff.quote", let first = items.first {
      lines.append(
        "total \(first.text("total") ?? "") \(first.text("currency") ?? "")"
          + (first.text("fee").map { ", \($0) of it the call-out fee" } ?? "")
          + (first.text("travel").map { ", \($0) of it travel" } ?? "")
          + "; \(Columns.cell("elapsed_minutes", of: first)) minutes elapsed")
      let flags = first["flags"]?.elements?.compactMap(\.text) ?? []
      lines += flags.map { SafeText.line("! " + CallPage.explain($0)) }
    }
    if let owed = items.first?["client_overdue"]?.elements {
      lines += ["", "The client has not brought back:"]
      lines += owed.map { "  " + SafeText.line(Columns.text($0)) }
    }
    for item in items {
      for member in item.members {
        guard let nested = Columns.nested(member.value), member.key == "movements" else { continue }
        let name = Columns.cell("line", of: item)
        lines += ["", "\(name), \(member.key):"] + Self.table(nested, columns: nil)
      }
    }
    return lines
  }

  /// A table; columns that are empty in every row are left out.
  static func table(_ items: [JSONObject], columns: [String]?) -> [String] {
    let columns = (columns ?? Columns.plain(of: items)).filter { column in
      items.contains { !Columns.cell(column, of: $0).isEmpty }
    }
    return TextTable(
      titles: columns.map(title),
      rows: items.map { item in columns.map { Columns.cell($0, of: item) } }
    ).lines
  }

  /// One item: a line a member, then a table for each list of objects.
  static func card(_ item: JSONObject) -> [String] {
    let plain = item.members.filter {
      Columns.nested($0.value) == nil && !Columns.text($0.value).isEmpty
    }
    let width = plain.map { title($0.key).count }.max() ?? 0
    var lines = plain.flatMap { member -> [String] in
      let title = title(member.key)
      let padding = String(repeating: " ", count: width - title.count + 2)
      let texts = SafeText.lines(Columns.text(member.value))
      let indent = String(repeating: " ", count: width + 2)
      return texts.enumerated().map {
        $0.offset == 0 ? title + padding + $0.element : indent + $0.element
      }
    }
    for member in item.members {
      guard let nested = Columns.nested(member.value) else { continue }
      lines += ["", title(member.key) + ":"]
      lines += table(
        nested, columns: member.key == "budget" ? Layout.columns(of: "budget.show") : nil
      )
      .map { "  " + $0 }
    }
    return lines
  }

  static func title(_ key: String) -> String {
    String((key.split(separator: ".").last ?? "").map { $0 == "_" ? " " : $0 })
  }

  private static func help(_ item: JSONObject) -> [String] {
    let name = item.text("name") ?? ""
    let padding = String(repeating: " ", count: max(1, 18 - name.count))
    return [SafeText.line(name + padding + (item.text("text") ?? ""))]
  }
}

import DeskOperations
import DeskRules

/// Lays answers out for people.
struct People {
  private let entry: CatalogueEntry
  private var operation: String { entry.about.name }

  init(_ entry: CatalogueEntry) { self.entry = entry }

  /// The lines of an answer.
  func lines(_ items: [JSONObject]) -> [String] {
    let notes = Self.notes(of: items)
    guard !notes.isEmpty else { return body(items) }
    let bare = items.map { item in
      var item = item
      item["new_places"] = nil
      return item
    }
    return body(bare) + notes.map { SafeText.line("! " + $0) }
  }

  /// What people should look at again: a shelf that is named for the first time.
  static func notes(of items: [JSONObject]) -> [String] {
    items.flatMap { $0["new_places"]?.elements ?? [] }.compactMap(\.members).map { place in
      let near = place["nearest"]?.elements?.compactMap(\.text) ?? []
      return "nothing was on \(place.text("place") ?? "") before" + Nearest.clause(near)
    }
  }

  private func body(_ items: [JSONObject]) -> [String] {
    switch operation {
    case "help": return items.flatMap(Self.help)
    case "ping": return ["ok"]
    case "callout.log", "callout.finish": return items.flatMap { CalloutPage($0).lines }
    case _ where items.first?["outbox"] != nil: return items.flatMap { Self.card($0) }
    case "callout.void": return items.flatMap { CalloutPage($0).takenBack }
    case "callout.receive", "callout.acknowledge", "callout.depart", "callout.arrive",
      "ticket.open", "ticket.assign", "ticket.resolve", "ticket.reopen":
      return items.flatMap { CallPage($0).lines }
    case "callout.list" where !items.isEmpty: return CalloutListPage(items).lines
    case "roster.show" where !items.isEmpty: return RosterPage(items).lines
    case "tariff.set",
      "tariff.show" where !items.isEmpty:
      return items.flatMap(TariffPage.lines)
    case "tariff.quote" where !items.isEmpty: return TariffPage.quote(items)
    case "report.nights" where !items.isEmpty: return NightPage(items).lines
    case "roster.gaps" where items.isEmpty: return ["The roster has no gaps."]
    case _ where items.isEmpty: return [entry.isList ? "Nothing to show." : "Done."]
    case _ where entry.isList: return list(items)
    case _ where entry.isDocument: return items.flatMap { DocumentText($0).lines }
    default: return items.flatMap { Self.card($0, of: operation) }
    }
  }

  private func list(_ items: [JSONObject]) -> [String] {
    var lines =
      NarrowLayout(operation, items)?.lines
      ?? Self.table(items, columns: Layout.columns(of: operation))
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
    let names = columns.map(title)
    return TextTable(
      titles: zip(columns, names).map { column, name in
        // Two members of the same name are told apart by what they are of.
        names.filter { $0 == name }.count == 1
          ? name : column.map { $0 == "." ? " " : "\($0)" }.joined()
      },
      rows: items.map { item in columns.map { Columns.cell($0, of: item) } }
    ).lines
  }

  /// One item: a line a member, then a table for each list of objects.
  static func card(_ item: JSONObject, of operation: String = "") -> [String] {
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
      let list = member.key == "budget" ? "budget.show" : "\(operation).\(member.key)"
      lines += table(nested, columns: Layout.columns(of: list))
        .map { "  " + $0 }
    }
    return lines
  }

  static func title(_ key: String) -> String {
    if let title = Layout.titles[key] { return title }
    return String((key.split(separator: ".").last ?? "").map { $0 == "_" ? " " : $0 })
  }

  private static func help(_ item: JSONObject) -> [String] {
    let name = item.text("name") ?? ""
    let padding = String(repeating: " ", count: max(1, 18 - name.count))
    return [SafeText.line(name + padding + (item.text("text") ?? ""))]
  }
}

import DeskRules

/// Tariffs and what is reckoned by them, as an accountant reads them.
enum TariffPage {
  /// A version: whose it is and from when, its rules, then a line a band.
  static func lines(_ item: JSONObject) -> [String] {
    func cell(_ name: String) -> String { Columns.cell(name, of: item) }
    let rules = [
      "at least \(cell("minimum")) min",
      "steps of \(cell("step")) min for the \(cell("rounding"))", "way \(cell("travel"))",
      "call-out fee \(cell("fee"))",
    ]
    let bands = (item["bands"]?.elements?.compactMap(\.text) ?? []).map { text in
      let words = text.split(separator: " ", maxSplits: 3).map(String.init)
      return words + Array(repeating: "", count: max(0, 4 - words.count))
    }
    let table = TextTable(
      titles: ["", "", "", ""], rows: bands, toTheRight: [false, false, false, false]
    ).lines.dropFirst()
    return [
      SafeText.line(
        "\(whose(item, "client")) from \(cell("from")): \(cell("rate")) \(cell("currency")) an hour"
      ),
      SafeText.line("  " + rules.joined(separator: ", ")),
    ] + table.map { "  " + $0 } + flags(item)
  }

  /// A quote: its steps, under each how it was reckoned, then the sum and what it was reckoned from.
  static func quote(_ items: [JSONObject]) -> [String] {
    let table = People.table(
      items, columns: ["band", "minutes", "billed_minutes", "factor", "amount"])
    let steps = zip(table.dropFirst(), items).flatMap { row, item in
      [row, SafeText.line("    \(item.text("how") ?? "")")]
    }
    return [table[0]] + steps + items.prefix(1).flatMap(basis)
  }

  private static func basis(of item: JSONObject) -> [String] {
    func cell(_ name: String) -> String { Columns.cell(name, of: item) }
    let departed = item.text("departed").map { "departed \($0.shortTime), " } ?? ""
    return [
      "total \(cell("total")) \(cell("currency")); \(cell("elapsed_minutes")) minutes elapsed",
      SafeText.line(
        "\(departed)from \(cell("from").shortTime) to \(cell("to").shortTime), \(cell("zone"))"),
      SafeText.line("tariff for \(whose(item, "tariff_of")) from \(cell("tariff_from"))"),
    ] + flags(item)
  }

  private static func whose(_ item: JSONObject, _ name: String) -> String {
    item.text(name) ?? "all clients"
  }

  private static func flags(_ item: JSONObject) -> [String] {
    let flags = item["flags"]?.elements?.compactMap(\.text) ?? []
    return flags.map { SafeText.line("! " + CallPage.explain($0)) }
  }
}

extension String {
  /// A moment such as `2026-11-22T03:15:00+03:00` as `2026-11-22 03:15 +03:00`.
  fileprivate var shortTime: String {
    guard count == 25 else { return self }
    return "\(prefix(10)) \(dropFirst(11).prefix(5)) \(suffix(6))"
  }
}

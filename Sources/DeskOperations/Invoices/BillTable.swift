import DeskRules
import DeskStore

/// The lines of a bill with their totals, as a table on paper.
struct BillTable {
  private let lines: [InvoiceLine]
  private let taxes: [TaxTotal]
  private let currency: Currency
  private let hasDiscounts: Bool
  /// What the last total is.
  private let total: String

  init(
    _ lines: [InvoiceLine], _ taxes: [TaxTotal], _ currency: Currency, total: String = "To pay"
  ) {
    self.total = total
    self.lines = lines
    self.taxes = taxes
    self.currency = currency
    hasDiscounts = lines.contains { $0.listPrice != nil }
  }

  var table: Document.Table {
    var columns: [Document.Table.Column] = [
      .right("No"), .left("Work or goods"), .left("Kind"), .left("Done on"), .right("Quantity"),
    ]
    if hasDiscounts { columns += [.right("Before discount"), .right("Discount")] }
    columns += [.right("VAT"), .right("Amount")]
    return Document.Table(
      columns: columns, rows: lines.enumerated().map { row($0.offset + 1, $0.element) },
      totals: totals(columns.count))
  }

  private func row(_ number: Int, _ line: InvoiceLine) -> [String] {
    var cells = [
      String(number), line.text.value ?? "", line.kind.text, line.supplied.text,
      Self.quantity(line),
    ]
    if hasDiscounts {
      cells.append(currency.text(line.listPrice ?? line.amount))
      cells.append(line.listPrice.map { currency.text($0 - line.amount) } ?? "")
    }
    return cells + [TaxText.text(line.rate), currency.text(line.amount)]
  }

  /// Minutes say that they are minutes. Work that was priced as a whole, without minutes, is one job.
  static func quantity(_ line: InvoiceLine) -> String {
    switch line.kind {
    case .labour, .travel: line.quantity <= 1 ? "1 job" : "\(line.quantity) min"
    case .calloutFee, .part, .consumable, .other: String(line.quantity)
    }
  }

  private func totals(_ columns: Int) -> [[String]] {
    func row(_ label: String, _ amount: Int64) -> [String] {
      var cells = Array(repeating: "", count: columns)
      cells[1] = label
      cells[columns - 1] = currency.text(amount)
      return cells
    }
    let gross = taxes.reduce(0) { $0 + $1.gross }
    let taxed = taxes.filter { $0.rate != nil }
    guard !taxed.isEmpty else { return [row("\(total), no VAT", gross)] }
    return [row("Without VAT", taxes.reduce(0) { $0 + $1.net })]
      + taxed.map { row("VAT \(TaxText.text($0.rate)) of \(currency.text($0.net))", $0.tax) }
      + [row(total, gross)]
  }
}

extension TaxText {
  /// How prices stand to the tax.
  static func prices(_ treatment: TaxTreatment, _ taxes: [TaxTotal]) -> String {
    guard taxes.contains(where: { $0.rate != nil }) else { return none }
    return treatment == .onTop ? "without VAT, which is added" : "include VAT"
  }

  /// The rule by which the tax was rounded.
  static func rule(_ taxes: [TaxTotal]) -> String {
    guard taxes.contains(where: { $0.rate != nil }) else { return "No VAT is charged." }
    return "VAT is reckoned once for each rate on the sum of its lines and rounded half up. The day"
      + " of the work decides the rate."
  }
}

extension LineKind {
  /// The kind in words.
  fileprivate var text: String {
    switch self {
    case .calloutFee: "call-out fee"
    case .labour, .travel, .part, .consumable, .other: rawValue
    }
  }
}

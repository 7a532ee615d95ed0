import DeskRules
import DeskStore

struct RefillAct: Query {
  static let about = About(
    "refill.act", "Prints the act of a batch: what was handed over, or what came back.",
    roles: .staff, refusals: [.notFound], example: "swapdesk refill act R-1 --received",
    notes: ["--html prints a page."])
  let refill: RefillNumber
  let received: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    refill = try read("refill", at: 1, "The batch.")
    received = try read.flag("received", "What came back, and what was done.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let batch = try Lookup(books, caller).refill(refill)
    let sheet = RefillSheet(
      batch, try books.refills.pieces(batch.number), try books.clients.settings(),
      try books.refills.refiller(batch.refiller))
    return try received ? sheet.received(now: caller.now) : sheet.handedOver(books)
  }
}

/// The sheets of paper about a batch.
struct RefillSheet {
  private let batch: RefillBatch
  private let pieces: [RefillPiece]
  private let settings: DeskSettings
  private let refiller: Refiller?

  init(
    _ batch: RefillBatch, _ pieces: [RefillPiece], _ settings: DeskSettings,
    _ refiller: Refiller?
  ) {
    self.batch = batch
    self.pieces = pieces
    self.settings = settings
    self.refiller = refiller
  }

  private func sheet(_ title: String, _ day: Instant, from: String, to: String) -> Document {
    var sheet = Document(
      title: title, number: "\(batch.number)", date: settings.zone.date(at: day).text)
    let other = refiller?.name ?? batch.refiller
    let contact = refiller?.contact.map { [$0] } ?? []
    let isOut = from == settings.name
    sheet.parties = [
      .init(role: "Handed over by", name: from, details: isOut ? [] : contact),
      .init(role: "Taken over by", name: to, details: isOut ? contact : []),
    ]
    sheet.signatures = ["Handed over by", "Taken over by"]
    sheet.facts = [.init("Refiller", other)]
    return sheet
  }

  private static func byType(_ pieces: [RefillPiece]) -> [(type: String, pieces: [RefillPiece])] {
    Dictionary(grouping: pieces, by: \.item).sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  /// What was handed over, by type with counts.
  func handedOver(_ books: Books) throws(DeskError) -> Document {
    let name = refiller?.name ?? batch.refiller
    var sheet = sheet(
      "Hand-over of cartridges for refilling", batch.sent, from: settings.name, to: name)
    sheet.facts = [
      .init("Handed over", settings.zone.date(at: batch.sent).text),
      .init("Expected back", settings.zone.date(at: batch.due).text),
    ]
    let sent = pieces.filter { $0.sent != nil }
    var rows: [[String]] = []
    for (type, pieces) in Self.byType(sent) {
      rows.append([
        type, try kind(type, books), String(pieces.count),
        pieces.map { "\($0.piece)" }.joined(separator: ", "),
      ])
    }
    sheet.tables = [
      .init(
        columns: [.left("Model"), .left("Kind"), .right("Pieces"), .left("Tags")], rows: rows,
        totals: [["Total", "", String(sent.count), ""]])
    ]
    let redone = sent.filter(\.redo).map { "\($0.piece)" }
    if !redone.isEmpty {
      sheet.remarks.append(
        "To be redone free of charge, because the refill before failed within"
          + " \(refiller?.warrantyDays ?? 30) days: " + redone.joined(separator: ", ") + ".")
    }
    return sheet
  }

  private func kind(_ type: String, _ books: Books) throws(DeskError) -> String {
    guard let supply = try books.catalogue.supply(type) else { return "" }
    return [supply.kind, supply.colour].compactMap { $0 }.joined(separator: ", ")
  }

  /// What came back and what was done, then the counts by type.
  func received(now: Instant) throws(DeskError) -> Document {
    let back = pieces.filter { $0.received != nil }
    let name = refiller?.name ?? batch.refiller
    let day = back.compactMap(\.received).max() ?? now
    var sheet = sheet("Cartridges back from refilling", day, from: name, to: settings.name)
    sheet.facts = [
      .init("Handed over", settings.zone.date(at: batch.sent).text),
      .init("Currency", settings.currency.code),
    ]
    let total = try MoneyRule.sum(back.compactMap(\.price))
    sheet.tables = [
      .init(
        columns: [
          .left("Cartridge"), .left("Model"), .left("Work done"), .right("Pages"),
          .left("Result"), .right("Price"),
        ], rows: back.map(row),
        totals: [["Total", "", "", "", "", settings.currency.text(total)]]),
      counts(),
    ]
    let waiting = pieces.filter { $0.result == .waiting }.map { "\($0.piece)" }
    if !waiting.isEmpty {
      sheet.remarks.append("Not returned yet: " + waiting.joined(separator: ", ") + ".")
    }
    return sheet
  }

  private func row(_ piece: RefillPiece) -> [String] {
    let price = piece.redo && piece.price == nil ? "free" : ""
    return [
      "\(piece.piece)", piece.item, piece.work ?? "", piece.pages.map { String($0) } ?? "",
      piece.result.rawValue, piece.price.map { settings.currency.text($0) } ?? price,
    ]
  }

  private func counts() -> Document.Table {
    func count(_ pieces: [RefillPiece]) -> [String] {
      let sent = pieces.count { $0.sent != nil }
      let back = pieces.count { $0.received != nil }
      let waiting = pieces.count { $0.result == .waiting }
      return [String(sent), String(back), String(waiting)]
    }
    return Document.Table(
      columns: [.left("Model"), .right("Sent"), .right("Received"), .right("Still owed")],
      rows: Self.byType(pieces).map { [$0.type] + count($0.pieces) },
      totals: [["Total"] + count(pieces)])
  }
}

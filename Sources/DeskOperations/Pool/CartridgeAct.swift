import DeskRules
import DeskStore

struct CartridgeAct: Query {
  static let about = About(
    "cartridge.act", "Prints the act of a write-off: what was scrapped or lost, and why.",
    roles: .staff, refusals: [.notFound], example: "swapdesk cartridge act W-1",
    notes: ["--html prints a page."])
  let writeOff: WriteOffNumber

  init(_ read: inout Arguments) throws(DeskError) {
    writeOff = try read("write_off", at: 1, "The write-off's number.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    guard let record = try books.writeOffs.find(writeOff) else {
      throw DeskError(
        .notFound, "there is no write-off \(writeOff); cartridge show names a cartridge's own")
    }
    let settings = try books.clients.settings()
    var sheet = Document(
      title: record.fate == .scrapped ? "Cartridges scrapped" : "Cartridges lost",
      number: "\(record.number)", date: settings.zone.date(at: record.at).text)
    sheet.parties = [.init(role: "Written off by", name: settings.name)]
    sheet.facts = [.init("Reason", record.reason ?? "")]
    var rows: [[String]] = []
    for line in try books.writeOffs.lines(writeOff) {
      rows.append(try row(line, books, settings.zone))
    }
    sheet.tables = [
      .init(
        columns: [
          .left("Cartridge"), .left("Model"), .left("Serial"), .right("Refills"),
          .left("Client"), .left("Still owed"),
        ], rows: rows, totals: [["Total", String(rows.count), "", "", "", ""]])
    ]
    sheet.signatures = ["Written off by", "Witness"]
    return sheet
  }

  private func row(
    _ line: WriteOffLine, _ books: Books, _ zone: Zone
  ) throws(DeskError) -> [String] {
    let piece = try books.pieces.find(line.piece)
    let owed =
      if let found = line.found {
        "found again on \(zone.date(at: found).text)"
      } else {
        line.adjusted == 0 ? "" : line.adjusted > 0 ? "by the client" : "to the client"
      }
    return [
      "\(line.piece)", piece?.item ?? "", piece?.serial ?? "", String(piece?.cycles ?? 0),
      line.client?.text ?? "", owed,
    ]
  }
}

import DeskRules
import DeskStore

struct DeviceReceipt: Query {
  static let about = About(
    "device.receipt", "Prints what is signed when a client's machine comes, or goes back.",
    roles: .everybody, refusals: [.notFound, .ambiguous, .state, .usage],
    example: "swapdesk device receipt T-17")
  let ticket: TicketReference
  let device: PieceReference?
  let returned: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The repair.")
    device = try read.optional(
      "device", at: 2, "The machine, by tag or serial; the ticket's where left out.")
    returned = try read.flag("returned", "For its way back, in place of its coming.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket)
    let piece = try step.machine(device, lookup)
    guard
      let stay = try books.bench.list(ticket: step.ticket.number)
        .last(where: { $0.device == piece.tag && (!returned || !$0.isHere) })
    else {
      throw DeskError(
        .state,
        "\(piece.tag) \(returned ? "has not gone back" : "did not come to us") for"
          + " \(step.ticket.number)", ["device": .string("\(piece.tag)")])
    }
    let paper = try BenchPaper(books, stay)
    return returned
      ? try wayBack(stay, paper, piece, step) : try coming(stay, paper, piece, step)
  }

  private func coming(
    _ stay: BenchStay, _ paper: BenchPaper, _ piece: Piece, _ step: TicketStep
  ) throws(DeskError) -> Document {
    var document = Document(
      title: "Receipt for a machine left for repair", number: "\(stay.ticket)",
      date: step.zone.date(at: stay.received).description)
    let firm = try step.books.clients.settings().name
    document.parties = [
      .init(role: "Received by", name: firm),
      .init(role: "Handed over by", name: step.client.name, details: try step.address()),
    ]
    document.facts =
      piece.facts(meter: paper.received?.meter) + [
        .init("Received", step.zone.text(of: stay.received)),
        .init("Fault reported", step.ticket.problem),
        .init("Condition", paper.received?.condition?.value ?? "not noted"),
      ]
    document.tables = Document.accessories(paper.received?.accessories?.value ?? [], missing: [])
    document.remarks = [
      "The machine stays the client's. It is kept at our bench until the repair is done and is"
        + " handed back against this receipt."
    ]
    document.signatures = ["Received by", "Handed over by"]
    return document
  }

  private func wayBack(
    _ stay: BenchStay, _ paper: BenchPaper, _ piece: Piece, _ step: TicketStep
  ) throws(DeskError) -> Document {
    let back = stay.handedBack ?? step.at
    let isScrapped = paper.handedBack?.flags.contains("scrapped") == true
    let isLost = paper.handedBack?.flags.contains("lost") == true
    var document = Document(
      title: isScrapped
        ? "Disposal of a machine left for repair"
        : isLost ? "Loss of a machine left for repair" : "Hand-back of a repaired machine",
      number: "\(stay.ticket)",
      date: step.zone.date(at: back).description)
    document.parties = [
      .init(role: "Handed back by", name: try step.books.clients.settings().name),
      .init(role: "Received by", name: step.client.name, details: try step.address()),
    ]
    document.facts =
      piece.facts(meter: paper.handedBack?.meter) + [
        .init("Received for repair", step.zone.text(of: stay.received)),
        .init(
          isScrapped ? "Disposed of" : isLost ? "Settled" : "Handed back", step.zone.text(of: back)),
        .init("Fault reported", step.ticket.problem),
        .init("Condition", paper.handedBack?.condition?.value ?? "not noted"),
      ]
    document.tables = Document.accessories(
      paper.received?.accessories?.value ?? [], missing: paper.handedBack?.missing?.value ?? [])
    let owed = try step.books.bench.owed(stay)
    if isScrapped {
      document.remarks = [
        "The machine was not handed back: it is disposed of at the client's wish."
      ]
    }
    if isLost {
      let how = paper.handedBack?.reason?.value.map { ": \($0)" } ?? ""
      document.remarks = ["The machine was lost with us, which is settled\(how)."]
    }
    if !owed.isEmpty { document.remarks += ["Still owed: \(owed.joined(separator: ", "))."] }
    document.signatures = ["Handed back by", "Received by"]
    return document
  }
}

extension TicketStep {
  /// Where the ticket's site is, a line each.
  func address() throws(DeskError) -> [String] {
    guard let site = try books.clients.site(ticket.client, ticket.site) else { return [] }
    return [site.name == client.name ? nil : site.name, site.address].compactMap { $0 }
  }
}

extension Piece {
  /// What identifies a device on paper.
  func facts(meter: Int?) -> [Document.Fact] {
    let serial = self.serial.map { Document.Fact("Serial number", $0) }
    return [.init("Device", "\(tag)"), .init("Model", item)] + [serial].compactMap { $0 }
      + [.init("Page counter", meter.map(String.init) ?? "not read")]
  }
}

extension Document {
  /// A table of accessories, those that are missing marked; none where there are none.
  static func accessories(_ names: [String], missing: [String]) -> [Table] {
    guard !names.isEmpty else { return [] }
    let rows = names.map { [$0, missing.contains($0) ? "missing" : "there"] }
    return [Table(columns: [.left("Accessory"), .left("State")], rows: rows)]
  }
}

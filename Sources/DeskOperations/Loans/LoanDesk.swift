import DeskRules
import DeskStore

/// What a loaner is judged by, read from the books; each model once.
struct LoanDesk {
  let lookup: Lookup
  let need: LoanNeed
  private var models: [String: (model: Model?, groups: Set<String>)] = [:]
  private var books: Books { lookup.books }

  init(_ lookup: Lookup, for ticket: Ticket) throws(DeskError) {
    self.lookup = lookup
    var known: (model: Model?, groups: Set<String>) = (nil, [])
    if let tag = ticket.device, let device = try lookup.books.pieces.find(tag) {
      known = try Self.read(device.item, lookup.books)
      models[device.item] = known
    }
    need = LoanNeed(model: known.model, supplyGroups: known.groups)
  }

  private static func read(
    _ item: String, _ books: Books
  ) throws(DeskError) -> (model: Model?, groups: Set<String>) {
    guard let model = try books.catalogue.model(item) else { return (nil, []) }
    let cartridges = try books.catalogue.supplies(of: model.name).filter(\.isCartridge)
    return (model, Set(cartridges.map(\.group)))
  }

  /// What is thought of a pool device.
  mutating func judge(_ piece: Piece, loan: Loan?) throws(DeskError) -> LoanVerdict {
    let known: (model: Model?, groups: Set<String>)
    if let cached = models[piece.item] {
      known = cached
    } else {
      known = try Self.read(piece.item, books)
      models[piece.item] = known
    }
    return need.judge(
      LoanCandidate(
        model: known.model, supplyGroups: known.groups,
        obstacle: try obstacle(piece, loan)))
  }

  private func obstacle(_ piece: Piece, _ loan: Loan?) throws(DeskError) -> String? {
    if let loan { return try LoanRefusal(lookup).isOut(piece.tag, loan).message }
    if piece.state != .ready { return "is \(piece.state.rawValue)" }
    guard piece.holder.kind == .shelf || piece.holder.kind == .van else {
      return "is at \(piece.holder)"
    }
    return nil
  }
}

/// The refusal of a device that is out, naming who has it until when.
struct LoanRefusal {
  let lookup: Lookup

  init(_ lookup: Lookup) { self.lookup = lookup }

  func isOut(_ device: Tag, _ loan: Loan) throws(DeskError) -> DeskError {
    let zone = try lookup.zone(loan.client, loan.site)
    let until = zone.dueText(of: loan.due)
    return DeskError(
      .taken, "\(device) is on loan \(loan.number) to \(loan.client) until \(until)",
      [
        "device": .string("\(device)"), "loan": .string("\(loan.number)"),
        "client": .string("\(loan.client)"), "until": .string(until),
      ])
  }
}

import DeskRules
import DeskStore

struct LoanReturn: Change {
  static let about = About(
    "loan.return", "Records that a loaner came back, also late and also entered late.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .time, .implausible],
    example: "swapdesk loan return LP-03 --meter 10480",
    notes: ["A return is a fact: it is recorded however late, and flagged late."])
  let loan: LoanReference
  let meter: Int?
  let at: Moment?
  let condition: FreeText?
  let to: Holder?
  let defective: Bool
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    loan = try read("loan", at: 1, "The loan's number, or the device's tag or serial.")
    meter = try read.optional("meter", "The page counter at return.")
    at = try read.optional("at", "When it came back; now where left out.")
    condition = try read.optional("condition", "Its condition, and what is missing.")
    to = try read.optional("to", "Where it stands now; our main shelf where left out.")
    defective = try read.flag("defective", "It does not work and is not lent again as it is.")
    reason = try read.optional("reason", "Why a doubt about the meter is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    let loan = try find(lookup)
    let zone = try lookup.zone(loan.client, loan.site)
    let at = try PastMoment(at, zone: zone, caller).instant
    guard at >= loan.issued else {
      throw DeskError(
        .time, "\(loan.device) was handed over on \(zone.text(of: loan.issued)), after that")
    }
    var flags: [String] = at > loan.due ? ["late"] : []
    if let meter {
      flags += try MeterCheck(books).flags(loan.device, meter, at: at, zone: zone, reason: reason)
    }
    let closed = LoanClosed(
      loan: loan.number, device: loan.device, client: loan.client, at: at, meter: meter,
      condition: condition?.text, flags: flags)
    let moved = PieceMoved(
      piece: loan.device, to: try lookup.place(to ?? .mainShelf), at: at,
      state: defective ? .defective : .ready,
      cause: "\(loan.number)")
    let reading = meter.map {
      MeterRead(device: loan.device, pages: $0, at: at, reason: reason?.text)
    }
    return Decision(
      events: [closed, moved] + (reading.map { [$0] } ?? []), happenedAt: at,
      reply: card(loan, closed, zone: zone))
  }

  private func card(_ loan: Loan, _ closed: LoanClosed, zone: Zone) -> LoanCard {
    var card = LoanCard(loan, zone: zone, now: closed.at)
    card.returned = zone.text(of: closed.at)
    card.meterIn = closed.meter
    if let out = loan.meterOut, let back = closed.meter { card.pages = back - out }
    let flags = loan.flags + closed.flags
    card.flags = flags.isEmpty ? nil : flags
    return card
  }

  private func find(_ lookup: Lookup) throws(DeskError) -> Loan {
    switch loan {
    case .number(let number):
      guard let loan = try lookup.books.loans.find(number) else {
        throw DeskError(.notFound, "there is no loan \(number); loan list shows them")
      }
      guard loan.isOut else {
        throw DeskError(.state, "\(number) ended already", ["loan": .string("\(number)")])
      }
      return loan
    case .device(let reference):
      let piece = try lookup.piece(reference, .device)
      guard let loan = try lookup.books.loans.open(piece.tag) else {
        throw DeskError(
          .state, "\(piece.tag) is not on loan; it is at \(piece.holder)",
          ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
      }
      return loan
    }
  }
}

/// A loan's number, or the tag or serial of the device that is out.
enum LoanReference: ArgumentValue, Equatable {
  case number(LoanNumber)
  case device(PieceReference)

  static let typeName = "loan or device"
  static let isTag = true
  static let sample = LoanReference.number(Number(1))
  var canonical: String {
    switch self {
    case .number(let number): number.text
    case .device(let reference): reference.canonical
    }
  }

  init(argument: String) throws(DeskError) {
    if argument.uppercased().hasPrefix("L-"), let number = try? LoanNumber(argument) {
      self = .number(number)
    } else {
      self = .device(try PieceReference(argument: argument))
    }
  }
}

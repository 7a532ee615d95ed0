import DeskRules
import DeskStore

/// A client's machine that is or was on our bench, as answers show it.
struct BenchCard: Item {
  let device: Tag
  let client: ClientCode
  let ticket: TicketNumber
  let state: TicketState?
  let place: String
  let received: String
  var handedBack: String?
  let days: Int
  var meter: Int?
  var accessories: Private<[String]>?
  /// What had come with it and did not go back.
  var missing: Private<[String]>?
  /// For how many days that has been owed.
  var daysOwed: Int?
  /// Loans of the same repair that are still out, once the machine is back.
  var loansOut: [LoanNumber]?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case device, client, ticket, state, place, received
    case handedBack = "handed_back"
    case days, meter, accessories, missing
    case daysOwed = "days_owed"
    case loansOut = "loans_out"
    case flags
  }

  init(_ stay: BenchStay, place: Holder, state: TicketState?, zone: Zone, now: Instant) {
    device = stay.device
    client = stay.client
    ticket = stay.ticket
    self.state = state
    self.place = "\(place)"
    received = zone.text(of: stay.received)
    handedBack = stay.handedBack.map { zone.text(of: $0) }
    days = Self.days(from: stay.received, to: stay.handedBack ?? now)
  }

  /// Says what did not go back with the machine, and for how many days it has been owed.
  mutating func owe(_ names: [String], since back: Instant?, now: Instant) {
    guard !names.isEmpty else { return }
    missing = Private(names)
    daysOwed = back.map { Self.days(from: $0, to: now) }
  }

  private static func days(from: Instant, to: Instant) -> Int {
    Int(max(0, to.seconds - from.seconds) / 86_400)
  }
}

extension MachineHandedBack {
  /// The flag of a machine that nobody saw go back: it is known to have been elsewhere since.
  static let presumed = "presumed"

  /// What became of the machine, as a ticket's history tells it.
  var words: String {
    if flags.contains("scrapped") { return "was scrapped" }
    if flags.contains("lost") { return "was lost, and is settled" }
    return flags.contains(Self.presumed) ? "went back by presumption only" : "went back"
  }
}

extension TicketStep {
  /// The machine that a request is about: the one it names, else the ticket's own.
  ///
  /// - Throws: `usage` when neither is known.
  func machine(
    _ reference: PieceReference?, _ lookup: Lookup
  ) throws(DeskError) -> Piece {
    if let reference { return try lookup.piece(reference, .device) }
    guard let tag = ticket.device, let piece = try books.pieces.find(tag) else {
      throw DeskError(.usage, "\(ticket.number) names no device; say which one it is")
    }
    return piece
  }

  /// Refuses to end a ticket while the client's machine is with us.
  func requireMachineBack() throws(DeskError) {
    guard let stay = try books.bench.list(ticket: ticket.number).first(where: \.isHere)
    else { return }
    let piece = try books.pieces.find(stay.device)
    let place = piece?.holder ?? Holder(.bench)
    let isGone = piece?.isWrittenOff ?? false
    let (so, end) =
      isGone ? ("is owed, \(place) with us", " --lost") : ("is with us, at \(place)", "")
    throw DeskError(
      .taken,
      "\(ticket.number) cannot close while \(stay.client)'s \(stay.device) \(so); record device"
        + " handback \(ticket.number)\(end) first, or close it with a reason",
      [
        "device": .string("\(stay.device)"), "holder": .string("\(place)"),
        "client": .string("\(stay.client)"),
      ])
  }
}

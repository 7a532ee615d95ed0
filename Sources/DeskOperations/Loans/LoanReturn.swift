import DeskRules
import DeskStore

struct LoanReturn: Change {
  static let about = About(
    "loan.return", "Records that a loaner came back, also late and also entered late.",
    roles: .service,
    refusals: [.notFound, .ambiguous, .state, .taken, .time, .implausible, .usage],
    example: "swapdesk loan return LP-03 --meter 10480 --missing \"USB cable\"",
    notes: [
      "A return is a fact: it is recorded however late, and flagged late. What is --missing stays"
        + " owed; it is settled with --accessory when it comes, or with --write-off and a --reason.",
      "A loan that the books ended because the device was seen elsewhere takes its true return"
        + " later, with --at; until then loan list --owed shows it.",
      "A return from before the time at which the hand-over was entered takes a --reason: both are"
        + " kept as they were told, and flagged.",
      "One that the client lost or broke for good ends its loan --to lost or --to scrap, with a"
        + " --reason. It is flagged and is itself owed, a lost one with all that went with it, until it"
        + " is settled: --write-off with its tag, or --accessory with its tag where it comes after"
        + " all, which brings it back to the shelf.",
      "Where the client pays for the loaner's pages they become a line of the ticket. A counter that"
        + " was not read at the return is told later: the loan's number with --meter alone.",
    ])
  let loan: LoanReference
  let meter: Int?
  let at: Moment?
  let condition: FreeText?
  let missing: [Line]
  let accessories: [Line]
  let writtenOff: [Line]
  let to: Holder?
  let defective: Bool
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    loan = try read("loan", at: 1, "The loan's number, or the device's tag or serial.")
    meter = try read.optional("meter", "The page counter at return.")
    at = try read.optional("at", "When it came back; now where left out.")
    condition = try read.optional("condition", "Its condition.")
    missing = try read.list("missing", "An accessory that did not come with it.")
    accessories = try read.list("accessory", "An accessory that came after the device.")
    writtenOff = try read.list("write_off", "An accessory that will not come any more.")
    to = try read.optional("to", "Where it stands now; our main shelf where left out.")
    defective = try read.flag("defective", "It does not work and is not lent again as it is.")
    reason = try read.optional("reason", "Why a doubt is set aside, or something written off.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    let loan = try loan.find(lookup)
    let zone = try lookup.zone(loan.client, loan.site)
    let at = try PastMoment(at, zone: zone, caller).instant
    switch loan.state {
    case .out: return try takeBack(loan, at: at, zone, lookup)
    case .returned where !accessories.isEmpty || !writtenOff.isEmpty:
      return try settle(loan, at: at, zone, lookup)
    case .returned where loan.isPresumed: return try takeBack(loan, at: at, zone, lookup)
    case .returned where loan.meterIn == nil && isMeterAlone:
      return try LoanLateMeter(lookup, loan, zone: zone, reason: reason).decision(meter)
    case .returned, .cancelled:
      let advice =
        loan.returned != nil && loan.meterIn == nil ? "; --meter alone tells its counter" : ""
      throw DeskError(
        .state, "\(loan.number) ended already\(advice)", ["loan": .string("\(loan.number)")])
    case .reserved:
      throw DeskError(
        .state, "\(loan.number) has not begun; loan cancel gives the reservation up",
        ["loan": .string("\(loan.number)")])
    }
  }

  /// Whether nothing is said but what the counter showed.
  private var isMeterAlone: Bool {
    meter != nil && at == nil && condition == nil && missing.isEmpty && to == nil && !defective
  }

  // MARK: The device

  private func takeBack(
    _ loan: Loan, at: Instant, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) -> Decision<LoanCard> {
    guard accessories.isEmpty, writtenOff.isEmpty else {
      throw DeskError(
        .usage,
        "\(loan.number) \(loan.device) is coming back now: name only what is --missing; --accessory"
          + " and --write-off are for what is owed after it")
    }
    var way = try LoanWayBack(lookup, loan, at: at, zone: zone, reason: reason)
    let names = try lookup.books.loans.accessories(loan.number)
      .filter { $0.state == "out" || loan.isOwed($0) }.map(\.name)
    let place = try place(lookup)
    let known = try Accessories.known(missing, among: names, of: "\(loan.number)")
    let missing = place.kind == .lost ? names : known
    try way.judge(meter)
    let moves = try way.moves(to: place, state: defective ? .defective : .ready)
    let isOwed = place.kind.isGone && !moves.isEmpty
    let charge = try LoanCharge(
      lookup, loan, meterIn: meter, at: at, isDoubtful: way.flags.contains(MeterCheck.flag))
    let closed = LoanClosed(
      loan: loan.number, device: loan.device, client: loan.client, at: way.endedAt, meter: meter,
      condition: condition?.text, flags: way.flags + charge.flags, missing: missing,
      isDeviceOwed: isOwed ? true : nil)
    var events: [any Event] = [closed] + moves
    if let meter {
      events.append(
        MeterRead(device: loan.device, pages: meter, at: way.readAt, reason: reason?.text))
    }
    var card = LoanCard(loan.closed(by: closed), zone: zone, now: at)
    let owed = missing + (isOwed ? ["\(loan.device)"] : [])
    card.missing = owed.isEmpty ? nil : Private(owed)
    card.charged = charge.text
    card.broken = way.broken.isEmpty ? nil : way.broken.map(\.loan)
    return Decision(
      events: way.broken + events + charge.events, happenedAt: at, reply: card)
  }

  /// Where it stands now: with us, or gone. What another client has now is another loan.
  private func place(_ lookup: Lookup) throws(DeskError) -> Holder {
    let place = try lookup.place(to ?? .mainShelf)
    guard place.clientCode == nil else {
      throw DeskError(
        .usage,
        "it comes back to a place of ours; what went on to another client is lent with loan issue,"
          + " --at for when that was")
    }
    return place
  }

  // MARK: What was owed after it

  private func settle(
    _ loan: Loan, at: Instant, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) -> Decision<LoanCard> {
    let settled = try Accessories.settled(
      lookup.books.loans.owed(loan), returned: accessories, writtenOff: writtenOff, reason: reason,
      of: "what \(loan.number) owes")
    let isFound = settled.returned.contains("\(loan.device)")
    guard missing.isEmpty, meter == nil, condition == nil, isFound || (to == nil && !defective)
    else {
      throw DeskError(
        .usage, "\(loan.number) is back already: say only what came after it or is written off")
    }
    let fact = AccessoriesSettled(
      loan: loan.number, client: loan.client, at: at, returned: settled.returned,
      writtenOff: settled.writtenOff, reason: reason?.text)
    var card = LoanCard(loan, zone: zone, now: at)
    card.missing = settled.rest.isEmpty ? nil : Private(settled.rest)
    let moves = isFound ? try found(loan, at: at, zone, lookup) : []
    return Decision(events: [fact] + moves, happenedAt: at, reply: card)
  }

  /// The way of a device that was given up and came after all; none where it is with us already.
  private func found(
    _ loan: Loan, at: Instant, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) -> [PieceMoved] {
    guard let piece = try lookup.books.pieces.find(loan.device), piece.holder.kind.isGone
    else { return [] }
    guard at >= piece.since else {
      throw DeskError(
        .time,
        "\(piece.tag) was given up on \(zone.text(of: piece.since)), after that; check the time",
        ["device": .string("\(piece.tag)"), "loan": .string("\(loan.number)")])
    }
    return [
      PieceMoved(
        piece: piece.tag, to: try place(lookup), at: at, state: defective ? .defective : .ready,
        cause: "\(loan.number)")
    ]
  }
}

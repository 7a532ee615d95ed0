import DeskRules
import DeskStore

struct LoanReturn: Change {
  static let about = About(
    "loan.return", "Records that a loaner came back, also late and also entered late.",
    roles: .service, refusals: [.notFound, .ambiguous, .state, .time, .implausible, .usage],
    example: "swapdesk loan return LP-03 --meter 10480 --missing \"USB cable\"",
    notes: [
      "A return is a fact: it is recorded however late, and flagged late. What is --missing stays"
        + " owed; it is settled with --accessory when it comes, or with --write-off and a --reason.",
      "A loan that the books ended because the device was seen elsewhere takes its true return"
        + " later, with --at.",
      "Where the client pays for the loaner's pages they become a line of the ticket.",
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
    case .returned, .cancelled:
      throw DeskError(.state, "\(loan.number) ended already", ["loan": .string("\(loan.number)")])
    case .reserved:
      throw DeskError(
        .state, "\(loan.number) has not begun; loan cancel gives the reservation up",
        ["loan": .string("\(loan.number)")])
    }
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
    guard at >= loan.begins else {
      throw DeskError(
        .time, "\(loan.device) was handed over on \(zone.text(of: loan.begins)), after that")
    }
    let names = try lookup.books.loans.accessories(loan.number).map(\.name)
    let missing = try Accessories.known(missing, among: names, of: "\(loan.number)")
    var flags: [String] = at > loan.due && !loan.flags.contains("late") ? ["late"] : []
    let isOverlapping = try overlapsNext(loan, at: at, zone, lookup)
    if isOverlapping { flags.append("overlaps") }
    if let meter {
      flags += try MeterCheck(lookup.books).flags(
        loan.device, meter, at: at, zone: zone, reason: reason)
    }
    let charge = try LoanCharge(
      lookup, loan, meterIn: meter, at: at, isDoubtful: flags.contains("meter_contradicted"))
    let closed = LoanClosed(
      loan: loan.number, device: loan.device, client: loan.client, at: at, meter: meter,
      condition: condition?.text, flags: flags + charge.flags, missing: missing)
    var events: [any Event] = [closed]
    if !isOverlapping {
      events.append(
        PieceMoved(
          piece: loan.device, to: try lookup.place(to ?? .mainShelf), at: at,
          state: defective ? .defective : .ready, cause: "\(loan.number)"))
    }
    if let meter {
      events.append(MeterRead(device: loan.device, pages: meter, at: at, reason: reason?.text))
    }
    var card = LoanCard(loan.closed(by: closed), zone: zone, now: at)
    card.missing = missing.isEmpty ? nil : Private(missing)
    card.charged = charge.text
    return Decision(events: events + charge.events, happenedAt: at, reply: card)
  }

  /// Whether the device is known to have gone elsewhere before it is said to have come back: the
  /// return is recorded, and where the device has been since then stays as it is known.
  private func overlapsNext(
    _ loan: Loan, at: Instant, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) -> Bool {
    guard let next = try lookup.books.loans.nextMove(loan.device, after: loan.begins), next < at
    else { return false }
    guard reason != nil else {
      throw DeskError(
        .implausible,
        "\(loan.device) is known to have gone elsewhere on \(zone.text(of: next)), before that;"
          + " check the time, or give a --reason",
        ["device": .string("\(loan.device)"), "loan": .string("\(loan.number)")])
    }
    return true
  }

  // MARK: What was owed after it

  private func settle(
    _ loan: Loan, at: Instant, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) -> Decision<LoanCard> {
    guard missing.isEmpty, meter == nil, condition == nil, to == nil, !defective else {
      throw DeskError(
        .usage, "\(loan.number) is back already: say only what came after it or is written off")
    }
    guard writtenOff.isEmpty || reason != nil else {
      throw DeskError(.usage, "writing something off takes a --reason")
    }
    let owed = try lookup.books.loans.accessories(loan.number)
      .filter { $0.state == "missing" }.map(\.name)
    let returned = try Accessories.known(accessories, among: owed, of: "what \(loan.number) owes")
    let written = try Accessories.known(writtenOff, among: owed, of: "what \(loan.number) owes")
    guard Set(returned).isDisjoint(with: written) else {
      throw DeskError(.usage, "what came back is not written off; name each accessory once")
    }
    let settled = AccessoriesSettled(
      loan: loan.number, client: loan.client, at: at, returned: returned, writtenOff: written,
      reason: reason?.text)
    let rest = owed.filter { !returned.contains($0) && !written.contains($0) }
    var card = LoanCard(loan, zone: zone, now: at)
    card.missing = rest.isEmpty ? nil : Private(rest)
    return Decision(events: [settled], happenedAt: at, reply: card)
  }
}

import DeskRules
import DeskStore

struct DeviceHandback: Change {
  static let about = About(
    "device.handback", "Brings a client's own machine back from our bench.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time, .implausible, .usage],
    example: "swapdesk device handback T-17 --meter 96450",
    notes: [
      "What had come with it and is --missing is owed to the client, and bench list --owed shows it,"
        + " until it goes back too (--accessory) or is written off (--write-off, with a --reason).",
      "--scrapped ends the stay of a machine that the client does not want back, --lost that of one that"
        + " we lost and have settled with the client. One that is lost by the books goes back with a"
        + " --reason. loans_out names loaners of the same repair that the client has still.",
      "A hand-back from before the time at which the machine was entered to have come takes a"
        + " --reason: both are kept as they were told, and flagged.",
    ])
  let ticket: TicketReference
  let device: PieceReference?
  let site: ClientCode?
  let meter: Int?
  let condition: FreeText?
  let missing: [Line]
  let accessories: [Line]
  let writtenOff: [Line]
  let isScrapped: Bool
  let isLost: Bool
  let at: Moment?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The repair it had come for.")
    device = try read.optional(
      "device", at: 2, "The machine, by tag or serial; the ticket's where left out.")
    site = try read.optional("site", "The client's site; where it came from where left out.")
    meter = try read.optional("meter", "Its page counter.")
    condition = try read.optional("condition", "Its condition.")
    missing = try read.list("missing", "What had come with it and does not go back yet.")
    accessories = try read.list("accessory", "What goes back after the machine.")
    writtenOff = try read.list("write_off", "What will not go back any more.")
    isScrapped = try read.flag(
      "scrapped",
      "It was thrown away at the client's wish, with a --reason, in place of going back.")
    isLost = try read.flag(
      "lost", "We lost it, and that is settled with the client, with a --reason.")
    at = try read.optional("at", "When it went back; now where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside, or something written off.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BenchCard> {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket, at: at)
    let piece = try step.machine(device, lookup)
    if let stay = try books.bench.current(piece.tag), stay.ticket == step.ticket.number {
      return try handBack(piece, stay, step)
    }
    guard !accessories.isEmpty || !writtenOff.isEmpty,
      let stay = try ended(piece, step)
    else {
      throw DeskError(
        .state, "\(piece.tag) is not with us for \(step.ticket.number); it is at \(piece.holder)",
        ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    return try settle(piece, stay, step)
  }

  // MARK: The machine

  private func handBack(
    _ piece: Piece, _ stay: BenchStay, _ step: TicketStep
  ) throws(DeskError) -> Decision<BenchCard> {
    guard accessories.isEmpty, writtenOff.isEmpty else {
      throw DeskError(
        .usage,
        "\(piece.tag) is going back now: name only what is --missing; --accessory and --write-off are"
          + " for what is owed after it")
    }
    try requireOneEnd()
    var flags = try requireAfterReceipt(stay, step) + requireFound(piece)
    let site = try step.lookup.site(stay.client, site ?? stay.site)
    let paper = try BenchPaper(step.books, stay)
    let missing = try Accessories.known(
      missing, among: paper.received?.accessories?.value ?? [], of: "\(piece.tag)")
    // With a receipt that was entered too late, not before its reading: the counter stays in order.
    let readAt = max(step.at, stay.received)
    if let meter {
      flags += try MeterCheck(step.books).flags(
        piece.tag, meter, at: readAt, zone: step.zone, reason: reason)
    }
    let place = end ?? .client(stay.client, site: site.code)
    let moves = try moves(piece, to: place, stay, step, &flags)
    let back = MachineHandedBack(
      ticket: stay.ticket, device: piece.tag, client: stay.client, site: site.code, at: step.at,
      meter: meter, condition: condition?.text, missing: missing, reason: reason?.text,
      flags: flags)
    let reading = meter.map {
      MeterRead(device: piece.tag, pages: $0, at: readAt, reason: reason?.text)
    }
    var card = BenchCard(
      stay, place: place, state: step.ticket.state, zone: step.zone, now: step.at)
    card.handedBack = step.zone.text(of: step.at)
    card.meter = meter
    card.missing = back.missing
    let out = try step.books.loans.list(ticket: step.ticket.number).filter(\.isOut)
    card.loansOut = out.isEmpty ? nil : out.map(\.number)
    card.flags = flags.isEmpty ? nil : flags
    return Decision(
      events: [back] + moves + (reading.map { [$0] } ?? []), happenedAt: step.at, reply: card)
  }

  /// Where the machine ends that does not go back.
  private var end: Holder? { isScrapped ? Holder(.scrap) : isLost ? Holder(.lost) : nil }

  private func requireOneEnd() throws(DeskError) {
    guard !(isScrapped && isLost) else {
      throw DeskError(.usage, "--scrapped and --lost exclude each other; give one")
    }
    guard end == nil || (reason != nil && site == nil) else {
      throw DeskError(
        .usage,
        isLost
          ? "--lost takes a --reason, such as how it was settled with the client, and no site"
          : "--scrapped takes a --reason, such as the client's wish, and no site")
    }
  }

  /// One that is gone by the books goes back for a reason only.
  private func requireFound(_ piece: Piece) throws(DeskError) -> [String] {
    if isScrapped { return ["scrapped"] }
    if isLost { return ["lost"] }
    guard piece.isWrittenOff else { return [] }
    guard reason != nil else {
      throw DeskError(
        .implausible,
        "\(piece.tag) is \(piece.holder.kind.rawValue) by the books; check the tag, or say with a"
          + " --reason how it was found", ["device": .string("\(piece.tag)")])
    }
    return ["found"]
  }

  /// A machine that went back before it is said to have come was entered with a time too late.
  private func requireAfterReceipt(
    _ stay: BenchStay, _ step: TicketStep
  ) throws(DeskError) -> [String] {
    guard step.at < stay.received else { return [] }
    guard reason != nil else {
      throw DeskError(
        .time,
        "\(stay.device) came on \(step.zone.text(of: stay.received)), after that; check the time, or"
          + " say with a --reason how that was", ["device": .string("\(stay.device)")])
    }
    return ["before_receipt"]
  }

  /// The way back. Where the machine is known to have moved after that, the books are wrong: with a
  /// reason, whatever was last known of it ends too, so that it does not stay with us on paper.
  private func moves(
    _ piece: Piece, to place: Holder, _ stay: BenchStay, _ step: TicketStep, _ flags: inout [String]
  ) throws(DeskError) -> [any Event] {
    if isLost && piece.holder.kind == .lost { return [] }
    let state: PieceState? = end != nil ? .retired : piece.isWrittenOff ? .ready : nil
    let back = PieceMoved(
      piece: piece.tag, to: place, at: step.at, state: state, cause: "\(stay.ticket)")
    guard let next = try step.books.pieces.nextMove(piece.tag, after: step.at) else {
      return [back]
    }
    guard let reason else {
      throw DeskError(
        .implausible,
        "\(piece.tag) is known to have moved on \(step.zone.text(of: next)), after that; check the"
          + " time, or give a --reason", ["device": .string("\(piece.tag)")])
    }
    flags.append("entered_late")
    let correction = PieceMoved(
      piece: piece.tag, to: place, at: piece.since, state: state, cause: "\(stay.ticket)",
      correction: reason.text)
    return [back, correction]
  }

  // MARK: What was owed after it

  /// The stay of which something is owed; of several the first that owes what is named.
  private func ended(_ piece: Piece, _ step: TicketStep) throws(DeskError) -> BenchStay? {
    let named = Set((accessories + writtenOff).map { $0.text.lowercased() })
    let stays = try step.books.bench.list(ticket: step.ticket.number)
      .filter { $0.device == piece.tag }
    for stay in stays {
      let owed = try step.books.bench.owed(stay).map { $0.lowercased() }
      if named.isSubset(of: owed) { return stay }
    }
    return stays.last
  }

  private func settle(
    _ piece: Piece, _ stay: BenchStay, _ step: TicketStep
  ) throws(DeskError) -> Decision<BenchCard> {
    guard missing.isEmpty, meter == nil, condition == nil, site == nil, end == nil else {
      throw DeskError(
        .usage, "\(piece.tag) went back already: say only what went after it or is written off")
    }
    let settled = try Accessories.settled(
      step.books.bench.owed(stay), returned: accessories, writtenOff: writtenOff, reason: reason,
      of: "what is owed of \(piece.tag)")
    let fact = MachineSettled(
      ticket: stay.ticket, device: piece.tag, client: stay.client, received: stay.received,
      at: step.at, returned: settled.returned, writtenOff: settled.writtenOff,
      reason: reason?.text)
    var card = BenchCard(
      stay, place: piece.holder, state: step.ticket.state, zone: step.zone, now: step.now)
    card.owe(settled.rest, since: stay.handedBack, now: step.now)
    return Decision(events: [fact], happenedAt: step.at, reply: card)
  }
}

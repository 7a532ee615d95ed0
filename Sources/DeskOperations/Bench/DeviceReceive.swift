import DeskRules
import DeskStore

struct DeviceReceive: Change {
  static let about = About(
    "device.receive", "Takes a client's own machine to our bench, with what came with it.",
    roles: .service,
    refusals: [.notFound, .ambiguous, .taken, .unsuitable, .time, .implausible, .usage],
    example: "swapdesk device receive T-17 --place bench:A3 --meter 96410"
      + " --condition \"paper tray cracked\" --accessory \"power cable\"",
    notes: [
      "device receipt prints what the client signs. The ticket closes once device handback has"
        + " brought it back. One that is entered after the machine is known to have gone back, or come"
        + " again, takes a --reason and ends by then."
    ])
  let ticket: TicketReference
  let device: PieceReference?
  let place: Holder?
  let meter: Int?
  let condition: FreeText?
  let accessories: [Line]
  let at: Moment?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The repair it comes for.")
    device = try read.optional(
      "device", at: 2, "The machine, by tag or serial; the ticket's where left out.")
    place = try read.optional("place", "Where on the bench, such as bench:A3.")
    meter = try read.optional("meter", "Its page counter.")
    condition = try read.optional("condition", "Its condition.")
    accessories = try read.list("accessory", "What came with it, such as a power cable.")
    at = try read.optional("at", "When it came; now where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BenchCard> {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket, at: at)
    let piece = try step.machine(device, lookup)
    try requireNotHere(piece, step.zone, lookup)
    var flags = try doubts(piece, step, lookup)
    let place = place ?? Holder(.bench)
    guard [.bench, .shelf, .van].contains(place.kind) else {
      throw DeskError(.usage, "\(place) is no place of ours; write bench:NAME")
    }
    if let meter {
      flags += try MeterCheck(books).flags(
        piece.tag, meter, at: step.at, zone: step.zone, reason: reason)
    }
    let received = MachineReceived(
      ticket: step.ticket.number, device: piece.tag, client: step.client.code,
      site: step.ticket.site, at: step.at, meter: meter, condition: condition?.text,
      accessories: try Accessories.named(accessories), reason: reason?.text, flags: flags)
    let moved = PieceMoved(
      piece: piece.tag, to: place, at: step.at, cause: "\(step.ticket.number)",
      correction: flags.contains("was_elsewhere") ? reason?.text : nil)
    let reading = meter.map {
      MeterRead(device: piece.tag, pages: $0, at: step.at, reason: reason?.text)
    }
    let ended = try ended(piece, step)
    let back = ended.map {
      MachineHandedBack(
        ticket: step.ticket.number, device: piece.tag, client: step.client.code,
        site: step.ticket.site, at: $0, meter: nil, condition: nil, missing: [],
        reason: reason?.text, flags: [MachineHandedBack.presumed])
    }
    var card = BenchCard(
      BenchStay(received), place: ended == nil ? place : piece.holder, state: step.ticket.state,
      zone: step.zone, now: ended ?? caller.now)
    card.handedBack = ended.map { step.zone.text(of: $0) }
    card.meter = meter
    card.accessories = received.accessories
    card.flags = flags.isEmpty ? nil : flags
    let others: [(any Event)?] = [back, reading]
    return Decision(
      events: [received, moved] + others.compactMap { $0 }, happenedAt: step.at, reply: card)
  }

  /// When a stay that is entered late had ended by: the machine is known to have been elsewhere, or to
  /// have come again, since. Nobody saw it go back.
  private func ended(_ piece: Piece, _ step: TicketStep) throws(DeskError) -> Instant? {
    let gone = try step.books.pieces.holdings(piece.tag)
      .first { $0.since > step.at && !$0.isFirst && !$0.holder.kind.isWithUs }?.since
    return [gone, try step.books.bench.next(piece.tag, after: step.at)].compactMap { $0 }.min()
  }

  private func requireNotHere(
    _ piece: Piece, _ zone: Zone, _ lookup: Lookup
  ) throws(DeskError) {
    guard let stay = try lookup.books.bench.current(piece.tag) else { return }
    throw DeskError(
      .taken,
      "\(piece.tag) is with us already since \(zone.text(of: stay.received)), at \(piece.holder),"
        + " for \(stay.ticket)",
      [
        "device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)"),
        "ticket": .string("\(stay.ticket)"),
      ])
  }

  /// What speaks against the books being right about the machine.
  private func doubts(
    _ piece: Piece, _ step: TicketStep, _ lookup: Lookup
  ) throws(DeskError) -> [String] {
    guard piece.owner == step.client.code else {
      let owner = piece.owner.map { "\($0)'s" } ?? "ours"
      throw DeskError(
        .unsuitable,
        "\(piece.tag) is \(owner), not \(step.client.code)'s; a loaner comes back with loan return",
        ["device": .string("\(piece.tag)")])
    }
    var flags: [String] = []
    if let holder = try lookup.books.pieces.holder(piece.tag, at: step.at),
      let elsewhere = holder.clientCode, elsewhere != step.client.code
    {
      guard reason != nil else {
        throw DeskError(
          .implausible,
          "by the books \(piece.tag) is at \(holder); check the tag, or give a --reason",
          ["device": .string("\(piece.tag)"), "holder": .string("\(holder)")])
      }
      flags.append("was_elsewhere")
    }
    if let next = try lookup.books.pieces.nextMove(piece.tag, after: step.at) {
      guard reason != nil else {
        throw DeskError(
          .implausible,
          "\(piece.tag) is known to have moved on \(step.zone.text(of: next)), after that; check"
            + " the time, or give a --reason", ["device": .string("\(piece.tag)")])
      }
      flags.append("entered_late")
    }
    return flags
  }
}

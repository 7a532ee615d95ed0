import DeskRules
import DeskStore

struct DeviceHandback: Change {
  static let about = About(
    "device.handback", "Brings a client's own machine back from our bench.", roles: .service,
    refusals: [.notFound, .ambiguous, .state, .time, .implausible, .usage],
    example: "swapdesk device handback T-17 --meter 96450")
  let ticket: TicketReference
  let device: PieceReference?
  let site: ClientCode?
  let meter: Int?
  let condition: FreeText?
  let missing: [Line]
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
    at = try read.optional("at", "When it went back; now where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<BenchCard> {
    let lookup = Lookup(books, caller)
    let step = try TicketStep(books, caller, ticket, at: at)
    let piece = try step.machine(device, lookup)
    guard let stay = try books.bench.current(piece.tag), stay.ticket == step.ticket.number else {
      throw DeskError(
        .state, "\(piece.tag) is not with us for \(step.ticket.number); it is at \(piece.holder)",
        ["device": .string("\(piece.tag)"), "holder": .string("\(piece.holder)")])
    }
    guard step.at >= stay.received else {
      throw DeskError(
        .time, "\(piece.tag) came on \(step.zone.text(of: stay.received)), after that")
    }
    let site = try lookup.site(stay.client, site ?? stay.site)
    let paper = try BenchPaper(books, stay)
    let missing = try Accessories.known(
      missing, among: paper.received?.accessories?.value ?? [], of: "\(piece.tag)")
    var flags: [String] = []
    if let meter {
      flags += try MeterCheck(books).flags(
        piece.tag, meter, at: step.at, zone: step.zone, reason: reason)
    }
    let back = MachineHandedBack(
      ticket: stay.ticket, device: piece.tag, client: stay.client, site: site.code, at: step.at,
      meter: meter, condition: condition?.text, missing: missing, reason: reason?.text,
      flags: flags)
    let place = Holder.client(stay.client, site: site.code)
    let moved = PieceMoved(piece: piece.tag, to: place, at: step.at, cause: "\(stay.ticket)")
    let reading = meter.map {
      MeterRead(device: piece.tag, pages: $0, at: step.at, reason: reason?.text)
    }
    var card = BenchCard(
      stay, place: place, state: step.ticket.state, zone: step.zone, now: step.at)
    card.handedBack = step.zone.text(of: step.at)
    card.meter = meter
    card.missing = back.missing
    card.flags = flags.isEmpty ? nil : flags
    return Decision(
      events: [back, moved] + (reading.map { [$0] } ?? []), happenedAt: step.at, reply: card)
  }
}

import DeskRules
import DeskStore

struct DeviceMove: Change {
  static let about = About(
    "device.move", "Records that a device went to another place.", roles: .service,
    refusals: [.notFound, .ambiguous, .time, .taken, .implausible],
    example: "swapdesk device move LP-03 van:boris",
    notes: [
      "A move that has happened may be entered late with --at; it takes its place in the order of"
        + " what happened. A loaner that is out comes back with loan return."
    ])
  let device: PieceReference
  let to: Holder
  let at: Moment?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    device = try read("device", at: 1, "The tag or the serial number.")
    to = try read("to", at: 2, "Where it is now.")
    at = try read.optional("at", "When it happened; now where left out.")
    reason = try read.optional("reason", "Why the books were wrong, if they were.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DeviceCard> {
    let lookup = Lookup(books, caller)
    let piece = try lookup.piece(device, .device)
    if let loan = try books.loans.open(piece.tag) {
      throw try LoanRefusal(lookup).isOut(piece.tag, loan)
    }
    let to = try lookup.place(to)
    if to.clientCode != nil, let stay = try books.bench.current(piece.tag) {
      throw DeskError(
        .taken,
        "\(piece.tag) is with us for \(stay.ticket); record device handback \(stay.ticket)",
        ["device": .string("\(piece.tag)"), "ticket": .string("\(stay.ticket)")])
    }
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    try PieceTimeline(books).requireKnown(piece, at: at, reason: reason)
    let moved = PieceMoved(piece: piece.tag, to: to, at: at, correction: reason?.text)
    return Decision(
      events: [moved], happenedAt: at,
      reply: DeviceCard(piece.moved(by: moved), zone: zone, for: caller))
  }
}

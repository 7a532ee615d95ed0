import DeskRules
import DeskStore

struct DeviceMove: Change {
  static let about = About(
    "device.move", "Records that a device went to another place.", roles: .service,
    refusals: [.notFound, .ambiguous, .time, .taken, .unsuitable, .implausible],
    example: "swapdesk device move LP-03 van:boris",
    notes: [
      "A loaner goes to a client with loan issue and comes back with loan return; a client's machine"
        + " comes to us with device receive and goes back with device handback: nobody loses sight of"
        + " it then. This is for the places between.",
      "A move that has happened may be entered late with --at; it takes its place in the order of"
        + " what happened. Where more is known since, or the device was on loan then, it needs a"
        + " --reason and is flagged. So does one that ends reservations, because the device is"
        + " scrapped, retired or lost: whoever was promised it is told.",
      "A client's machine that we lose takes a --reason, and stays owed to the client: bench list --owed"
        + " shows it until it is found, or device handback --lost says that it is settled.",
      "--state ready brings a loaner that was defective back among those that are lent.",
    ])
  let device: PieceReference
  let to: Holder
  let at: Moment?
  let state: DeviceFitness?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    device = try read("device", at: 1, "The tag or the serial number.")
    to = try read("to", at: 2, "Where it is now.")
    at = try read.optional("at", "When it happened; now where left out.")
    state = try read.optional("state", "What it is good for now, if that has changed.")
    reason = try read.optional("reason", "Why the books were wrong, or why promises are broken.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DeviceCard> {
    let lookup = Lookup(books, caller)
    let piece = try lookup.piece(device, .device)
    let zone = try books.clients.settings().zone
    let at = try PastMoment(at, zone: zone, caller).instant
    let to = try lookup.place(to)
    var route = try DeviceRoute(lookup, piece, to: to, at: at, reason: reason)
    try route.requireOwnDoor()
    try route.requireInOrder()
    let state = state?.state ?? route.state
    let broken = try route.broken(isRetired: state == .retired)
    let moved = PieceMoved(
      piece: piece.tag, to: to, at: at, state: state, cause: route.repair.map { "\($0)" },
      correction: reason?.text)
    var card = DeviceCard(piece.moved(by: moved), zone: zone, for: caller)
    card.broken = broken.isEmpty ? nil : broken.map(\.loan)
    card.flags = route.flags.isEmpty ? nil : route.flags
    return Decision(events: broken + [moved], happenedAt: at, reply: card)
  }
}

/// What a device is good for, where a move says so.
enum DeviceFitness: String, CaseIterable, ArgumentValue {
  case ready, defective, retired

  var state: PieceState {
    switch self {
    case .ready: .ready
    case .defective: .defective
    case .retired: .retired
    }
  }
}

extension Holder.Kind {
  /// Whether a machine that is there is gone for good.
  var isGone: Bool { self == .scrap || self == .lost }
}

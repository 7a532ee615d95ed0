import DeskRules
import DeskStore

struct SwapReturn: Change {
  static let about = About(
    "swap.return", "Settles the missing side of a swap.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .state, .time, .taken, .unsuitable],
    example: "swapdesk swap return S-3 --taken C-0051",
    notes: [
      "What is still missing after it stays owed, under the new swap's number. A shell that replaces a"
        + " lost one is returned for its write-off: swap return W-1. What was paid for instead, or given"
        + " up, is swap settle's."
    ])
  let swap: DebtOrigin
  let client: ClientCode?
  let given: [PieceReference]
  let taken: [TakenPiece]
  let at: Moment?
  let due: Deadline?
  let to: Holder?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    swap = try read(
      "swap", at: 1, "The swap, or the write-off such as W-1, of which something is owed.")
    client = try read.optional("client", "Whose debt, where several clients owe from it.")
    given = try read.list("given", "A full one that we owed.")
    taken = try read.list(
      "taken", "What the client owed: a tag, new:TYPE without one, unused:TAG for a full one.")
    at = try read.optional("at", "When it happened; now where left out.")
    due = try read.optional("due", "Until when the rest is expected; the old day where left out.")
    to = try read.optional("to", "Where the empties go; our main shelf where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SwapCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.debtor(swap, client)
    let site = try lookup.site(client, nil)
    let at = try PastMoment(at, zone: site.zone, caller).instant
    try requireSettling(client, lookup)
    let swapping = Swapping(
      lookup: lookup, client: try lookup.client(client), site: site.code, zone: site.zone, at: at,
      to: try lookup.placeOfOurs(to), reason: reason, ticket: nil)
    let made = try swapping.make(
      try books.next(), given: given, taken: taken, due: try due?.instant(in: site.zone),
      settling: swap)
    return Decision(
      events: made.events, happenedAt: at, reply: SwapCard(made, zone: site.zone))
  }
}

extension SwapReturn {
  /// Refuses a cartridge of another group than is owed, unless there is a reason.
  private func requireSettling(_ client: ClientCode, _ lookup: Lookup) throws(DeskError) {
    let books = lookup.books
    var owed = Set(
      try books.swaps.debts(of: "\(swap)").filter { $0.client == client }.map(\.group))
    if case .writeOff(let number) = swap {
      owed.formUnion(
        try books.writeOffs.lines(number).filter { $0.client == client && $0.adjusted != 0 }
          .map(\.group))
    }
    var types: [String] = []
    for piece in taken {
      switch piece {
      case .known(let reference), .unused(let reference):
        types.append(try lookup.piece(reference, .cartridge).item)
      case .new(let type): types.append(type)
      }
    }
    for reference in given { types.append(try lookup.piece(reference, .cartridge).item) }
    guard reason == nil, !owed.isEmpty else { return }
    for type in types where !owed.contains(try books.catalogue.group(of: type)) {
      throw DeskError(
        .unsuitable,
        "\(type) does not settle \(swap), of which \(owed.sorted().joined(separator: ", ")) is owed;"
          + " record a swap of its own with swap make, or give a reason",
        ["type": .string(type), "owed": .array(owed.sorted().map { .string($0) })])
    }
  }
}

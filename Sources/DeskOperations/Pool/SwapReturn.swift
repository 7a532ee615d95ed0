import DeskRules
import DeskStore

struct SwapReturn: Change {
  static let about = About(
    "swap.return", "Settles the missing side of a swap.", roles: .service,
    refusals: [.notFound, .ambiguous, .usage, .state, .time, .taken, .unsuitable],
    example: "swapdesk swap return S-3 --taken C-0051",
    notes: ["What is still missing after it stays owed, under the new swap's number."])
  let swap: SwapNumber
  let given: [PieceReference]
  let taken: [TakenPiece]
  let at: Moment?
  let due: Deadline?
  let to: Holder?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    swap = try read("swap", at: 1, "The swap of which a side is owed.")
    given = try read.list("given", "A full one that we owed.")
    taken = try read.list("taken", "An empty one that the client owed; new:TYPE without a tag.")
    at = try read.optional("at", "When it happened; now where left out.")
    due = try read.optional("due", "Until when the rest is expected; the old day where left out.")
    to = try read.optional("to", "Where the empties go; our main shelf where left out.")
    reason = try read.optional("reason", "Why a doubt is set aside.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<SwapCard> {
    let lookup = Lookup(books, caller)
    guard let client = try books.swaps.client(of: swap), caller.sees(client) else {
      throw DeskError(.notFound, "there is no swap \(swap); swap balance shows what is owed")
    }
    guard try !books.swaps.debts(of: "\(swap)").isEmpty else {
      throw DeskError(.state, "nothing is owed from \(swap)", ["swap": .string("\(swap)")])
    }
    let site = try lookup.site(client, nil)
    let at = try PastMoment(at, zone: site.zone, caller).instant
    let swapping = Swapping(
      lookup: lookup, client: try lookup.client(client), site: site.code, zone: site.zone, at: at,
      to: try lookup.place(to ?? .mainShelf), reason: reason, ticket: nil)
    let made = try swapping.make(
      try books.next(), given: given, taken: taken, due: try due?.instant(in: site.zone),
      settling: swap)
    return Decision(
      events: made.events, happenedAt: at, reply: SwapCard(made, zone: site.zone))
  }
}

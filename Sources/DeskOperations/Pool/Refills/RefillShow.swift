import DeskRules
import DeskStore

struct RefillShow: Query {
  static let about = About(
    "refill.show", "Shows a batch: what came back of it, what was done, and what is still owed.",
    roles: .staff, refusals: [.notFound], example: "swapdesk refill show R-1")
  let refill: RefillNumber

  init(_ read: inout Arguments) throws(DeskError) {
    refill = try read("refill", at: 1, "The batch.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> RefillCard {
    let batch = try Lookup(books, caller).refill(refill)
    let settings = try books.clients.settings()
    let pieces = try books.refills.pieces(batch.number)
    var card = RefillCard(batch, zone: settings.zone, now: caller.now)
    card.types = RefillCard.types(pieces.map(\.item))
    let waiting = pieces.filter { $0.result == .waiting }.map(\.piece)
    card.waiting = waiting.isEmpty ? nil : waiting
    let back = pieces.filter { $0.result != .waiting }
    card.received = back.map {
      RefillPieceCard($0, zone: settings.zone, currency: settings.currency)
    }
    return card
  }
}

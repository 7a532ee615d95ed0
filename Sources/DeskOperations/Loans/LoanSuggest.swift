import DeskRules
import DeskStore

struct LoanSuggest: Query {
  static let about = About(
    "loan.suggest", "Ranks the loaners for a ticket's device, with the reasons for and against.",
    roles: .service, refusals: [.notFound, .ambiguous], example: "swapdesk loan suggest T-17",
    notes: [
      "Format, colour, functions and a common page language are hard needs; the same model, the"
        + " same cartridges, speed and duplex are wishes."
    ])
  let ticket: TicketReference
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    limit = try read.optional("limit", "How many at most; 20 where left out.")
  }

  /// More loaners than any pool has.
  private static let poolLimit = 100_000

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [SuggestionCard] {
    let lookup = Lookup(books, caller)
    var desk = try LoanDesk(lookup, for: try lookup.ticket(ticket))
    var filter = PieceFilter(.device, limit: Self.poolLimit)
    filter.owner = .some(nil)
    let loans = try books.loans.out(client: nil, dueBefore: nil, limit: Self.poolLimit)
    let byDevice = Dictionary(
      loans.map { ($0.device, $0) }, uniquingKeysWith: { first, _ in first })
    var cards: [SuggestionCard] = []
    for piece in try books.pieces.list(filter) {
      let verdict = try desk.judge(piece, loan: byDevice[piece.tag])
      cards.append(SuggestionCard(piece, verdict))
    }
    return Array(cards.sorted(by: SuggestionCard.isBetter).prefix(limit?.count ?? 20))
  }
}

/// One loaner and what is thought of it.
struct SuggestionCard: Item {
  let device: Tag
  let model: String
  let suitable: Bool
  let score: Int
  let reasons: [String]
  let holder: String

  init(_ piece: Piece, _ verdict: LoanVerdict) {
    device = piece.tag
    model = piece.item
    suitable = verdict.isSuitable
    score = verdict.score
    reasons = verdict.reasons
    holder = "\(piece.holder)"
  }

  static func isBetter(_ left: SuggestionCard, _ right: SuggestionCard) -> Bool {
    (left.score, right.device) > (right.score, left.device)
  }
}

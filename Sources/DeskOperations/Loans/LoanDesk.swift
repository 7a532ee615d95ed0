import DeskRules
import DeskStore

/// What a loaner is judged by, read from the books; each model once.
struct LoanDesk {
  let need: LoanNeed
  private let books: Books
  private var verdicts: [String: LoanVerdict] = [:]

  init(
    _ lookup: Lookup, for ticket: Ticket, demands: LoanDemands = LoanDemands()
  ) throws(DeskError) {
    books = lookup.books
    var own = LoanCandidate(model: nil, supplyGroups: [])
    if let tag = ticket.device, let device = try books.pieces.find(tag) {
      own = try Self.candidate(device.item, books)
    }
    need = LoanNeed(
      model: own.model, supplyGroups: own.supplyGroups,
      stockedGroups: try books.loaners.groups(stockedBy: ticket.client), demands: demands)
  }

  private static func candidate(
    _ item: String, _ books: Books
  ) throws(DeskError) -> LoanCandidate {
    guard let model = try books.catalogue.model(item) else {
      return LoanCandidate(model: nil, supplyGroups: [])
    }
    let cartridges = try books.catalogue.supplies(of: model.name).filter(\.isCartridge)
    return LoanCandidate(model: model, supplyGroups: Set(cartridges.map(\.group)))
  }

  /// What is thought of a model.
  mutating func judge(model name: String) throws(DeskError) -> LoanVerdict {
    if let known = verdicts[name] { return known }
    let verdict = need.judge(try Self.candidate(name, books))
    verdicts[name] = verdict
    return verdict
  }

  /// What is thought of a device as it is.
  mutating func judge(_ piece: Piece) throws(DeskError) -> LoanVerdict {
    let verdict = try judge(model: piece.item)
    guard piece.state != .ready else { return verdict }
    return .against(
      ["is \(piece.state.rawValue)"] + (verdict.isSuitable ? [] : verdict.reasons))
  }
}

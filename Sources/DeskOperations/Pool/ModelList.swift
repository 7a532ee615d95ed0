import DeskRules
import DeskStore

struct ModelList: Query {
  static let about = About(
    "model.list", "Lists models by name, those with all the words given.", roles: .staff,
    example: "swapdesk model list laserjet 42")
  let words: [Line]
  let after: Line?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    words = try read.list("word", at: 1, "A part of the name.")
    after = try read.optional("after", "Only those after this name: the next page.")
    limit = try read.optional("limit", "How many at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [ModelCard] {
    let currency = try books.clients.settings().currency
    return try books.catalogue.models(
      words: words.map(\.text), after: after?.text ?? "", limit: limit?.count ?? 50
    ).map { ModelCard($0, currency: currency) }
  }
}

import DeskRules
import DeskStore

struct TargetShow: Query {
  static let about = About(
    "target.show", "Shows how fast repairs must be answered, reached and ended.", roles: .staff,
    refusals: [.notFound], example: "swapdesk target show")
  let client: ClientCode?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Only this client's own.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TargetCard] {
    let client = try client.map { code throws(DeskError) in
      try Lookup(books, caller).client(code).code
    }
    return try books.tickets.targets(client).map(TargetCard.init)
  }
}

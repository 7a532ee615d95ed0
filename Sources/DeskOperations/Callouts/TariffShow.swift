import DeskRules
import DeskStore

struct TariffShow: Query {
  static let about = About(
    "tariff.show", "Shows every version of the tariffs, or those of one client.", roles: .staff,
    refusals: [.notFound], example: "swapdesk tariff show")
  let client: ClientCode?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "Only this client's own.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [TariffCard] {
    let client = try client.map { code throws(DeskError) in
      try Lookup(books, caller).client(code).code
    }
    return try books.callouts.tariffs(client).map { version throws(DeskError) in
      try TariffCard(version)
    }
  }
}

import DeskRules
import DeskStore

struct ClientAdd: Change {
  static let about = About(
    "client.add", "Takes on a client, with a main site.", roles: .desk,
    refusals: [.exists, .time, .amount],
    example: "swapdesk client add bakery \"Bakery on Mira Street\" --timezone Europe/Moscow")
  let code: ClientCode
  let name: Line
  let zone: Zone?
  let currency: Currency?

  init(_ read: inout Arguments) throws(DeskError) {
    code = try read("client", at: 1, "The short name, permanent: letters a-z, digits, dashes.")
    name = try read("name", at: 2, "The name on documents.")
    zone = try read.optional("timezone", "The main site's zone; the desk's where left out.")
    currency = try read.optional("currency", "What the client pays in; the desk's where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ClientCard> {
    guard try books.clients.find(code) == nil else {
      throw DeskError(
        .exists, "there is a client \(code) already; choose another code",
        ["client": .string("\(code)")])
    }
    let settings = try books.clients.settings()
    let client = Client(
      code: code, name: name.text, currency: currency ?? settings.currency, contract: .exchange)
    let foreign = try Lookup(books, caller)
      .foreignTariff(for: client, on: settings.zone.date(at: caller.now))
    return Decision(
      events: [
        ClientAdded(
          code: code, name: name.text, currency: client.currency, zone: zone ?? settings.zone,
          at: caller.now)
      ],
      reply: ClientCard(client, flags: foreign.map { ["no_tariff \($0)"] } ?? []))
  }
}

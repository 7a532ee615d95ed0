import DeskRules
import DeskStore

struct ClientEdit: Change {
  static let about = About(
    "client.edit", "Changes a client's name or cartridge contract.", roles: .desk,
    refusals: [.notFound, .usage], example: "swapdesk client edit bakery --contract own_back")
  let code: ClientCode
  let name: Line?
  let contract: SwapContract?

  init(_ read: inout Arguments) throws(DeskError) {
    code = try read("client", at: 1, "The client.")
    name = try read.optional("name", "The new name on documents.")
    contract = try read.optional(
      "contract", "exchange: any full one for any empty; own_back: their own shell comes back.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ClientCard> {
    let client = try Lookup(books, caller).client(code)
    guard name != nil || contract != nil else {
      throw DeskError(.usage, "nothing to change: give --name or --contract")
    }
    let changed = Client(
      code: client.code, name: name?.text ?? client.name, currency: client.currency,
      contract: contract ?? client.contract)
    let events: [any Event] =
      changed == client
      ? [] : [ClientChanged(code: code, name: name?.text, contract: contract)]
    return Decision(events: events, reply: ClientCard(changed))
  }
}

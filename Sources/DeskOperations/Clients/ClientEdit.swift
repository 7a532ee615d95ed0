import DeskRules
import DeskStore

struct ClientEdit: Change {
  static let about = About(
    "client.edit", "Changes a client's name or arrangements.", roles: .desk,
    refusals: [.notFound, .amount, .usage],
    example: "swapdesk client edit bakery --contract own_back",
    notes: [
      "With --goods-line parts and consumables of a repair are carried by that line first, by their"
        + " nature; the rest by the ticket's own. Named like the ticket's line it changes nothing."
    ])
  let code: ClientCode
  let name: Line?
  let contract: SwapContract?
  let goodsLine: ShortName?
  let loanPagePrice: DecimalText?

  init(_ read: inout Arguments) throws(DeskError) {
    code = try read("client", at: 1, "The client.")
    name = try read.optional("name", "The new name on documents.")
    contract = try read.optional(
      "contract", "exchange: any full one for any empty; own_back: their own shell comes back.")
    goodsLine = try read.optional(
      "goods_line", "The budget line that carries parts and consumables, such as goods.")
    loanPagePrice = try read.optional(
      "loan_page_price", "What a page printed on a loaner costs; 0 for nothing.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ClientCard> {
    let client = try Lookup(books, caller).client(code)
    guard name != nil || contract != nil || goodsLine != nil || loanPagePrice != nil else {
      throw DeskError(
        .usage,
        "nothing to change: give --name, --contract, --goods-line or --loan-page-price")
    }
    if let loanPagePrice { _ = try loanPagePrice.amount(times: 1, in: client.currency, .halfUp) }
    let changed = Client(
      code: client.code, name: name?.text ?? client.name, currency: client.currency,
      contract: contract ?? client.contract, goodsLine: goodsLine?.text ?? client.goodsLine,
      loanPagePrice: loanPagePrice ?? client.loanPagePrice)
    let events: [any Event] =
      changed == client
      ? []
      : [
        ClientChanged(
          code: code, name: name?.text, contract: contract, goodsLine: goodsLine?.text,
          loanPagePrice: loanPagePrice)
      ]
    return Decision(events: events, reply: ClientCard(changed))
  }
}

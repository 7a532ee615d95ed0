import DeskRules
import DeskStore

struct ClientEdit: Change {
  static let about = About(
    "client.edit", "Changes a client's name or arrangements.", roles: .desk,
    refusals: [.notAllowed, .notFound, .amount, .usage, .notSet],
    example: "swapdesk client edit bakery --contract own_back",
    notes: [
      "With --goods-line parts and consumables of a repair are carried by that line first, by their"
        + " nature; the rest by the ticket's own. Named like the ticket's line it changes nothing."
        + " The word none ends the arrangement."
        + " Managers say it, as they do discounts. A name that is neither a line of the client's nor"
        + " repair, consumables or goods is refused; one without a budget for today is flagged no_line.",
      "A discount of 10% is taken off what a tariff prices: labour, call-out fee and travel of"
        + " visits. part=5% and the like is taken off lines of that kind, also where somebody typed"
        + " the price, and goes before the general one. It is taken off each line after every other"
        + " rule, rounded half up once; the line keeps its list price. Several --discount replace"
        + " all earlier ones; none takes them away. They hold for every day; discount set makes ones"
        + " with a first day, which go before them, and client group those of a group.",
    ])
  let code: ClientCode
  let name: Line?
  let contract: SwapContract?
  let goodsLine: Removable<LineName>?
  let loanPagePrice: DecimalText?
  let calendar: ShortName?
  let discounts: [DiscountText]

  init(_ read: inout Arguments) throws(DeskError) {
    code = try read("client", at: 1, "The client.")
    name = try read.optional("name", "The new name on documents.")
    contract = try read.optional(
      "contract", "exchange: any full one for any empty; own_back: their own shell comes back.")
    goodsLine = try read.optional(
      "goods_line", "The budget line that carries parts and consumables, such as goods.")
    loanPagePrice = try read.optional(
      "loan_page_price", "What a page printed on a loaner costs; 0 for nothing.")
    calendar = try read.optional(
      "calendar", "The calendar that counts for the client; none for the desk's.")
    discounts = try read.list("discount", "What is left away of prices from now on.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ClientCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(code)
    try requireSomething()
    guard discounts.isEmpty || [Role].money.contains(caller.role) else {
      throw DeskError(
        .notAllowed, "discounts are for managers and admins to set; \(caller.name) is neither")
    }
    let flags = try goodsFlags(client, books, caller)
    if let loanPagePrice { _ = try loanPagePrice.amount(times: 1, in: client.currency, .halfUp) }
    let calendar = try calendar.map { name throws(DeskError) in
      try lookup.calendarSetting(name)
    }
    let discounts =
      discounts.isEmpty
      ? nil : try ClientDiscounts(discounts.map(\.text).joined(separator: " "))
    let goodsLine = try goodsLine.after(client.goodsLine) { $0.text }
    let changed = Client(
      code: client.code, name: name?.text ?? client.name, currency: client.currency,
      contract: contract ?? client.contract, goodsLine: goodsLine,
      loanPagePrice: loanPagePrice ?? client.loanPagePrice,
      calendar: (calendar ?? client.calendar).flatMap { $0.isEmpty ? nil : $0 },
      discounts: discounts ?? client.discounts)
    let events: [any Event] =
      changed == client
      ? []
      : [
        ClientChanged(
          code: code, name: name?.text, contract: contract,
          goodsLine: self.goodsLine == nil ? nil : goodsLine ?? "",
          loanPagePrice: loanPagePrice, calendar: calendar, discounts: discounts)
      ]
    var card = ClientCard(changed)
    card.flags = flags.isEmpty ? nil : flags
    return Decision(events: events, reply: card)
  }

  /// What to flag of the line that shall carry goods.
  ///
  /// - Throws: `not_allowed` for somebody who may not name another, `not_set` for a slip of the hand.
  private func goodsFlags(
    _ client: Client, _ books: Books, _ caller: Caller
  ) throws(DeskError) -> [String] {
    let name = try goodsLine.after(client.goodsLine) { $0.text }
    if name != client.goodsLine { try caller.requireSaysWhoApproves("which line carries goods") }
    guard goodsLine != nil, let name else { return [] }
    let lines = try KnownLines(client.code, in: books)
    if name != client.goodsLine { try lines.requireCarrier(name) }
    let today = try books.clients.settings().zone.date(at: caller.now)
    return lines.flags(of: name, in: try Period(first: today, last: today))
  }

  private func requireSomething() throws(DeskError) {
    let texts: [Any?] = [name, contract, goodsLine, loanPagePrice, calendar]
    guard discounts.isEmpty, texts.allSatisfy({ $0 == nil }) else { return }
    throw DeskError(
      .usage,
      "nothing to change: give --name, --contract, --goods-line, --loan-page-price, --calendar or"
        + " --discount")
  }
}

/// One discount of a client, or the word none.
struct DiscountText: ArgumentValue, Equatable {
  let text: String
  static let typeName = "10%|KIND=10%|none"
  static let sample = DiscountText(text: "none")
  var canonical: String { text }

  private init(text: String) { self.text = text }

  init(argument: String) throws(DeskError) {
    let line = try PlainText.line(argument)
    text = try ClientDiscounts(line).text
  }
}

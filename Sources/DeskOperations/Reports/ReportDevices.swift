import DeskRules
import DeskStore

struct ReportDevices: Query {
  static let about = About(
    "report.devices", "Says of clients' machines whether to repair or to replace them.",
    roles: .staff, refusals: [.notFound, .ambiguous, .usage],
    example: "swapdesk report devices --client bakery",
    notes: [
      "Twelve months of repairs, as billed, against the price of a new machine of the model (model"
        + " add --price); from --replace-at percent of it, 50 where the model says nothing, the"
        + " advice is a new one. Call-outs, pages between them and the days a loaner stood in are"
        + " shown beside it."
    ])
  let client: ClientCode?
  let device: PieceReference?
  let after: PieceReference?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", "Only this client's.")
    device = try read.optional("device", "Only this machine, by tag or serial.")
    after = try read.optional("after", "Only those after this machine: the next page.")
    limit = try read.optional("limit", "How many at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [DeviceReportCard] {
    let lookup = Lookup(books, caller)
    let year = try DeviceReport(lookup)
    let client = try client.map { code throws(DeskError) in try lookup.client(code).code }
    if let device {
      let piece = try lookup.piece(device, .device)
      guard let card = try year.card(piece), client == nil || piece.owner == client else {
        throw DeskError(.usage, "\(piece.tag) is not \(client.map { "\($0)'s" } ?? "a client's")")
      }
      return [card]
    }
    let last = try after.map { reference throws(DeskError) in
      try lookup.piece(reference, .device)
    }
    var cards: [DeviceReportCard] = []
    for tag in try books.deviceYears.devices(of: client, after: last, limit: limit?.count ?? 50) {
      guard let piece = try books.pieces.find(tag) else { continue }
      if let card = try year.card(piece) { cards.append(card) }
    }
    return cards
  }
}

/// A machine's year and what follows from it.
struct DeviceReportCard: Item {
  let device: Tag
  let model: String
  let client: ClientCode
  let cost: String
  let price: String?
  let currency: Currency
  let percent: Int?
  let replaceAt: Int
  let advice: ReplacementAdvice.Answer
  let tickets: Int
  let callouts: Int
  let pages: Int?
  let pagesBetweenVisits: Int?
  let loanerDays: Int

  enum CodingKeys: String, CodingKey {
    case device, model, client, cost, price, currency, percent
    case replaceAt = "replace_at"
    case advice, tickets, callouts, pages
    case pagesBetweenVisits = "pages_between_visits"
    case loanerDays = "loaner_days"
  }

  /// What a ticket says of it in one line, where a new machine is the better answer.
  var hint: String? {
    guard advice == .replace, let price, let percent else { return nil }
    return "repairs of \(device) cost \(cost) in twelve months, \(percent) % of a new one"
      + " (\(price) \(currency)): ask before repairing; report devices --device \(device)"
  }
}

/// Draws up the last twelve months of machines.
struct DeviceReport {
  private let lookup: Lookup
  private let window: LoanWindow
  private let deskCurrency: Currency

  init(_ lookup: Lookup) throws(DeskError) {
    self.lookup = lookup
    let settings = try lookup.books.clients.settings()
    let today = settings.zone.date(at: lookup.caller.now)
    window = LoanWindow(
      from: settings.zone.startOfDay(today.adding(days: -365)),
      until: lookup.caller.now.adding(seconds: 1))
    deskCurrency = settings.currency
  }

  /// A client's machine; nil for one of ours.
  func card(_ piece: Piece) throws(DeskError) -> DeviceReportCard? {
    guard let owner = piece.owner else { return nil }
    let client = try lookup.client(owner)
    let year = try lookup.books.deviceYears.find(piece.tag, of: owner, in: window)
    let model = try lookup.books.catalogue.model(piece.item)
    // Prices are in the desk's currency; nothing is compared across currencies.
    let price = client.currency == deskCurrency ? model?.price : nil
    let advice = try ReplacementAdvice(
      cost: year.cost, price: price, threshold: model?.replacePercent)
    return DeviceReportCard(
      device: piece.tag, model: piece.item, client: owner,
      cost: client.currency.text(year.cost), price: price.map { client.currency.text($0) },
      currency: client.currency, percent: advice.percent.map { Int($0) },
      replaceAt: advice.threshold, advice: advice.answer, tickets: year.tickets,
      callouts: year.callouts, pages: year.pages,
      pagesBetweenVisits: year.callouts > 0 ? year.pages.map { $0 / year.callouts } : nil,
      loanerDays: Int((year.loanerSeconds + 86_399) / 86_400))
  }
}

import DeskRules
import DeskStore

struct StockSend: Query {
  static let about = About(
    "stock.send", "Lists what to send to refill now, by type.", roles: .staff,
    example: "swapdesk stock send",
    notes: [
      "Of ours as many as bring a group back to its par level (stock par), failed ones first; clients'"
        + " own shells always, for they are owed back. The refiller is the one whose work came back"
        + " last."
    ])
  let group: Line?
  let all: Bool
  let after: Line?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    group = try read.optional("group", "Only this substitution group.")
    all = try read.flag("all", "Every empty, also where there are enough full ones.")
    after = try read.optional("after", "Only groups after this one: the next page.")
    limit = try read.optional("limit", "How many groups at most; 20 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [StockSendCard] {
    let forecast = try StockForecast(books, now: caller.now)
    let items = try StockShelf(books).items(type: nil, group: group?.text)
    var cards: [StockSendCard] = []
    var groups = 0
    for (group, items) in Dictionary(grouping: items, by: \.group).sorted(by: { $0.key < $1.key }) {
      guard groups < limit?.count ?? 20 else { break }
      guard group > (after?.text.uppercased() ?? "") else { continue }
      guard items.contains(where: { $0.empty + $0.failed + $0.theirsWanting > 0 }) else {
        continue
      }
      let level = try forecast.level(of: items.map(\.type))
      let known = cards.count
      var short = max(0, level.par - items.reduce(0) { $0 + $1.onHand })
      for item in items.sorted(by: { $0.type < $1.type }) {
        let card = try card(item, level, &short, forecast)
        if card.send > 0 { cards.append(card) }
      }
      if cards.count > known { groups += 1 }
    }
    return cards
  }

  /// How many tags are named of a type at most.
  private static let tags = 200

  private func card(
    _ item: StockShelf.Item, _ level: StockLevel, _ short: inout Int, _ forecast: StockForecast
  ) throws(DeskError) -> StockSendCard {
    let ours = all ? item.empty + item.failed : min(short, item.empty + item.failed)
    short -= min(short, ours)
    let books = forecast.books
    let theirs = try books.stock.wanting(
      item.type, isOurs: false, limit: min(item.theirsWanting, Self.tags))
    let own = try books.stock.wanting(
      item.type, isOurs: true, limit: min(ours, Self.tags - theirs.count))
    return StockSendCard(
      type: item.type, group: item.group, send: ours + item.theirsWanting,
      theirs: item.theirsWanting == 0 ? nil : item.theirsWanting, empty: item.empty + item.failed,
      onHand: item.onHand, par: level.par,
      refiller: try forecast.refiller(of: item.type),
      cartridges: theirs + own)
  }
}

/// What to send of a type.
struct StockSendCard: Item {
  let type: String
  let group: String
  let send: Int
  /// Of those, how many are clients' own.
  let theirs: Int?
  let empty: Int
  let onHand: Int
  /// The par level of the whole group.
  let par: Int
  let refiller: String?
  let cartridges: [Tag]

  enum CodingKeys: String, CodingKey {
    case type, group, send, theirs, empty
    case onHand = "on_hand"
    case par, refiller, cartridges
  }
}

import DeskRules
import DeskStore

struct StockList: Query {
  static let about = About(
    "stock.list", "Shows how many cartridges of each type there are, and where.", roles: .staff,
    example: "swapdesk stock list --group Q5942A",
    notes: [
      "All but theirs are ours. Full, untested, empty and failed are on shelves, in vans and on the"
        + " bench; at_clients are ours that clients have, which they owe; theirs are clients' own"
        + " shells with us, which we owe; owed is what clients owe of the group by swap list, at its first"
        + " type."
    ])
  let type: Line?
  let group: Line?
  let after: Line?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    type = try read.optional("type", "Only this type.")
    group = try read.optional("group", "Only this substitution group.")
    after = try read.optional("after", "Only types after this one: the next page.")
    limit = try read.optional("limit", "How many types at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [StockCard] {
    var cards: [StockCard] = []
    var groups: Set<String> = []
    let items = try StockShelf(books).items(type: type?.text, group: group?.text)
    for item in items where item.type > (after?.text.uppercased() ?? "") {
      guard cards.count < limit?.count ?? 100 else { break }
      var card = StockCard(item)
      if groups.insert(item.group).inserted {
        let owed = try books.stock.owed(group: item.group)
        card.owed = owed == 0 ? nil : owed
      }
      cards.append(card)
    }
    return cards
  }
}

/// The stock of one type as answers show it.
struct StockCard: Item {
  let type: String
  let group: String
  let full: Int
  let untested: Int
  let empty: Int
  let failed: Int
  let atRefiller: Int
  let atClients: Int
  let theirs: Int
  let lost: Int?
  /// What clients owe of the group, at the first of its types.
  var owed: Int?

  enum CodingKeys: String, CodingKey {
    case type, group, full, untested, empty, failed
    case atRefiller = "at_refiller"
    case atClients = "at_clients"
    case theirs, lost, owed
  }

  init(_ item: StockShelf.Item) {
    type = item.type
    group = item.group
    full = item.full
    untested = item.untested
    empty = item.empty
    failed = item.failed
    atRefiller = item.atRefiller
    atClients = item.atClients
    theirs = item.theirs
    lost = item.lost == 0 ? nil : item.lost
  }
}

/// The stock counters, summed up by type.
struct StockShelf {
  private let books: Books

  init(_ books: Books) { self.books = books }

  /// The counts of one type; all but `theirs` are ours.
  struct Item {
    let type: String
    let group: String
    var full = 0
    var untested = 0
    var empty = 0
    var failed = 0
    var atRefiller = 0
    var atClients = 0
    var lost = 0
    var theirs = 0
    var theirsWanting = 0

    /// What can be given now or after the test page, or is on its way back.
    var onHand: Int { full + untested + atRefiller }

    mutating func add(_ count: StockCount) {
      guard count.isOurs else {
        guard ![.client, .scrap, .lost].contains(count.place) else { return }
        theirs += count.pieces
        let wants = count.state.wantsRefilling
        if wants, count.place != .refiller { theirsWanting += count.pieces }
        return
      }
      switch count.place {
      case .shelf, .van, .bench:
        switch count.state {
        case .full: full += count.pieces
        case .untested: untested += count.pieces
        case .empty: empty += count.pieces
        case .failed: failed += count.pieces
        case .ready, .defective, .retired: break
        }
      case .refiller: atRefiller += count.pieces
      case .client: atClients += count.pieces
      case .lost: lost += count.pieces
      case .scrap: break
      }
    }
  }

  /// The types that are or were in stock, by number.
  func items(type: String?, group: String?) throws(DeskError) -> [Item] {
    var items: [Item] = []
    for count in try books.stock.counts(type?.uppercased()) {
      if items.last?.type != count.item {
        items.append(Item(type: count.item, group: try books.catalogue.group(of: count.item)))
      }
      items[items.count - 1].add(count)
    }
    guard let group else { return items }
    return items.filter { $0.group == group.uppercased() }
  }
}

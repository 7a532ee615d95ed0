import DeskRules
import DeskStore

struct RefillList: Query {
  static let about = About(
    "refill.list", "Lists the batches at refillers, with what is still owed by name.",
    roles: .staff, refusals: [.notFound], example: "swapdesk refill list --overdue")
  let refiller: ShortName?
  let overdue: Bool
  let all: Bool
  let before: RefillNumber?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    refiller = try read.optional("refiller", "Only this refiller's.")
    overdue = try read.flag("overdue", "Only those that should be back by now.")
    all = try read.flag("all", "Those that are back too, newest first.")
    before = try read.optional("before", "With --all, only those before this batch: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [RefillCard] {
    let refiller = try refiller.map { name throws(DeskError) in
      try Lookup(books, caller).refiller(name).code
    }
    let zone = try books.clients.settings().zone
    let limit = limit?.count ?? 100
    let batches =
      all
      ? try books.refills.all(refiller: refiller, before: before, limit: limit)
      : try books.refills.waiting(
        refiller: refiller, before: overdue ? caller.now : nil, limit: limit)
    return try batches.map { batch throws(DeskError) in
      var card = RefillCard(batch, zone: zone, now: caller.now)
      if batch.waiting > 0 {
        card.waiting = try books.refills.pieces(batch.number)
          .filter { $0.result == .waiting }.map(\.piece)
      }
      return card
    }
  }
}

import DeskRules
import DeskStore

struct PriceList: Query {
  static let about = About(
    "price.list", "Lists what articles cost on a day, or every price of one.", roles: .staff,
    refusals: [.usage], example: "swapdesk price list RM1-4554")
  let article: Article?
  let day: CalendarDate?
  let after: Article?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    article = try read.optional("article", at: 1, "Only this one, with all its days.")
    day = try read.optional("on", "The day; today at the desk where left out.")
    after = try read.optional("after", "Only those after this article: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [PriceCard] {
    let settings = try books.clients.settings()
    let versions: [PriceVersion]
    if let article {
      guard day == nil, after == nil else {
        throw DeskError(
          .usage, "an article is listed with all its days: leave --on and --after out")
      }
      versions = try books.prices.versions(of: article)
    } else {
      versions = try books.prices.list(
        on: day ?? settings.zone.date(at: caller.now), after: after, limit: limit?.count ?? 100)
    }
    return versions.map { PriceCard($0, settings.currency) }
  }
}

import DeskRules
import DeskStore

struct BudgetShow: Query {
  static let about = About(
    "budget.show", "Shows how much is left: every line of the client with its figures.",
    roles: .everybody, refusals: [.notFound],
    example: "swapdesk budget show bakery",
    notes: [
      "available = limit + transferred - held - pending - spent, and may be negative. Without --on"
        + " the lines in force today are shown, on the desk's calendar."
    ])
  let client: ClientCode
  let line: ShortName?
  let day: CalendarDate?
  let movements: PageSize?
  let allPeriods: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    line = try read.optional("line", "Only this line.")
    day = try read.optional("on", "The lines in force on this day; today where left out.")
    allPeriods = try read.flag("all_periods", "All periods, past and to come.")
    movements = try read.optional("movements", "With the last movements, so many a line.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [BudgetCard] {
    let client = try Lookup(books, caller).client(client)
    let zone = try books.clients.settings().zone
    let day = allPeriods ? nil : day ?? zone.date(at: caller.now)
    let lines = try books.budgets.list(client.code, line: line?.text, on: day)
    var cards: [BudgetCard] = []
    for line in lines {
      var card = BudgetCard(line)
      if let movements {
        card.movements = try BudgetMovements(books).last(movements.count, of: line, zone: zone)
      }
      cards.append(card)
    }
    return cards
  }
}

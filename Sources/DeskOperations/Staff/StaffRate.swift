import DeskRules
import DeskStore

struct StaffRate: Change {
  static let about = About(
    "staff.rate", "Sets what an hour of somebody costs the firm from a day on.", roles: .money,
    refusals: [.notFound, .amount, .time],
    example: "swapdesk staff rate boris 620.00 --from 2026-01-01",
    notes: ["Reports reckon each visit at the rate of its day; earlier days keep theirs."])
  let name: ShortName
  let rate: DecimalText
  let from: CalendarDate?

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read("name", at: 1, "Who.")
    rate = try read("rate", at: 2, "The cost of an hour, in the desk's currency.")
    from = try read.optional("from", "The first day it holds; today where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RateCard> {
    let settings = try books.clients.settings()
    let member = try Lookup(books, caller).formerStaff(name)
    let amount = try rate.minorUnits(in: settings.currency)
    guard amount >= 0 else { throw DeskError(.amount, "an hour costs 0 or more") }
    let rated = StaffRated(
      name: member.name, from: from ?? settings.zone.date(at: caller.sent), hourlyRate: amount)
    return Decision(events: [rated], reply: RateCard(rated, amount, settings.currency))
  }
}

/// A cost rate as answers show one.
struct RateCard: Item {
  let name: String
  let from: CalendarDate
  let rate: Private<String>
  let currency: Currency

  init(_ rated: StaffRated, _ hourlyRate: Int64, _ currency: Currency) {
    (name, from) = (rated.name, rated.from)
    rate = Private(currency.text(hourlyRate))
    self.currency = currency
  }
}

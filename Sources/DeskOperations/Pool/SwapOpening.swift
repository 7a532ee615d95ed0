import DeskRules
import DeskStore

struct SwapOpening: Change {
  static let about = About(
    "swap.opening", "Brings in what a client owed, or was owed, before its swaps were kept here.",
    roles: .desk, refusals: [.notFound, .exists, .usage, .time],
    example: "swapdesk swap opening transco Q5942A --owes 3",
    notes: [
      "It counts shells without a tag; a cartridge with one is added where it is, and counts by"
        + " itself. One balance for a client and substitution group. It gets a swap's number, under"
        + " which swap return settles it."
    ])
  let client: ClientCode
  let type: Line
  let owes: Int?
  let isOwed: Int?
  let at: DayOrMoment?
  let due: Deadline?

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read("client", at: 1, "The client.")
    type = try read("type", at: 2, "A type of the group, such as Q5942A.")
    owes = try read.optional("owes", "How many empties the client owes us.")
    isOwed = try read.optional("is_owed", "How many full ones we owe the client.")
    at = try read.optional("at", "As of the beginning of a day, or of when; now where left out.")
    due = try read.optional("due", "Until when they are expected; two weeks otherwise.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<OpeningCard> {
    let lookup = Lookup(books, caller)
    let client = try lookup.client(client).code
    guard (owes == nil) != (isOwed == nil), let count = owes ?? isOwed,
      (1...100_000).contains(count)
    else {
      throw DeskError(.usage, "say how many, from 1 to 100000: --owes or --is-owed")
    }
    let group = try books.catalogue.group(of: try SupplyText.number(type.text))
    if let known = try books.swaps.opening(client, group) {
      throw DeskError(
        .exists, "\(client) has an opening balance of \(group) already, \(known)",
        ["client": .string("\(client)"), "swap": .string("\(known)")])
    }
    let zone = try lookup.site(client, nil).zone
    let at = try PastMoment(at?.moment(in: zone), zone: zone, caller).instant
    let usual = at.adding(minutes: Int64(Swapping.debtDays * 1440))
    let until: Instant
    if let due { until = try due.instant(in: zone, after: at) } else { until = usual }
    let opened = BalanceOpened(
      number: try books.next(), client: client, group: group,
      owed: owes == nil ? -count : count, at: at, due: until)
    let events: [any Event] = try [opened] + Self.netted(opened, books)
    return Decision(events: events, happenedAt: at, reply: OpeningCard(opened, zone: zone))
  }

  /// What is owed the other way is so much less by date.
  private static func netted(_ opened: BalanceOpened, _ books: Books) throws(DeskError)
    -> [any Event]
  {
    let debt = Debt(
      origin: "\(opened.number)", client: opened.client, group: opened.group, owed: opened.owed,
      due: opened.due)
    let changes = DebtShift.netted(debt, against: try books.swaps.debts(opened.client))
    guard !changes.isEmpty else { return [] }
    return [
      BalanceAdjusted(
        client: opened.client, group: opened.group, debts: changes, at: opened.at,
        cause: debt.origin)
    ]
  }
}

/// An opening balance as answers show one.
struct OpeningCard: Item {
  let swap: SwapNumber
  let client: ClientCode
  let group: String
  let owed: Int
  let due: String

  init(_ opened: BalanceOpened, zone: Zone) {
    swap = opened.number
    client = opened.client
    group = opened.group
    owed = opened.owed
    due = zone.dueText(of: opened.due)
  }
}

/// The beginning of a day, as lists of balances name it, or a time.
enum DayOrMoment: ArgumentValue, Equatable {
  case day(CalendarDate)
  case moment(Moment)

  static let typeName = "date or time"
  static let sample = DayOrMoment.day(.earliest)
  var canonical: String {
    switch self {
    case .day(let date): date.text
    case .moment(let moment): moment.text
    }
  }

  init(argument: String) throws(DeskError) {
    if let date = try? CalendarDate(argument) {
      self = .day(date)
    } else {
      self = .moment(try Moment(argument))
    }
  }

  /// The time in a zone.
  func moment(in zone: Zone) -> Moment {
    switch self {
    case .day(let date): .instant(zone.startOfDay(date))
    case .moment(let moment): moment
    }
  }
}

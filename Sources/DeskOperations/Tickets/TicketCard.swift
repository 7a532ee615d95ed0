import DeskRules
import DeskStore

/// A ticket as answers show one; lists leave out lines, notes and history.
struct TicketCard: Item {
  let number: TicketNumber
  let state: TicketState
  let client: ClientCode
  let site: ClientCode
  let device: Tag?
  let problem: Private<String>
  let priority: Int
  let opened: String
  let due: String?
  var left: String?
  var leftMinutes: Int64?
  let expected: String?
  var assignee: String?
  let waitingFor: Private<String>?
  let line: String
  let currency: Currency
  let billed: String
  let estimate: String?
  /// How much of it is for parts and consumables.
  let estimateGoods: String?
  /// Whether the client agreed to the last estimate and the agreement has not run out.
  var approved: Bool?
  let foreign: String?
  var deadlines: [DeadlineCard]?
  var calendar: String?
  var lines: [LineCard]?
  var allocations: [AllocationCard]?
  var approvals: [ApprovalCard]?
  var loans: [LoanNumber]?
  var history: [StepCard]?
  var budget: [BudgetCard]?
  var exceeds: String?
  /// What of the bill its lines do not have.
  var pending: [BeyondCard]?
  /// Reservations of others that were broken for it.
  var broken: [LoanNumber]?
  /// Why a new machine may be better than this repair.
  var advice: String?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case number, state, client, site, device, problem, priority, opened, due, left
    case leftMinutes = "left_minutes"
    case expected, assignee
    case waitingFor = "waiting_for"
    case line, currency, billed, estimate
    case estimateGoods = "estimate_goods"
    case approved, foreign, deadlines, calendar, lines
    case allocations, approvals, loans, history, budget
    case exceeds, pending, broken, advice, flags
  }

  init(_ ticket: Ticket, zone: Zone, currency: Currency) {
    number = ticket.number
    state = ticket.state
    client = ticket.client
    site = ticket.site
    device = ticket.device
    problem = Private(ticket.problem)
    priority = ticket.priority
    opened = zone.text(of: ticket.opened)
    due = ticket.due.map { zone.dueText(of: $0) }
    expected = ticket.expected.map { zone.dueText(of: $0) }
    assignee = ticket.assignee
    waitingFor = ticket.waitingReason.map { Private($0) }
    line = ticket.line
    self.currency = currency
    billed = currency.text(ticket.billed)
    estimate = ticket.estimate.map { currency.text($0) }
    estimateGoods = ticket.estimateGoods.map { currency.text($0) }
    // Once the work has ended the estimate is spent, whether it was approved or not.
    let isPending = ticket.estimate != nil && ticket.state.takesWork
    approved = isPending ? ticket.approvedVersion == ticket.estimateVersion : nil
    foreign = ticket.foreign?.number
  }
}

extension TicketCard {
  /// Leaves out the desk's people where a client asks: clients are not told names.
  func shown(to caller: Caller) -> TicketCard {
    guard caller.client != nil else { return self }
    var card = self
    card.assignee = nil
    card.lines = lines?.map { line in
      var line = line
      line.by = nil
      return line
    }
    return card
  }
}

/// A line on a ticket.
struct LineCard: Item, Equatable {
  /// Counts the ticket's lines from 1; left out where the line is only just being written.
  var line: Int?
  let kind: LineKind
  let text: Private<String>
  /// Minutes for labour and travel, pieces otherwise; none where no minutes were named.
  let quantity: Int?
  let list: String?
  let discount: Discount?
  /// Whose discounts they are.
  let discountBy: String?
  /// What the tariff says, where another price was typed.
  let tariff: String?
  let amount: String
  var at: String?
  var by: String?
  var void: Bool?

  enum CodingKeys: String, CodingKey {
    case line, kind, text, quantity, list, discount
    case discountBy = "discount_by"
    case tariff, amount, at, by, void
  }

  init(_ line: TicketLine, _ currency: Currency, zone: Zone) {
    self.line = line.line
    kind = line.kind
    text = Private(line.text)
    quantity = line.kind.shown(line.quantity)
    list = line.listAmount.map { currency.text($0) }
    discount = line.discount
    discountBy = line.discountBy
    tariff = line.tariffAmount.map { currency.text($0) }
    amount = currency.text(line.amount)
    at = zone.text(of: line.at)
    by = line.by
    void = line.isVoid ? true : nil
  }

  init(_ line: LineAdded) {
    kind = line.lineKind
    text = line.text
    quantity = line.lineKind.shown(line.quantity)
    list = line.listAmount.map { line.currency.text($0) }
    discount = line.discount
    discountBy = line.discountBy
    tariff = line.override.map { line.currency.text($0.tariffAmount) }
    amount = line.currency.text(line.amount)
  }
}

extension LineKind {
  /// A quantity as answers show it: work that was priced as a whole, without minutes, has none.
  fileprivate func shown(_ quantity: Int) -> Int? {
    (self == .labour || self == .travel) && quantity == 1 ? nil : quantity
  }
}

/// One step in a ticket's history.
struct StepCard: Item {
  let seq: Int64
  let at: String
  let by: String?
  let what: String
  let text: Private<String>?
}

/// Makes cards, reading each site's zone and each client's currency once.
struct TicketCards {
  private let lookup: Lookup
  private var zones: [String: Zone] = [:]
  private var currencies: [ClientCode: Currency] = [:]
  private var clocks: ResponseClocks

  init(_ lookup: Lookup) {
    self.lookup = lookup
    clocks = ResponseClocks(lookup)
  }

  /// The ticket with what is left until it is due.
  mutating func card(_ ticket: Ticket) throws(DeskError) -> TicketCard {
    let zone = try zone(of: ticket)
    var card = TicketCard(ticket, zone: zone, currency: try currency(of: ticket.client))
    if ticket.state.takesWork {
      card.judge(ticket, try clocks.clock(of: ticket, zone: zone), at: lookup.caller.now)
    }
    return card.shown(to: lookup.caller)
  }

  mutating func zone(of ticket: Ticket) throws(DeskError) -> Zone {
    let key = "\(ticket.client)/\(ticket.site)"
    if let zone = zones[key] { return zone }
    let zone = try lookup.zone(ticket.client, ticket.site)
    zones[key] = zone
    return zone
  }

  private mutating func currency(of client: ClientCode) throws(DeskError) -> Currency {
    if let currency = currencies[client] { return currency }
    let currency = try lookup.client(client).currency
    currencies[client] = currency
    return currency
  }
}

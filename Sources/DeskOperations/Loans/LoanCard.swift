import DeskRules
import DeskStore

/// A loan as answers show one.
struct LoanCard: Item {
  let loan: LoanNumber
  let device: Tag
  let client: ClientCode
  let ticket: TicketNumber
  let state: LoanState
  /// From when it is promised, for one that has not begun.
  var from: String?
  let due: String
  /// Whether the due date follows the repair's expected date.
  var followsRepair: Bool?
  var issued: String?
  var returned: String?
  /// Nobody saw it come back: it is known to have gone elsewhere since.
  var presumed: Bool?
  /// From when the next one may have the device, if it comes back in time.
  var freeFrom: String?
  /// When somebody else is promised it after that.
  var freeUntil: String?
  /// The client's contact who took it, by number.
  var contact: Int?
  var meterOut: Int?
  var meterIn: Int?
  var pages: Int?
  var charged: String?
  var accessories: Private<[String]>?
  /// What did not come back and is owed still.
  var missing: Private<[String]>?
  var daysOverdue: Int?
  /// For how many days something of it has been owed after the device.
  var daysOwed: Int?
  var reminders: [String]?
  /// Reservations that this loan broke.
  var broken: [LoanNumber]?
  /// What else the client has not brought back.
  var clientOverdue: Private<[String]>?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case loan, device, client, ticket, state, from, due
    case followsRepair = "follows_repair"
    case issued, returned, presumed
    case freeFrom = "free_from"
    case freeUntil = "free_until"
    case contact
    case meterOut = "meter_out"
    case meterIn = "meter_in"
    case pages, charged, accessories, missing
    case daysOverdue = "days_overdue"
    case daysOwed = "days_owed"
    case reminders, broken
    case clientOverdue = "client_overdue"
    case flags
  }

  init(_ loan: Loan, zone: Zone, now: Instant) {
    self.loan = loan.number
    device = loan.device
    client = loan.client
    ticket = loan.ticket
    state = loan.state
    due = zone.dueText(of: loan.due)
    switch loan.state {
    case .reserved, .cancelled: from = zone.text(of: loan.begins)
    case .out, .returned: issued = zone.text(of: loan.begins)
    }
    if !loan.isPinned { followsRepair = true }
    if loan.isPresumed { presumed = true }
    returned = loan.returned.map { zone.text(of: $0) }
    contact = loan.contact
    meterOut = loan.meterOut
    meterIn = loan.meterIn
    if let out = loan.meterOut, let back = loan.meterIn { pages = back - out }
    flags = loan.flags.isEmpty ? nil : loan.flags
    if loan.isOverdue(at: now) { daysOverdue = loan.daysOverdue(at: now) }
  }
}

extension Loan {
  /// How many days it is late, each begun day counted; 0 where it is not.
  func daysOverdue(at now: Instant) -> Int {
    isOverdue(at: now) ? Int((now.seconds - due.seconds) / 86_400) + 1 : 0
  }
}

extension LoanClosed {
  /// What became of the loaner, as a ticket's history tells it.
  var words: String {
    let how =
      if flags.contains(Self.cutShort) {
        "had gone on by then"
      } else if isPresumed == true {
        "is back by presumption only"
      } else if flags.contains("lost") {
        "was lost"
      } else {
        flags.contains("scrap") ? "was scrapped" : "came back"
      }
    let missing = missing?.value ?? []
    return "\(device) \(how), \(loan)"
      + (missing.isEmpty ? "" : ", without \(missing.joined(separator: ", "))")
  }
}

/// Makes cards of loans with what the books know besides.
struct LoanCards {
  let lookup: Lookup

  init(_ lookup: Lookup) { self.lookup = lookup }

  /// A loan with its accessories that are owed and its reminders.
  func card(_ loan: Loan) throws(DeskError) -> LoanCard {
    let zone = try lookup.zone(loan.client, loan.site)
    var card = LoanCard(loan, zone: zone, now: lookup.caller.now)
    try sayFree(&card, loan, zone)
    let missing = try lookup.books.loans.owed(loan)
    card.missing = missing.isEmpty ? nil : Private(missing)
    if let back = loan.returned, loan.isPresumed || !missing.isEmpty {
      card.daysOwed = Int(max(0, lookup.caller.now.seconds - back.seconds) / 86_400)
    }
    let reminders = try lookup.books.loans.reminders(loan.number)
    card.reminders =
      reminders.isEmpty
      ? nil : reminders.map { "\(zone.date(at: $0.at)) by \($0.way.rawValue)" }
    return card
  }

  /// Says when the next one may have a loan's device: after it, and after those who are promised it
  /// right then. Nobody knows when one that is overdue will be free.
  func sayFree(
    _ card: inout LoanCard, _ loan: Loan, _ zone: Zone, except broken: [LoanNumber] = []
  ) throws(DeskError) {
    guard loan.state == .reserved || loan.isOut, !loan.isOverdue(at: lookup.caller.now) else {
      return
    }
    var from = loan.window.until
    for next in try lookup.books.loans.reservations(loan.device)
    where next.begins >= from && next.number != loan.number && !broken.contains(next.number) {
      guard next.begins == from else {
        card.freeUntil = zone.text(of: next.begins)
        break
      }
      from = next.window.until
    }
    card.freeFrom = zone.text(of: from)
  }

  /// How many overdue loans of a client are named when it asks for another.
  private static let overdueLimit = 5

  /// What a client has not brought back in time, a line each; nil where there is nothing. Persons
  /// are named in answers of queries only.
  func overdue(
    of client: ClientCode, namingPersons isNaming: Bool = false
  ) throws(DeskError) -> Private<[String]>? {
    var filter = LoanFilter(client: client, limit: Self.overdueLimit)
    filter.dueBy = lookup.caller.now
    var lines: [String] = []
    for loan in try lookup.books.loans.out(filter) {
      lines.append(try line(loan, person: isNaming ? contact(of: loan)?.name : nil))
    }
    for loan in try lookup.books.loans.owing(client: client, limit: Self.overdueLimit) {
      lines.append(try owing(loan))
    }
    return lines.isEmpty ? nil : Private(lines)
  }

  private func owing(_ loan: Loan) throws(DeskError) -> String {
    let owed = try lookup.books.loans.owed(loan)
    let missing = owed.filter { $0 != "\(loan.device)" }.joined(separator: ", ")
    guard loan.isPresumed, let returned = loan.returned else {
      guard owed.contains("\(loan.device)") else {
        return "\(loan.number) \(loan.device) came back without \(missing)"
      }
      let what = loan.flags.contains("lost") ? "lost" : "broken for good"
      return "\(loan.number) \(loan.device) was \(what) and is not settled"
        + (missing.isEmpty ? "" : ", nor is \(missing)")
    }
    let zone = try lookup.zone(loan.client, loan.site)
    return "\(loan.number) \(loan.device) is back by presumption only, since"
      + " \(zone.date(at: returned)); nobody has told the true return"
      + (missing.isEmpty ? "" : ", nor where \(missing) is")
  }

  private func line(_ loan: Loan, person: String?) throws(DeskError) -> String {
    let zone = try lookup.zone(loan.client, loan.site)
    let days = loan.daysOverdue(at: lookup.caller.now)
    let holder = person.map { " with \($0)" } ?? loan.contact.map { " with contact \($0)" } ?? ""
    return "\(loan.number) \(loan.device)\(holder), due \(zone.dueText(of: loan.due)),"
      + " \(days) \(days == 1 ? "day" : "days") overdue"
  }

  /// The client's contact who took a loaner.
  func contact(of loan: Loan) throws(DeskError) -> Contact? {
    guard let number = loan.contact else { return nil }
    return try lookup.books.clients.contacts(loan.client).first { $0.number == number }
  }
}

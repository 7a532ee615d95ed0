import DeskRules
import DeskStore

/// A loan as answers show one.
struct LoanCard: Item {
  let loan: LoanNumber
  let device: Tag
  let client: ClientCode
  let ticket: TicketNumber
  let due: String
  let issued: String
  var returned: String?
  var meterOut: Int?
  var meterIn: Int?
  var pages: Int?
  var daysOverdue: Int?
  var flags: [String]?

  enum CodingKeys: String, CodingKey {
    case loan, device, client, ticket, due, issued, returned
    case meterOut = "meter_out"
    case meterIn = "meter_in"
    case pages
    case daysOverdue = "days_overdue"
    case flags
  }

  init(_ opened: LoanOpened, zone: Zone) {
    loan = opened.loan
    device = opened.device
    client = opened.client
    ticket = opened.ticket
    due = zone.dueText(of: opened.due)
    issued = zone.text(of: opened.at)
    meterOut = opened.meter
    flags = opened.flags.isEmpty ? nil : opened.flags
  }

  init(_ loan: Loan, zone: Zone, now: Instant) {
    self.loan = loan.number
    device = loan.device
    client = loan.client
    ticket = loan.ticket
    due = zone.dueText(of: loan.due)
    issued = zone.text(of: loan.issued)
    returned = loan.returned.map { zone.text(of: $0) }
    meterOut = loan.meterOut
    meterIn = loan.meterIn
    if let out = loan.meterOut, let back = loan.meterIn { pages = back - out }
    flags = loan.flags.isEmpty ? nil : loan.flags
    if loan.isOut, loan.due <= now {
      daysOverdue = Int((now.seconds - loan.due.seconds) / 86_400) + 1
    }
  }
}

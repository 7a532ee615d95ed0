/// A loaner was handed over.
public struct LoanOpened: Event {
  public static let kind = "loan.opened"
  /// The loan's number.
  public let loan: LoanNumber
  /// The device lent.
  public let device: Tag
  /// The repair during which it is lent.
  public let ticket: TicketNumber
  /// To whom.
  public let client: ClientCode
  /// To which site.
  public let site: ClientCode
  /// When it was handed over.
  public let at: Instant
  /// When it is expected back.
  public let due: Instant
  /// The page counter at hand-over.
  public let meter: Int?
  /// Its condition at hand-over.
  public let condition: Private<String>?
  /// Why a doubt was set aside.
  public let reason: Private<String>?
  /// What was noticed: unsuitable, meter backwards.
  public let flags: [String]
  /// What was handed over with it.
  public let accessories: Private<[String]>?
  /// The client's contact who took it, by number.
  public let contact: Int?
  /// Whether the due date follows the repair's expected date; it stands by itself where absent.
  public let followsRepair: Bool?
  /// How many minutes its servicing takes after the return.
  public let buffer: Int?
  /// When the device is known to have gone elsewhere, where the loan is entered that late: nobody
  /// saw the return, but by then it was over.
  public let ended: Instant?

  /// Makes the fact.
  public init(
    loan: LoanNumber, device: Tag, ticket: TicketNumber, client: ClientCode, site: ClientCode,
    at: Instant, due: Instant, meter: Int?, condition: String?, reason: String?,
    flags: [String], accessories: [String] = [], contact: Int? = nil,
    followsRepair: Bool? = nil, buffer: Int? = nil, ended: Instant? = nil
  ) {
    self.loan = loan
    self.device = device
    self.ticket = ticket
    self.client = client
    self.site = site
    self.at = at
    self.due = due
    self.meter = meter
    self.condition = condition.map { Private($0) }
    self.reason = reason.map { Private($0) }
    self.flags = flags
    self.accessories = accessories.isEmpty ? nil : Private(accessories)
    self.contact = contact
    self.followsRepair = followsRepair
    self.buffer = buffer
    self.ended = ended
  }

  public var subjects: [Subject] {
    [.loan(loan), .piece(device), .ticket(ticket), .client(client)]
  }
}

/// A loaner came back. Said again of a loan whose return was only presumed, it tells how it was; said
/// again with `cut_short`, that somebody else had the device before the time that was told.
public struct LoanClosed: Event {
  public static let kind = "loan.closed"
  /// The flag of a loan whose end was moved before another hand-over.
  public static let cutShort = "cut_short"
  /// The loan's number.
  public let loan: LoanNumber
  /// The device.
  public let device: Tag
  /// From whom.
  public let client: ClientCode
  /// When it came back.
  public let at: Instant
  /// The page counter at return.
  public let meter: Int?
  /// Its condition at return.
  public let condition: Private<String>?
  /// What was noticed: late, meter backwards.
  public let flags: [String]
  /// Which accessories did not come back with it.
  public let missing: Private<[String]>?
  /// Whether nobody saw the return: the device is known to have gone elsewhere since.
  public let isPresumed: Bool?
  /// Whether the device itself did not come back, or not whole, and is owed like what is missing.
  public let isDeviceOwed: Bool?

  /// Makes the fact.
  public init(
    loan: LoanNumber, device: Tag, client: ClientCode, at: Instant, meter: Int?,
    condition: String?, flags: [String], missing: [String] = [], isPresumed: Bool? = nil,
    isDeviceOwed: Bool? = nil
  ) {
    self.loan = loan
    self.device = device
    self.client = client
    self.at = at
    self.meter = meter
    self.condition = condition.map { Private($0) }
    self.flags = flags
    self.missing = missing.isEmpty ? nil : Private(missing)
    self.isPresumed = isPresumed
    self.isDeviceOwed = isDeviceOwed
  }

  public var subjects: [Subject] { [.loan(loan), .piece(device), .client(client)] }
}

/// The page counter of a loaner at its return was told after the return.
public struct LoanMetered: Event {
  public static let kind = "loan.metered"
  /// The flag of a return whose pages were not charged; told later, they are.
  public static let notCharged = "pages_not_charged"
  /// The loan's number.
  public let loan: LoanNumber
  /// The device.
  public let device: Tag
  /// From whom it had come back.
  public let client: ClientCode
  /// When it had come back.
  public let at: Instant
  /// The page counter then.
  public let meter: Int
  /// What was noticed: meter backwards.
  public let flags: [String]

  /// Makes the fact.
  public init(
    loan: LoanNumber, device: Tag, client: ClientCode, at: Instant, meter: Int, flags: [String]
  ) {
    self.loan = loan
    self.device = device
    self.client = client
    self.at = at
    self.meter = meter
    self.flags = flags
  }

  public var subjects: [Subject] { [.loan(loan), .piece(device), .client(client)] }
}

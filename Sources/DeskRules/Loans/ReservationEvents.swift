/// A loaner was promised for a time to come.
public struct LoanReserved: Event {
  public static let kind = "loan.reserved"
  /// The loan's number, which it keeps when it begins.
  public let loan: LoanNumber
  /// The device promised.
  public let device: Tag
  /// The repair during which it will be lent.
  public let ticket: TicketNumber
  /// To whom.
  public let client: ClientCode
  /// To which site.
  public let site: ClientCode
  /// When it was promised.
  public let at: Instant
  /// From when the device is promised.
  public let from: Instant
  /// Until when; that moment is free again.
  public let until: Instant
  /// Whether the end follows the repair's expected date.
  public let followsRepair: Bool
  /// How many minutes its servicing takes after the return.
  public let buffer: Int
  /// Why a doubt was set aside.
  public let reason: Private<String>?
  /// What was noticed: unsuitable.
  public let flags: [String]

  /// Makes the fact.
  public init(
    loan: LoanNumber, device: Tag, ticket: TicketNumber, client: ClientCode, site: ClientCode,
    at: Instant, from: Instant, until: Instant, followsRepair: Bool, buffer: Int,
    reason: String?, flags: [String]
  ) {
    self.loan = loan
    self.device = device
    self.ticket = ticket
    self.client = client
    self.site = site
    self.at = at
    self.from = from
    self.until = until
    self.followsRepair = followsRepair
    self.buffer = buffer
    self.reason = reason.map { Private($0) }
    self.flags = flags
  }

  public var subjects: [Subject] { [.loan(loan), .ticket(ticket), .client(client)] }
}

/// A loan, begun or not, is due at another time than before.
public struct LoanExtended: Event {
  public static let kind = "loan.extended"
  /// The loan's number.
  public let loan: LoanNumber
  /// Whose loan it is.
  public let client: ClientCode
  /// When it was agreed.
  public let at: Instant
  /// When the device is expected back.
  public let due: Instant
  /// Whether the due date follows the repair's expected date.
  public let followsRepair: Bool
  /// Why.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    loan: LoanNumber, client: ClientCode, at: Instant, due: Instant, followsRepair: Bool,
    reason: String?
  ) {
    self.loan = loan
    self.client = client
    self.at = at
    self.due = due
    self.followsRepair = followsRepair
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.loan(loan), .client(client)] }
}

/// A reservation will not be used.
public struct LoanCancelled: Event {
  public static let kind = "loan.cancelled"
  /// The loan's number.
  public let loan: LoanNumber
  /// The device that was promised.
  public let device: Tag
  /// The repair it was for.
  public let ticket: TicketNumber
  /// To whom it was promised.
  public let client: ClientCode
  /// When it was cancelled.
  public let at: Instant
  /// Whether somebody else got the device instead: the client must be told.
  public let isBroken: Bool
  /// Why.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    loan: LoanNumber, device: Tag, ticket: TicketNumber, client: ClientCode, at: Instant,
    isBroken: Bool, reason: String?
  ) {
    self.loan = loan
    self.device = device
    self.ticket = ticket
    self.client = client
    self.at = at
    self.isBroken = isBroken
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.loan(loan), .ticket(ticket), .client(client)] }
}

/// How somebody was reminded.
public enum ReminderWay: String, Sendable, Codable, CaseIterable {
  case phone, mail, message, visit, other
}

/// A client was asked to bring back what is owed.
public struct LoanReminded: Event {
  public static let kind = "loan.reminded"
  /// The loan's number.
  public let loan: LoanNumber
  /// Who was reminded.
  public let client: ClientCode
  /// Counts the loan's reminders from 1.
  public let reminder: Int
  /// When.
  public let at: Instant
  /// How.
  public let way: ReminderWay
  /// What was said.
  public let text: Private<String>?

  /// Makes the fact.
  public init(
    loan: LoanNumber, client: ClientCode, reminder: Int, at: Instant, way: ReminderWay,
    text: String?
  ) {
    self.loan = loan
    self.client = client
    self.reminder = reminder
    self.at = at
    self.way = way
    self.text = text.map { Private($0) }
  }

  public var subjects: [Subject] { [.loan(loan), .client(client)] }
}

/// Accessories that were still owed after the device had come back are owed no longer.
public struct AccessoriesSettled: Event {
  public static let kind = "accessories.settled"
  /// The loan's number.
  public let loan: LoanNumber
  /// Whose loan it was.
  public let client: ClientCode
  /// When.
  public let at: Instant
  /// What came back.
  public let returned: Private<[String]>
  /// What will not come back.
  public let writtenOff: Private<[String]>
  /// Why it was written off.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    loan: LoanNumber, client: ClientCode, at: Instant, returned: [String], writtenOff: [String],
    reason: String?
  ) {
    self.loan = loan
    self.client = client
    self.at = at
    self.returned = Private(returned)
    self.writtenOff = Private(writtenOff)
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.loan(loan), .client(client)] }
}

/// Where the bill of a finished job stands on its way to an invoice.
public enum BillState: String, Sendable, Codable, CaseIterable {
  /// The job ended; somebody has to look at the bill.
  case review
  /// It went back to the engineer with a reason; the repair is open again.
  case back
  /// It was looked at and may be invoiced.
  case ready
  /// It is on an invoice.
  case invoiced
}

/// The bill of a finished job was looked at. That a job ended or came back says the ticket itself.
public struct BillMoved: Event {
  public static let kind = "bill.moved"
  /// Of which ticket.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// Where it stands now.
  public let state: BillState
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(ticket: TicketNumber, client: ClientCode, state: BillState, at: Instant) {
    self.ticket = ticket
    self.client = client
    self.state = state
    self.at = at
  }

  public var subjects: [Subject] { [.ticket(ticket)] }
}

/// From a day on the desk charges a rate of value added tax, or none.
public struct TaxRateSet: Event {
  public static let kind = "tax.rate_set"
  /// The first day of supply it holds for.
  public let from: CalendarDate
  /// The rate; nil for no tax.
  public let rate: Percent?

  /// Makes the fact.
  public init(from: CalendarDate, rate: Percent?) {
    self.from = from
    self.rate = rate
  }

  public var subjects: [Subject] { [] }
}

/// How a client is invoiced; what is absent stays as it was.
public struct TermsChanged: Event {
  public static let kind = "terms.changed"
  /// Which client.
  public let client: ClientCode
  /// How prices stand to the tax.
  public let tax: TaxTreatment?
  /// How many days after its date an invoice is due.
  public let paymentDays: Int?
  /// The address on documents.
  public let address: Private<String>?
  /// The tax number on documents.
  public let taxNumber: Private<String>?

  /// Makes the fact.
  public init(
    client: ClientCode, tax: TaxTreatment?, paymentDays: Int?, address: String?,
    taxNumber: String?
  ) {
    self.client = client
    self.tax = tax
    self.paymentDays = paymentDays
    self.address = address.map { Private($0) }
    self.taxNumber = taxNumber.map { Private($0) }
  }

  public var subjects: [Subject] { [.client(client)] }
}

/// A client's own machine came to our bench.
public struct MachineReceived: Event {
  public static let kind = "machine.received"
  /// The repair it came for.
  public let ticket: TicketNumber
  /// The machine.
  public let device: Tag
  /// Whose it is.
  public let client: ClientCode
  /// From which site.
  public let site: ClientCode
  /// When.
  public let at: Instant
  /// The page counter.
  public let meter: Int?
  /// Its condition.
  public let condition: Private<String>?
  /// What came with it.
  public let accessories: Private<[String]>?
  /// Why a doubt was set aside.
  public let reason: Private<String>?
  /// What was noticed.
  public let flags: [String]

  /// Makes the fact.
  public init(
    ticket: TicketNumber, device: Tag, client: ClientCode, site: ClientCode, at: Instant,
    meter: Int?, condition: String?, accessories: [String], reason: String?, flags: [String]
  ) {
    self.ticket = ticket
    self.device = device
    self.client = client
    self.site = site
    self.at = at
    self.meter = meter
    self.condition = condition.map { Private($0) }
    self.accessories = accessories.isEmpty ? nil : Private(accessories)
    self.reason = reason.map { Private($0) }
    self.flags = flags
  }

  public var subjects: [Subject] { [.ticket(ticket), .piece(device), .client(client)] }
}

/// A client's own machine went back from our bench.
public struct MachineHandedBack: Event {
  public static let kind = "machine.handed_back"
  /// The repair it had come for.
  public let ticket: TicketNumber
  /// The machine.
  public let device: Tag
  /// Whose it is.
  public let client: ClientCode
  /// To which site.
  public let site: ClientCode
  /// When.
  public let at: Instant
  /// The page counter.
  public let meter: Int?
  /// Its condition.
  public let condition: Private<String>?
  /// What had come with it and did not go back.
  public let missing: Private<[String]>?
  /// Why a doubt was set aside.
  public let reason: Private<String>?
  /// What was noticed.
  public let flags: [String]

  /// Makes the fact.
  public init(
    ticket: TicketNumber, device: Tag, client: ClientCode, site: ClientCode, at: Instant,
    meter: Int?, condition: String?, missing: [String], reason: String?, flags: [String]
  ) {
    self.ticket = ticket
    self.device = device
    self.client = client
    self.site = site
    self.at = at
    self.meter = meter
    self.condition = condition.map { Private($0) }
    self.missing = missing.isEmpty ? nil : Private(missing)
    self.reason = reason.map { Private($0) }
    self.flags = flags
  }

  public var subjects: [Subject] { [.ticket(ticket), .piece(device), .client(client)] }
}

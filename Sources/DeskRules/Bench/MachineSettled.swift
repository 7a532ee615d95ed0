/// What had stayed with us of a client's machine after it went back is with us no longer.
public struct MachineSettled: Event {
  public static let kind = "machine.settled"
  /// The repair the machine had come for.
  public let ticket: TicketNumber
  /// The machine.
  public let device: Tag
  /// Whose it is.
  public let client: ClientCode
  /// When the machine had come, which tells its stays apart.
  public let received: Instant
  /// When.
  public let at: Instant
  /// What went back after it.
  public let returned: Private<[String]>
  /// What will not go back.
  public let writtenOff: Private<[String]>
  /// Why it was written off.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    ticket: TicketNumber, device: Tag, client: ClientCode, received: Instant, at: Instant,
    returned: [String], writtenOff: [String], reason: String?
  ) {
    self.ticket = ticket
    self.device = device
    self.client = client
    self.received = received
    self.at = at
    self.returned = Private(returned)
    self.writtenOff = Private(writtenOff)
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [.ticket(ticket), .piece(device), .client(client)] }
}

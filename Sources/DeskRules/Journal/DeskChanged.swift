/// A setting of the desk was changed; what is absent stays as it was.
public struct DeskChanged: Event {
  public static let kind = "desk.changed"
  /// The calendar of clients that name none; empty for none.
  public let calendar: String?
  /// What is called night where no tariff says otherwise.
  public let night: DayWindow?
  /// The firm's name on documents.
  public let name: Private<String>?
  /// The firm's address on documents.
  public let address: Private<String>?
  /// The firm's tax number on documents.
  public let taxNumber: Private<String>?

  /// Makes the fact.
  public init(
    calendar: String? = nil, night: DayWindow? = nil, name: String? = nil,
    address: String? = nil, taxNumber: String? = nil
  ) {
    (self.calendar, self.night) = (calendar, night)
    self.name = name.map { Private($0) }
    self.address = address.map { Private($0) }
    self.taxNumber = taxNumber.map { Private($0) }
  }

  public var subjects: [Subject] { [] }
}

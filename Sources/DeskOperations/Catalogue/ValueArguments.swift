public import DeskRules

extension ClientCode: ArgumentValue {
  public static let typeName = "code"
  public static let sample = ClientCode(stored: "client")
  public var canonical: String { description }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Tag: ArgumentValue {
  public static let typeName = "tag"
  public static let sample = Tag(stored: "TAG")
  public var canonical: String { description }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Number: ArgumentValue {
  public static var typeName: String { "\(Subject.noun) number" }
  public static var sample: Self { Self(1) }
  public var canonical: String { description }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Holder: ArgumentValue {
  public static let typeName = "shelf:NAME|van:NAME|client:CODE|bench|scrap|lost"
  public static let sample = Holder.mainShelf
  public var canonical: String { description }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Zone: ArgumentValue {
  public static let typeName = "zone"
  public static let sample = Zone.utc
  public var canonical: String { identifier }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Currency: ArgumentValue {
  public static let typeName = "currency"
  public static let sample = Currency.euro
  public var canonical: String { code }
  public init(argument: String) throws(DeskError) { try self.init(argument.uppercased()) }
}

extension DecimalText: ArgumentValue {
  public static let typeName = "amount"
  public static let sample = DecimalText.zero
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension CalendarDate: ArgumentValue {
  public static let typeName = "date"
  public static let sample = CalendarDate.epoch
  public var canonical: String { description }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Moment: ArgumentValue {
  public static let typeName = "time"
  public static let sample = Moment.instant(Instant(seconds: 0))
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Deadline: ArgumentValue {
  public static let typeName = "date or time"
  public static let sample = Deadline.day(.epoch)
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Period: ArgumentValue {
  public static let typeName = "2026|2026-Q4|2026-11|FROM..TO"
  public static let sample = Period.year(2026)
  public var canonical: String { "\(first)..\(last)" }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension TariffBand: ArgumentValue {
  public static let typeName = "NAME FROM-TO xFACTOR"
  public static let sample = TariffBand.night
  public var canonical: String { text }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension TravelRule: ArgumentValue {
  public static let typeName = "none|billed|flat=AMOUNT"
  public static let sample = TravelRule.none
  public var canonical: String { text }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

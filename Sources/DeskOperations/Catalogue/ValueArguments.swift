public import DeskRules

/// A value with one text form is read from that text.
extension ArgumentValue where Self: TextValue {
  /// Reads the text.
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

/// Makes the sample of a type from its text.
private func sample<Value: TextValue>(_ text: String) -> Value {
  do {
    return try Value(text)
  } catch {
    preconditionFailure("the sample \(text) is refused: \(error.message)")
  }
}

extension ClientCode: ArgumentValue {
  public static let typeName = "code"
  public static var sample: ClientCode { ClientCode(stored: "client") }
}

extension Tag: ArgumentValue {
  public static let typeName = "tag"
  /// A scanner can give it.
  public static let isTag = true
  public static var sample: Tag { Tag(stored: "TAG") }
}

extension Number: ArgumentValue {
  public static var typeName: String { "\(Subject.noun) number" }
  public static var sample: Self { Self(1) }
}

extension DebtOrigin: ArgumentValue {
  public static let typeName = "swap or write-off number"
  public static var sample: DebtOrigin { .swap(SwapNumber(1)) }
}

extension Holder: ArgumentValue {
  public static let typeName = "shelf:NAME|van:NAME|client:CODE|bench|scrap|lost"
  public static var sample: Holder { .mainShelf }
  public var canonical: String { description }
  public init(argument: String) throws(DeskError) { try self.init(argument) }
}

extension Zone: ArgumentValue {
  public static let typeName = "zone"
  public static var sample: Zone { DeskOperations.sample("UTC") }
}

extension Currency: ArgumentValue {
  public static let typeName = "currency"
  public static var sample: Currency { DeskOperations.sample("EUR") }
  public init(argument: String) throws(DeskError) { try self.init(argument.uppercased()) }
}

extension DecimalText: ArgumentValue {
  public static let typeName = "amount"
  public static var sample: DecimalText { DeskOperations.sample("1") }
}

extension CalendarDate: ArgumentValue {
  public static let typeName = "date"
  public static var sample: CalendarDate { .earliest }
}

extension ClockTime: ArgumentValue {
  public static let typeName = "HH:MM"
  public static var sample: ClockTime { .midnight }
}

extension RotationTurn: ArgumentValue {
  public static let typeName = "day|mon|tue|wed|thu|fri|sat|sun"
  public static var sample: RotationTurn { .day }
}

extension EscalationStep: ArgumentValue {
  public static let typeName = "WHO[,WHO…] MINUTES"
  public static var sample: EscalationStep { DeskOperations.sample("on-duty 10") }
}

extension Moment: ArgumentValue {
  public static let typeName = "time"
  public static var sample: Moment { .instant(Instant(seconds: 0)) }
}

extension Deadline: ArgumentValue {
  public static let typeName = "date or time"
  public static var sample: Deadline { .day(.earliest) }
}

extension Period: ArgumentValue {
  public static let typeName = "2026|2026-Q4|2026-11|FROM..TO"
  public static var sample: Period { DeskOperations.sample("2026") }
}

extension CalendarDay: ArgumentValue {
  public static let typeName = "DATE=off|short|work"
  public static var sample: CalendarDay { CalendarDay(.earliest, .off) }
}

extension OpenHours: ArgumentValue {
  public static let typeName = "DAYS FROM-TO"
  public static var sample: OpenHours { DeskOperations.sample("working 09:00-18:00") }
}

extension DayWindow: ArgumentValue {
  public static let typeName = "FROM-TO"
  public static var sample: DayWindow { .usualNight }
}

extension MinuteSpan: ArgumentValue {
  public static let typeName = "30m|4h|1h30m"
  public static var sample: MinuteSpan { MinuteSpan(validMinutes: 30) }
}

extension BudgetThreshold: ArgumentValue {
  public static let typeName = "PERCENT%|amount"
  public static var sample: BudgetThreshold { .share(Percent(stored: 0)) }
}

extension TravelRule: ArgumentValue {
  public static let typeName = "none|billed|flat=AMOUNT"
  public static var sample: TravelRule { .none }
}

extension Percent: ArgumentValue {
  public static let typeName = "percent"
  public static var sample: Percent { DeskOperations.sample("22%") }
}

extension Discount: ArgumentValue {
  public static let typeName = "percent"
  public static var sample: Discount { .none }
}

extension Article: ArgumentValue {
  public static let typeName = "article"
  public static var sample: Article { DeskOperations.sample("RM1-4554") }
}

extension DiscountedService: ArgumentValue {
  public static let typeName = "any|KIND|BAND"
  public static var sample: DiscountedService { .any }
}

extension InvoiceSeries: ArgumentValue {
  public static let typeName = "series"
  public static var sample: InvoiceSeries { .usual }
  public init(argument: String) throws(DeskError) { try self.init(typed: argument) }
}

extension InvoiceNumber: ArgumentValue {
  public static let typeName = "invoice number"
  public static var sample: InvoiceNumber { DeskOperations.sample("A-2026-000001") }
  public init(argument: String) throws(DeskError) { try self.init(typed: argument) }
}

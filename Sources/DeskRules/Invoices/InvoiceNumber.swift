/// A series of invoices, such as `A`: a letter, then up to seven more letters or digits.
public struct InvoiceSeries: TextValue, Comparable {
  /// The series of invoices that name none.
  public static let usual = InvoiceSeries(stored: "A")
  /// The series of credit notes that name none.
  public static let usualCredit = InvoiceSeries(stored: "C")

  /// The name in upper case.
  public let text: String

  /// Reads a name, in whatever case.
  ///
  /// - Throws: `usage` when it has another form.
  public init(_ text: String) throws(DeskError) {
    let upper = text.uppercased()
    guard upper.allSatisfy({ $0.isLetter || $0.isNumber }), upper.first?.isLetter == true,
      (1...8).contains(upper.count), upper.utf8.count <= 32
    else {
      throw DeskError(
        .usage,
        "\(text.quotedForMessage) is no series; use a letter and up to seven letters or digits")
    }
    self.text = upper
  }

  /// A name that is known to be in order, as the books keep it.
  public init(stored: String) { text = stored }

  /// Reads a name that a person typed; who pays types what is on paper.
  ///
  /// - Throws: `usage` when it has another form.
  public init(typed text: String) throws(DeskError) {
    try self.init(LookAlike.latin(text))
  }

  /// Series sort by their letters.
  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The number of an invoice or a credit note, such as `A-2026-000123`: series, year, and a counter
/// without gaps.
public struct InvoiceNumber: TextValue, Comparable {
  /// The series.
  public let series: InvoiceSeries
  /// The year of the document's date.
  public let year: Int
  /// Counts the series' documents of the year from 1.
  public let counter: Int

  private static let counterDigits = 6

  /// Makes a number from its parts.
  public init(series: InvoiceSeries, year: Int, counter: Int) {
    self.series = series
    self.year = year
    self.counter = counter
  }

  /// Reads `A-2026-000123`, also with fewer zeros and in lower case.
  ///
  /// - Throws: `usage` when the text is no such number.
  public init(_ text: String) throws(DeskError) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let series = try? InvoiceSeries(parts[0]), parts[1].utf8.count == 4,
      let year = Self.digits(parts[1]), let counter = Self.digits(parts[2]), counter > 0
    else {
      throw DeskError(
        .usage, "\(text.quotedForMessage) is no invoice number such as A-2026-000123")
    }
    self.init(series: series, year: year, counter: counter)
  }

  /// Reads a number that a person typed.
  ///
  /// - Throws: `usage` when the text is no such number.
  public init(typed text: String) throws(DeskError) {
    let number = try InvoiceNumber(text)
    self.init(
      series: try InvoiceSeries(typed: number.series.text), year: number.year,
      counter: number.counter)
  }

  private static func digits(_ text: String) -> Int? {
    let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isPlain && text.utf8.count <= 12 ? Int(text) : nil
  }

  /// The number as people read it.
  public var text: String {
    "\(series)-\(year.padded(to: 4))-\(counter.padded(to: Self.counterDigits))"
  }

  /// Numbers sort by series, year and counter.
  public static func < (left: Self, right: Self) -> Bool {
    (left.series, left.year, left.counter) < (right.series, right.year, right.counter)
  }

  /// The number after the last one of a series, for a document of a date.
  ///
  /// - Throws: `time` when the date is before the last one's.
  public static func next(
    _ series: InvoiceSeries, on date: CalendarDate,
    after last: (number: InvoiceNumber, date: CalendarDate)?
  ) throws(DeskError) -> InvoiceNumber {
    guard let last else { return InvoiceNumber(series: series, year: date.year, counter: 1) }
    guard date >= last.date else {
      throw DeskError(
        .time,
        "\(last.number) of series \(series) has the date \(last.date); a later number cannot be"
          + " dated \(date): give --date \(last.date) or later, or another --series",
        ["number": .string(last.number.text), "date": .string(last.date.text)])
    }
    let counter = date.year == last.number.year ? last.number.counter + 1 : 1
    return InvoiceNumber(series: series, year: date.year, counter: counter)
  }
}

/// Payments count PAY-1, PAY-2, …
public enum PaymentSubject: NumberedSubject {
  public static let prefix = "PAY"
  public static let noun = "payment"
}

/// A payment's number.
public typealias PaymentNumber = Number<PaymentSubject>

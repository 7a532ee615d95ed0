public import DeskRules

/// One line of text, such as a name.
public struct Line: ArgumentValue, Equatable {
  /// The line.
  public let text: String
  public static let typeName = "text"
  public static let sample = Line(text: "text")
  public var canonical: String { text }

  private init(text: String) { self.text = text }

  public init(argument: String) throws(DeskError) { text = try PlainText.line(argument) }
}

/// Free text, also with line breaks.
public struct FreeText: ArgumentValue, Equatable {
  /// The text.
  public let text: String
  public static let typeName = "text"
  public static let sample = FreeText(text: "text")
  public var canonical: String { text }

  private init(text: String) { self.text = text }

  public init(argument: String) throws(DeskError) { text = try PlainText.text(argument) }
}

/// A moment with its offset from UTC.
public struct ExactMoment: ArgumentValue, Equatable {
  /// The moment.
  public let instant: Instant
  public static let typeName = "time with offset"
  public static let sample = ExactMoment(instant: Instant(seconds: 0))
  public var canonical: String { instant.utcText }

  private init(instant: Instant) { self.instant = instant }

  public init(argument: String) throws(DeskError) { instant = try Instant(iso8601: argument) }
}

/// A short name of staff or of a budget line: letters, digits, dashes.
public struct ShortName: ArgumentValue, Equatable {
  /// The name in lower case.
  public let text: String
  public static let typeName = "short name"
  public static let sample = ShortName(text: "name")
  public var canonical: String { text }

  private init(text: String) { self.text = text }

  public init(argument: String) throws(DeskError) {
    let lower = argument.lowercased()
    let isPlain = lower.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
    guard isPlain, (1...32).contains(lower.count), lower.utf8.count <= 128 else {
      throw DeskError(
        .usage,
        "\"\(argument)\" is not a short name: use up to 32 letters, digits and - _ .")
    }
    text = lower
  }
}

/// A tag, a serial number or a barcode.
public struct PieceReference: ArgumentValue, Equatable {
  /// As it was written.
  public let text: String
  public static let typeName = "tag or serial"
  /// A scanner can give it.
  public static let isTag = true
  public static let sample = PieceReference(text: "TAG")
  public var canonical: String { text.uppercased() }

  private init(text: String) { self.text = text }

  public init(argument: String) throws(DeskError) {
    let line = try PlainText.line(argument)
    guard line.count <= 64 else {
      throw DeskError(.usage, "a tag or serial has at most 64 characters")
    }
    text = line
  }
}

/// A ticket's number here, or at the service desk it was imported from.
public enum TicketReference: ArgumentValue, Equatable {
  /// Ours.
  case number(TicketNumber)
  /// Ours, or another desk's: digits alone.
  case digits(TicketNumber, String)
  /// Another desk's.
  case foreign(String)

  public static let typeName = "ticket"
  public static let sample = TicketReference.number(Number(17))

  public var canonical: String {
    switch self {
    case .number(let number), .digits(let number, _): number.description
    case .foreign(let text): text
    }
  }

  public init(argument: String) throws(DeskError) {
    if let number = try? TicketNumber(argument) {
      self = argument.first?.isNumber == true ? .digits(number, argument) : .number(number)
    } else {
      self = .foreign(try PlainText.line(argument))
    }
  }
}

/// A part and its price, such as `RM1-4554 fuser=4500.00`; the last = splits.
public struct PricedPart: ArgumentValue, Equatable {
  /// What it is.
  public let text: String
  /// What the client pays for it.
  public let price: DecimalText
  public static let typeName = "part=amount"
  public static var sample: PricedPart {
    PricedPart(text: "part", price: .sample)
  }
  public var canonical: String { "\(text)=\(price.canonical)" }

  private init(text: String, price: DecimalText) {
    self.text = text
    self.price = price
  }

  public init(argument: String) throws(DeskError) {
    guard let split = argument.lastIndex(of: "=") else {
      throw DeskError(
        .usage, "\"\(argument)\" names no price: write for example \"fuser=4500.00\"")
    }
    let name = argument[..<split].trimmingSpaces
    text = try PlainText.line(name)
    price = try DecimalText(argument[argument.index(after: split)...].trimmingSpaces)
  }
}

/// A whole number from 1 to 1,000: how many to list.
public struct PageSize: ArgumentValue, Equatable {
  /// The number.
  public let count: Int
  public static let typeName = "1 to 1000"
  public static let sample = PageSize(count: 50)
  public var canonical: String { String(count) }

  private init(count: Int) { self.count = count }

  public init(argument: String) throws(DeskError) {
    guard let count = Int(argument), (1...1_000).contains(count) else {
      throw DeskError(.usage, "\"\(argument)\" is no number from 1 to 1000")
    }
    self.count = count
  }
}

extension Int: ArgumentValue {
  public static let typeName = "whole number"
  public static let sample = 0
  public var canonical: String { String(self) }

  /// Reads a number from 0 to 1,000,000,000.
  public init(argument: String) throws(DeskError) {
    guard let number = Int(argument), (0...1_000_000_000).contains(number) else {
      throw DeskError(.usage, "\"\(argument)\" is no whole number from 0 to 1000000000")
    }
    self = number
  }
}

extension Bool: ArgumentValue {
  public static let typeName = "true or false"
  public static let sample = false
  public var canonical: String { self ? "true" : "false" }

  public init(argument: String) throws(DeskError) {
    switch argument.lowercased() {
    case "true", "yes": self = true
    case "false", "no": self = false
    default: throw DeskError(.usage, "\"\(argument)\" is neither true nor false")
    }
  }
}

extension ArgumentValue where Self: RawRepresentable<String> & CaseIterable {
  /// The words it may be.
  public static var typeName: String { allCases.map(\.rawValue).joined(separator: "|") }
  /// The first word.
  public static var sample: Self {
    guard let first = allCases.first else { preconditionFailure("\(Self.self) has no case") }
    return first
  }
  /// The word.
  public var canonical: String { rawValue }

  /// Reads one of the words, in whatever case.
  public init(argument: String) throws(DeskError) {
    let found = Self.allCases.first { $0.rawValue.lowercased() == argument.lowercased() }
    guard let found else {
      let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw DeskError(.usage, "\"\(argument)\" is none of \(words)")
    }
    self = found
  }
}

extension Role: ArgumentValue {}
extension TicketState: ArgumentValue {}
extension LineKind: ArgumentValue {}
extension NoteAudience: ArgumentValue {}
extension SheetFormat: ArgumentValue {}
extension DeviceFunction: ArgumentValue {}
extension DeviceInterface: ArgumentValue {}
extension ReminderWay: ArgumentValue {}
extension PieceState: ArgumentValue {}
extension SwapContract: ArgumentValue {}
extension BillState: ArgumentValue {}
extension TaxTreatment: ArgumentValue {}
extension DiscountStacking: ArgumentValue {}
extension ContactFunction: ArgumentValue {}
extension ClockKind: ArgumentValue {}
extension RoundingScope: ArgumentValue {}
extension NotifierContact: ArgumentValue {}
extension RolloverRule: ArgumentValue {}

extension Substring {
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension Int {
  /// Refuses a number that is out of bounds, naming its parameter.
  func within(_ bounds: ClosedRange<Int>, _ parameter: String) throws(DeskError) -> Int {
    guard bounds.contains(self) else {
      throw DeskError(
        .usage, "\(parameter) is from \(bounds.lowerBound) to \(bounds.upperBound), not \(self)",
        ["parameter": .string(parameter)])
    }
    return self
  }
}

extension Arguments {
  /// A number within bounds that may be left out.
  mutating func optional(
    _ name: String, _ help: String, in bounds: ClosedRange<Int>
  ) throws(DeskError) -> Int? {
    let number: Int? = try optional(name, help)
    return try number.map { number throws(DeskError) in try number.within(bounds, name) }
  }
}

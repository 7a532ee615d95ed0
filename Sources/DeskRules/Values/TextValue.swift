/// A value with exactly one text form, which is also what is stored, sent and compared.
///
/// Conforming types get `Codable` as that text, `description` and `canonical` for nothing.
public protocol TextValue: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Reads the value from its text.
  ///
  /// - Throws: the type's own code (`time`, `amount` …), saying which form was expected.
  init(_ text: String) throws(DeskError)

  /// The value's text; `init(_:)` reads it back to an equal value.
  var text: String { get }
}

extension TextValue {
  /// The value's text.
  public var description: String { text }

  /// The form under which two requests are compared: equal values have equal text.
  public var canonical: String { text }

  /// Reads the text that `encode` wrote.
  ///
  /// - Throws: `DeskError` where the text is not such a value.
  public init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension String {
  /// The text as an error message may repeat it: in quotes, short, and without anything that could
  /// steer a terminal.
  var quotedForMessage: String {
    let limit = 40
    let shown = String(String.UnicodeScalarView(unicodeScalars.prefix(limit))).withoutSteering
    return "\"\(shown)\(unicodeScalars.count > limit ? "…" : "")\""
  }

  /// The text with a mark in place of everything that could steer a terminal or break a line.
  var withoutSteering: String {
    var safe = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        safe.append("\u{FFFD}")
      default: safe.append(scalar)
      }
    }
    return String(safe)
  }
}

/// A name, a phone number or free text: what stands in the erasable part of a journal row. Its value
/// is gone once the row's private part was emptied.
public struct Private<Value: Codable & Sendable & Equatable>: Sendable, Equatable {
  /// The value, or nil once it was erased.
  public let value: Value?

  /// Marks a value as private.
  public init(_ value: Value) { self.value = value }

  init(erased: ()) { value = nil }
}

extension Private: Codable {
  /// Reads a value; see `JSONDecoding` for how an erased one is recognised.
  public init(from decoder: any Decoder) throws {
    let source = decoder as? JSONDecoding
    guard source?.isErased != true else {
      self.init(erased: ())
      return
    }
    self.init(try Value(from: decoder))
  }

  /// Writes the value; `JSONEncoding` moves it to the private part.
  public func encode(to encoder: any Encoder) throws {
    try value?.encode(to: encoder)
  }
}

/// Lets the JSON coders recognise `Private` whatever it holds.
protocol PrivateValue {
  var isErased: Bool { get }
}

extension Private: PrivateValue {
  var isErased: Bool { value == nil }
}

/// A secret that is shown once in an answer and kept nowhere: the journal leaves it out.
public struct Unkept<Value: Codable & Sendable & Equatable>: Sendable, Equatable, Encodable {
  /// The secret.
  public let value: Value

  /// Marks a value as not to be kept.
  public init(_ value: Value) { self.value = value }

  /// Writes the value; `JSONEncoding` leaves it out of what is kept.
  public func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}

/// Lets the JSON encoder recognise `Unkept` whatever it holds.
protocol UnkeptValue {}

extension Unkept: UnkeptValue {}

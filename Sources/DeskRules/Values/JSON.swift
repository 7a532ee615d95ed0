/// A JSON value in the subset Swapdesk speaks: no null (an absent value is an absent key) and no
/// fractions (amounts and factors are strings).
public enum JSON: Sendable, Equatable {
  /// Text.
  case string(String)
  /// A whole number.
  case integer(Int64)
  /// True or false.
  case bool(Bool)
  /// A list.
  case array([JSON])
  /// Named members, in order.
  case object(JSONObject)

  /// The text, if this is a string.
  public var text: String? { if case .string(let text) = self { text } else { nil } }
  /// The number, if this is an integer.
  public var number: Int64? { if case .integer(let number) = self { number } else { nil } }
  /// The members, if this is an object.
  public var members: JSONObject? { if case .object(let object) = self { object } else { nil } }
  /// The elements, if this is an array.
  public var elements: [JSON]? { if case .array(let elements) = self { elements } else { nil } }
}

extension JSON: Encodable {
  /// Writes the value into any encoder; `JSONEncoding` takes it as it is.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .object(let object):
      var container = encoder.container(keyedBy: NameKey.self)
      for member in object.members {
        try container.encode(member.value, forKey: NameKey(stringValue: member.key))
      }
    case .array(let elements): try elements.encode(to: encoder)
    case .string(let text): try text.encode(to: encoder)
    case .integer(let number): try number.encode(to: encoder)
    case .bool(let flag): try flag.encode(to: encoder)
    }
  }

  private struct NameKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }
}

/// An object that keeps its members in the order they were written.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// One name and its value.
  public struct Member: Sendable, Equatable {
    /// The name.
    public let key: String
    /// The value.
    public var value: JSON
  }

  /// The members in order.
  public private(set) var members: [Member]

  /// Makes an object from names and values in order; names must differ.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    members = elements.map { Member(key: $0.0, value: $0.1) }
  }

  /// The value under a name; setting nil removes it, setting a new name appends it.
  public subscript(key: String) -> JSON? {
    get { members.first { $0.key == key }?.value }
    set {
      let index = members.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The text under a name.
  public func text(_ key: String) -> String? { self[key]?.text }

  /// Adds a member whose name is known to be new, without looking for it.
  public mutating func append(_ key: String, _ value: JSON) {
    members.append(Member(key: key, value: value))
  }
}

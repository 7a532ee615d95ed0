/// Turns Encodable values into `JSON` with members in declaration order and absent keys for nil
/// (Foundation's encoder keeps no order and knows no private part; docs/adr/0004).
public enum JSONCoding {
  /// A value as JSON with private values in their places: what a reply shows.
  public static func merged(_ value: some Encodable) -> JSON {
    JSONEncoding(splitting: nil, path: []).tree(of: value)
  }

  /// A value as JSON without its private values, which are returned by their path instead.
  public static func split(_ value: some Encodable) -> (open: JSON, hidden: JSONObject) {
    let hidden = HiddenValues()
    let open = JSONEncoding(splitting: hidden, path: []).tree(of: value)
    return (open, hidden.object)
  }

  /// Puts split values back: the inverse of `split` for one tree.
  public static func merge(_ open: JSON, _ hidden: JSONObject) -> JSON {
    hidden.members.reduce(open) { tree, member in
      tree.inserting(member.value, at: member.key.split(separator: "/").map(String.init)[...])
    }
  }

  /// Reads a value from JSON; private values come from `hidden` by their path, and are erased where
  /// they are missing there.
  ///
  /// - Throws: `damaged` when the JSON does not have the value's shape.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, from json: JSON, hidden: JSONObject
  ) throws(DeskError) -> Value {
    do {
      return try Value(from: JSONDecoding(json: json, hidden: hidden, path: []))
    } catch {
      throw DeskError(.damaged, "a stored \(type) cannot be read: \(error)")
    }
  }
}

extension JSON {
  fileprivate func inserting(_ value: JSON, at path: ArraySlice<String>) -> JSON {
    guard let first = path.first else { return value }
    let rest = path.dropFirst()
    switch self {
    case .array(var elements):
      guard let index = Int(first), elements.indices.contains(index) else { return self }
      elements[index] = elements[index].inserting(value, at: rest)
      return .array(elements)
    case .object(var object):
      object[first] = (object[first] ?? .object([:])).inserting(value, at: rest)
      return .object(object)
    default: return self
    }
  }
}

final class HiddenValues {
  var object: JSONObject = [:]
}

/// A place in the tree under construction.
private final class Slot {
  enum Content {
    case value(JSON)
    case list([Slot])
    case members([(String, Slot)])
  }
  var content: Content?

  var json: JSON? {
    switch content {
    case .value(let json): return json
    case .list(let slots): return .array(slots.compactMap(\.json))
    case .members(let slots):
      var object: JSONObject = [:]
      for (key, slot) in slots { if let json = slot.json { object.append(key, json) } }
      return .object(object)
    case nil: return nil
    }
  }
}

final class JSONEncoding: Encoder {
  let hidden: HiddenValues?
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  private let slot: Slot

  init(splitting hidden: HiddenValues?, path: [any CodingKey]) {
    self.hidden = hidden
    codingPath = path
    slot = Slot()
  }

  private init(splitting hidden: HiddenValues?, path: [any CodingKey], slot: Slot) {
    self.hidden = hidden
    codingPath = path
    self.slot = slot
  }

  /// Our own values encode without failing; the fallback is never reached by them.
  func tree(of value: some Encodable) -> JSON {
    do {
      try encode(value, into: slot, path: codingPath)
    } catch {
      preconditionFailure("a value of the desk failed to encode: \(error)")
    }
    return slot.json ?? .object([:])
  }

  fileprivate func encode(
    _ value: some Encodable, into slot: Slot, path: [any CodingKey]
  ) throws {
    switch value {
    case let json as JSON: slot.content = .value(json)
    case let text as String: slot.content = .value(.string(text))
    case let number as Int: slot.content = .value(.integer(Int64(number)))
    case let number as Int64: slot.content = .value(.integer(number))
    case let flag as Bool: slot.content = .value(.bool(flag))
    case is any UnkeptValue where hidden != nil: return
    case let secret as any PrivateValue:
      guard !secret.isErased else { return }
      guard let hidden else {
        try value.encode(to: JSONEncoding(splitting: nil, path: path, slot: slot))
        return
      }
      let tree = JSONEncoding(splitting: nil, path: path)
      try value.encode(to: tree)
      if let json = tree.slot.json {
        hidden.object.append(path.map(\.stringValue).joined(separator: "/"), json)
      }
    default:
      try value.encode(to: JSONEncoding(splitting: hidden, path: path, slot: slot))
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if slot.content == nil { slot.content = .members([]) }
    return KeyedEncodingContainer(Keyed<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if slot.content == nil { slot.content = .list([]) }
    return Unkeyed(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  fileprivate func addMember(_ key: String) -> Slot {
    let child = Slot()
    guard case .members(var members) = slot.content else { return child }
    slot.content = nil
    members.append((key, child))
    slot.content = .members(members)
    return child
  }

  fileprivate func addElement() -> (slot: Slot, index: Int) {
    let child = Slot()
    guard case .list(var list) = slot.content else { return (child, 0) }
    slot.content = nil
    list.append(child)
    slot.content = .list(list)
    return (child, list.count - 1)
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil(forKey key: Key) throws {}

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      try encoder.encode(
        value, into: encoder.addMember(key.stringValue), path: codingPath + [key])
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      nested(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      nested(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder }
    mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: Key) -> JSONEncoding {
      JSONEncoding(
        splitting: encoder.hidden, path: codingPath + [key],
        slot: encoder.addMember(key.stringValue))
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let encoder: JSONEncoding
    var count = 0
    var codingPath: [any CodingKey] { encoder.codingPath }

    init(encoder: JSONEncoding) { self.encoder = encoder }

    mutating func encodeNil() throws {}

    mutating func encode(_ value: some Encodable) throws {
      let (slot, index) = encoder.addElement()
      count = index + 1
      try encoder.encode(value, into: slot, path: codingPath + [IndexKey(index)])
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { nested().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      nested().unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { nested() }

    private func nested() -> JSONEncoding {
      let (slot, index) = encoder.addElement()
      return JSONEncoding(
        splitting: encoder.hidden, path: codingPath + [IndexKey(index)], slot: slot)
    }
  }

  private struct Single: SingleValueEncodingContainer {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }
    mutating func encodeNil() throws {}
    mutating func encode(_ value: some Encodable) throws {
      try encoder.encode(value, into: encoder.slot, path: codingPath)
    }
  }
}

/// The place of an element in a list.
struct IndexKey: CodingKey {
  let intValue: Int?
  var stringValue: String { String(intValue ?? 0) }
  init(_ index: Int) { intValue = index }
  init?(intValue: Int) { self.intValue = intValue }
  init?(stringValue: String) {
    guard let index = Int(stringValue) else { return nil }
    intValue = index
  }
}

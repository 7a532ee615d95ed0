/// Turns Encodable values into `JSON` with members in declaration order and absent keys for nil
/// (Foundation's encoder keeps no order and knows no private part; docs/adr/0004).
public enum JSONCoding {
  /// A value as JSON with private values in their places: what a reply shows.
  public static func merged(_ value: some Encodable) -> JSON {
    JSONEncoding(splitting: nil).tree(of: value)
  }

  /// A value as JSON without its private values, which are returned by their path instead.
  ///
  /// - Parameter keepingPlaces: leaves an empty object where a private value stood, so that `merge`
  ///   gives the members back in their order.
  public static func split(
    _ value: some Encodable, keepingPlaces: Bool = false
  ) -> (open: JSON, hidden: JSONObject) {
    let hidden = HiddenValues(keepingPlaces: keepingPlaces)
    let open = JSONEncoding(splitting: hidden).tree(of: value)
    return (open, hidden.object)
  }

  /// Puts split values back: the inverse of `split` for one tree.
  public static func merge(_ open: JSON, _ hidden: JSONObject) -> JSON {
    hidden.members.reduce(open) { tree, member in
      tree.inserting(member.value, at: member.key.split(separator: "/").map(String.init)[...])
    }
  }

  /// What is left of a tree that was split with its places kept when some values are gone for good.
  public static func withoutEmptyPlaces(_ tree: JSON) -> JSON {
    switch tree {
    case .array(let elements): return .array(elements.map(withoutEmptyPlaces))
    case .object(let object):
      var rest: JSONObject = [:]
      for member in object.members where member.value != .object([:]) {
        rest.append(member.key, withoutEmptyPlaces(member.value))
      }
      return .object(rest)
    default: return tree
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
  let keepsPlaces: Bool
  var object: JSONObject = [:]

  init(keepingPlaces: Bool) { keepsPlaces = keepingPlaces }
}

/// One value of the tree under construction; nested values are encoders of their own, plain ones are
/// JSON at once.
final class JSONEncoding: Encoder {
  private enum Child {
    case json(JSON)
    case nested(JSONEncoding)
  }

  private enum Content {
    case nothing
    case value(JSON)
    case list([Child])
    case members([(String, Child)])
  }

  let hidden: HiddenValues?
  private let parent: JSONEncoding?
  private let key: (any CodingKey)?
  private var content = Content.nothing

  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// Read only where a private value needs its path, so it is walked and not kept.
  var codingPath: [any CodingKey] {
    (parent?.codingPath ?? []) + (key.map { [$0] } ?? [])
  }

  init(
    splitting hidden: HiddenValues?, in parent: JSONEncoding? = nil, at key: (any CodingKey)? = nil
  ) {
    self.hidden = hidden
    self.parent = parent
    self.key = key
  }

  /// Our own values encode without failing; the fallback is never reached by them.
  func tree(of value: some Encodable) -> JSON {
    do {
      return try json(value) ?? .object([:])
    } catch {
      preconditionFailure("a value of the desk failed to encode: \(error)")
    }
  }

  private func json(_ value: some Encodable) throws -> JSON? {
    if let plain = Self.plain(value) { return plain }
    try value.encode(to: self)
    return finished
  }

  private var finished: JSON? {
    switch content {
    case .nothing: return nil
    case .value(let json): return json
    case .list(let children): return .array(children.compactMap(Self.finished))
    case .members(let children):
      var object: JSONObject = [:]
      for (key, child) in children {
        if let json = Self.finished(child) { object.append(key, json) }
      }
      return .object(object)
    }
  }

  private static func finished(_ child: Child) -> JSON? {
    switch child {
    case .json(let json): json
    case .nested(let encoding): encoding.finished
    }
  }

  /// The JSON of a value that needs no encoder. Comparing types first is many times faster than
  /// asking each value what it can be cast to.
  private static func plain<Value: Encodable>(_ value: Value) -> JSON? {
    if Value.self == String.self { return (value as? String).map { .string($0) } }
    if Value.self == Int.self { return (value as? Int).map { .integer(Int64($0)) } }
    if Value.self == Int64.self { return (value as? Int64).map { .integer($0) } }
    if Value.self == Bool.self { return (value as? Bool).map { .bool($0) } }
    if Value.self == Instant.self { return (value as? Instant).map { .integer($0.seconds) } }
    if Value.self == JSON.self { return value as? JSON }
    return (value as? any TextValue).map { .string($0.text) }
  }

  /// The child that a value becomes under a key; nil where it is hidden or nothing.
  private func child(_ value: some Encodable, at key: any CodingKey) throws -> Child? {
    if let plain = Self.plain(value) { return .json(plain) }
    if hidden != nil, value is any UnkeptValue { return nil }
    if let secret = value as? any PrivateValue {
      guard !secret.isErased else { return nil }
      if let hidden {
        let open = JSONEncoding(splitting: nil)
        if let json = try open.json(value) {
          let path = (codingPath + [key]).map(\.stringValue).joined(separator: "/")
          hidden.object.append(path, json)
        }
        return hidden.keepsPlaces ? .json(.object([:])) : nil
      }
    }
    let nested = JSONEncoding(splitting: hidden, in: self, at: key)
    try value.encode(to: nested)
    return .nested(nested)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .nothing = content { content = .members([]) }
    return KeyedEncodingContainer(Keyed<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .nothing = content { content = .list([]) }
    return Unkeyed(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }

  private func add(_ child: Child, at key: String) {
    guard case .members(var members) = content else { return }
    content = .nothing
    members.append((key, child))
    content = .members(members)
  }

  private func add(_ child: Child) {
    guard case .list(var list) = content else { return }
    content = .nothing
    list.append(child)
    content = .list(list)
  }

  private func nested(_ key: any CodingKey) -> JSONEncoding {
    JSONEncoding(splitting: hidden, in: self, at: key)
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }

    mutating func encodeNil(forKey key: Key) throws {}

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
      if let child = try encoder.child(value, at: key) {
        encoder.add(child, at: key.stringValue)
      }
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
      added(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      added(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder }
    mutating func superEncoder(forKey key: Key) -> any Encoder { added(key) }

    private func added(_ key: Key) -> JSONEncoding {
      let nested = encoder.nested(key)
      encoder.add(.nested(nested), at: key.stringValue)
      return nested
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let encoder: JSONEncoding
    var count = 0
    var codingPath: [any CodingKey] { encoder.codingPath }

    init(encoder: JSONEncoding) { self.encoder = encoder }

    mutating func encodeNil() throws {}

    mutating func encode(_ value: some Encodable) throws {
      // An element that is hidden whole keeps its place, so that the others keep their paths.
      let child = try encoder.child(value, at: IndexKey(count)) ?? .json(.object([:]))
      encoder.add(child)
      count += 1
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> { added().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      added().unkeyedContainer()
    }
    mutating func superEncoder() -> any Encoder { added() }

    private mutating func added() -> JSONEncoding {
      let nested = encoder.nested(IndexKey(count))
      encoder.add(.nested(nested))
      count += 1
      return nested
    }
  }

  private struct Single: SingleValueEncodingContainer {
    let encoder: JSONEncoding
    var codingPath: [any CodingKey] { encoder.codingPath }
    mutating func encodeNil() throws {}
    mutating func encode(_ value: some Encodable) throws {
      if let plain = JSONEncoding.plain(value) {
        encoder.content = .value(plain)
      } else {
        try value.encode(to: encoder)
      }
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

/// Reads Decodable values from `JSON`, taking private ones from the private part by their path.
final class JSONDecoding: Decoder {
  let json: JSON?
  let hidden: JSONObject
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(json: JSON?, hidden: JSONObject, path: [any CodingKey]) {
    self.json = json
    self.hidden = hidden
    codingPath = path
  }

  /// True where a private value stood that was erased.
  var isErased: Bool { json == nil }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map(\.stringValue).joined(separator: "/")
  }

  fileprivate func hiddenValue(_ key: any CodingKey) -> JSON? {
    hidden.members.isEmpty ? nil : hidden[Self.path(codingPath + [key])]
  }

  fileprivate func child(_ json: JSON?, _ key: any CodingKey) -> JSONDecoding {
    JSONDecoding(json: json, hidden: hidden, path: codingPath + [key])
  }

  fileprivate func mismatch(_ what: String) -> DecodingError {
    .dataCorrupted(.init(codingPath: codingPath, debugDescription: "expected \(what)"))
  }

  fileprivate func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value: Any? =
      switch type {
      case is JSON.Type: json
      case is String.Type: json?.text
      case is Int64.Type: json?.number
      case is Int.Type: json?.number.map { Int($0) }
      case is Bool.Type: if case .bool(let flag) = json { flag } else { nil }
      default: try Value(from: self)
      }
    guard let value = value as? Value else { throw mismatch("\(type)") }
    return value
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let object = json?.members else { throw mismatch("an object") }
    return KeyedDecodingContainer(Keyed<Key>(decoder: self, object: object))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = json?.elements else { throw mismatch("a list") }
    return Unkeyed(decoder: self, elements: elements)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(decoder: self) }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: JSONDecoding
    let object: JSONObject
    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { object.members.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool {
      object[key.stringValue] != nil || decoder.hiddenValue(key) != nil
    }
    func decodeNil(forKey key: Key) throws -> Bool { !contains(key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      let json = object[key.stringValue] ?? decoder.hiddenValue(key)
      guard json != nil || type is any PrivateValue.Type else {
        throw decoder.mismatch("a member \(key.stringValue)")
      }
      return try decoder.child(json, key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try decoder.child(object[key.stringValue], key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try decoder.child(object[key.stringValue], key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { decoder }
    func superDecoder(forKey key: Key) throws -> any Decoder {
      decoder.child(object[key.stringValue], key)
    }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let decoder: JSONDecoding
    let elements: [JSON]
    var currentIndex = 0
    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    init(decoder: JSONDecoding, elements: [JSON]) {
      self.decoder = decoder
      self.elements = elements
    }

    private mutating func next() throws -> JSONDecoding {
      guard !isAtEnd else { throw decoder.mismatch("another element") }
      defer { currentIndex += 1 }
      return decoder.child(elements[currentIndex], IndexKey(currentIndex))
    }

    mutating func decodeNil() throws -> Bool { false }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try next().decode(type)
    }
    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try next().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { try next() }
  }

  private struct Single: SingleValueDecodingContainer {
    let decoder: JSONDecoding
    var codingPath: [any CodingKey] { decoder.codingPath }
    func decodeNil() -> Bool { decoder.json == nil }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      try decoder.decode(type)
    }
  }
}

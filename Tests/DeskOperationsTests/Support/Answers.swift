import DeskRules
import Testing

extension JSONObject {
  /// The names of the members.
  var keys: Set<String> { Set(members.map(\.key)) }

  /// The number under a name.
  func number(_ key: String) -> Int64? { self[key]?.number }

  /// Whether the switch under a name is on; nil where there is none.
  func flag(_ key: String) -> Bool? {
    guard case .bool(let flag) = self[key] else { return nil }
    return flag
  }

  /// The texts of the list under a name.
  func texts(_ key: String) -> [String] { self[key]?.elements?.compactMap(\.text) ?? [] }

  /// The objects of the list under a name.
  func objects(_ key: String) -> [JSONObject] { self[key]?.elements?.compactMap(\.members) ?? [] }

  /// The object under a name.
  func object(_ key: String) throws -> JSONObject { try #require(self[key]?.members, "\(key)") }

  /// Some members, for comparing with what is expected of them.
  func only(_ keys: String...) -> JSON {
    var part: JSONObject = [:]
    for key in keys { part[key] = self[key] }
    return JSON.object(part).sorted
  }
}

extension JSON {
  /// The same value with the members of every object in the order of their names.
  var sorted: JSON {
    switch self {
    case .object(let object):
      var sorted: JSONObject = [:]
      for member in object.members.sorted(by: { $0.key < $1.key }) {
        sorted.append(member.key, member.value.sorted)
      }
      return .object(sorted)
    case .array(let elements): return .array(elements.map(\.sorted))
    default: return self
    }
  }
}

/// The value that a text means, its members sorted.
func json(_ text: String) throws -> JSON { try JSONParser.parse(text).sorted }

/// An amount as answers write it, from minor units of two decimals.
func amount(_ minorUnits: Int64) -> String {
  let cents = minorUnits.magnitude % 100
  return (minorUnits < 0 ? "-" : "") + "\(minorUnits.magnitude / 100)."
    + (cents < 10 ? "0" : "") + "\(cents)"
}

/// The minor units of an amount of two decimals, as answers write it.
func minorUnits(_ text: String?) throws -> Int64 {
  let text = try #require(text)
  return try #require(Int64(text.replacing(".", with: "")))
}

import Foundation

/// Finds the client's code for what a source calls the client.
struct ForeignClients {
  /// How many different clients one source may name; each is remembered.
  private static let clientLimit = 100_000

  /// A client that was found.
  struct Client: Equatable {
    let code: String
    let name: String
  }

  /// Why no client was found.
  struct Refusal: Error, Equatable {
    let reason: String
  }

  private let rule: TicketMapping.ClientRule
  private var namesByCode: [String: String] = [:]

  init(_ rule: TicketMapping.ClientRule) { self.rule = rule }

  /// The client for a value of the column, or for none.
  mutating func client(_ value: String?) throws(Refusal) -> Client {
    guard let value else {
      guard let fixed = rule.fixed else { throw Refusal(reason: "no row names the client") }
      return Client(code: fixed, name: fixed)
    }
    if let code = rule.table[value] { return Client(code: code, name: value) }
    let code = rule.makesCodes ? rule.prefix + Self.codeText(value) : value
    guard TicketMapping.isCode(code), !rule.makesCodes || code.count > rule.prefix.count else {
      throw Refusal(reason: "no code for this client; put the value into client.table")
    }
    // Two clients must never become one because their names differ in marks only.
    guard namesByCode[code, default: value] == value else {
      throw Refusal(
        reason: "another client already has the code \(code); put the value into client.table")
    }
    guard namesByCode.count < Self.clientLimit || namesByCode[code] != nil else {
      throw Refusal(reason: "more than \(Self.clientLimit) clients; is this the right column?")
    }
    namesByCode[code] = value
    return Client(code: code, name: value)
  }

  /// Small letters and digits of a name without their accents, with a hyphen for each run of
  /// anything else.
  private static func codeText(_ name: String) -> String {
    var code = ""
    for scalar in name.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
      if ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) {
        code.unicodeScalars.append(scalar)
      } else if scalar.properties.generalCategory != .nonspacingMark, !code.isEmpty,
        code.last != "-"
      {
        code += "-"
      }
    }
    return code.last == "-" ? String(code.dropLast()) : code
  }
}

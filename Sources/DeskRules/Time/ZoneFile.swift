/// Reads a compiled zone file (TZif, RFC 8536, version 2 or later): the recorded changes, then the
/// yearly rule of its last line, written out up to `ruleLimitYear`.
struct ZoneFile {
  /// The yearly rule is written out for the years before this one; from then on the last offset
  /// stands.
  static let ruleLimitYear = 2200

  private static let headerLength = 44

  /// The counts of a header, in its order.
  private struct Header {
    let universalFlags, standardFlags, leaps, changes, types, letters: Int

    func length(timeSize: Int) -> Int {
      changes * (timeSize + 1) + types * 6 + letters + leaps * (timeSize + 4) + standardFlags
        + universalFlags
    }
  }

  private let bytes: [UInt8]

  /// The rules that a file's bytes hold, or nil if it is not a zone file.
  static func rules(from bytes: [UInt8]) -> ZoneRules? {
    let file = ZoneFile(bytes: bytes)
    guard let old = file.header(at: 0) else { return nil }
    let start = headerLength + old.length(timeSize: 4)
    guard let header = file.header(at: start) else { return nil }
    let body = start + headerLength
    guard var rules = file.recordedRules(at: body, header) else { return nil }
    guard let line = file.lastLine(from: body + header.length(timeSize: 8)) else { return nil }
    guard !line.isEmpty else { return rules }
    guard let yearly = YearlyRule(line) else { return nil }
    yearly.extend(&rules, upTo: ruleLimitYear)
    return rules
  }

  private func header(at start: Int) -> Header? {
    guard start + Self.headerLength <= bytes.count,
      bytes[start..<(start + 4)].elementsEqual("TZif".utf8),
      bytes[start + 4] >= UInt8(ascii: "2")
    else { return nil }
    let counts = (0..<6).map { Int(integer(at: start + 20 + $0 * 4, size: 4)) }
    guard counts.allSatisfy({ (0...bytes.count).contains($0) }), counts[4] > 0 else { return nil }
    return Header(
      universalFlags: counts[0], standardFlags: counts[1], leaps: counts[2], changes: counts[3],
      types: counts[4], letters: counts[5])
  }

  private func recordedRules(at start: Int, _ header: Header) -> ZoneRules? {
    guard start + header.length(timeSize: 8) <= bytes.count else { return nil }
    let typeIndexes = start + header.changes * 8
    let types = typeIndexes + header.changes
    var rules = ZoneRules(initialOffset: Int(integer(at: types, size: 4)))
    for change in 0..<header.changes {
      let type = Int(bytes[typeIndexes + change])
      guard type < header.types else { return nil }
      rules.append(
        offset: Int(integer(at: types + type * 6, size: 4)),
        from: integer(at: start + change * 8, size: 8))
    }
    return rules
  }

  /// The text between the two line ends that close the file.
  private func lastLine(from start: Int) -> String? {
    let newline = UInt8(ascii: "\n")
    guard start + 1 < bytes.count, bytes[start] == newline, bytes.last == newline else {
      return nil
    }
    return String(decoding: bytes[(start + 1)..<(bytes.count - 1)], as: UTF8.self)
  }

  /// A big-endian number of so many bytes, with its sign.
  private func integer(at start: Int, size: Int) -> Int64 {
    let first = Int64(Int8(bitPattern: bytes[start]))
    return bytes[(start + 1)..<(start + size)].reduce(first) { $0 << 8 | Int64($1) }
  }
}

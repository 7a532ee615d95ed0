@testable import DeskRules
import Testing

/// Zone files that no database carries today, made by hand: the reader is not part of the public
/// surface, but what it must withstand cannot be had otherwise.
@Suite struct ZoneFileTests {
  /// A file of version 2 with one offset, no recorded change, and a yearly rule.
  static func file(offset: Int32 = 0, rule: String) -> [UInt8] {
    func header(types: UInt8) -> [UInt8] {
      Array("TZif2".utf8) + Array(repeating: 0, count: 15)
        + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, types, 0, 0, 0, 4]
    }
    let type = withUnsafeBytes(of: offset.bigEndian) { Array($0) } + [0, 0]
    let block = type + Array("XXX\0".utf8)
    return header(types: 1) + block + header(types: 1) + block + Array("\n\(rule)\n".utf8)
  }

  static func changes(_ rules: ZoneRules, in year: Int) throws -> [String] {
    let newYear = try CalendarDate(year: year, month: 1, day: 1)
    var seconds = LocalSeconds(newYear, .midnight).seconds
    let end = LocalSeconds(newYear.adding(days: 365), .midnight).seconds
    var changes: [String] = []
    while case let next = rules.span(at: seconds).end, next < end {
      changes.append("\(Instant(seconds: next).utcText) \(rules.span(at: next).offset / 60)")
      seconds = next
    }
    return changes
  }

  @Test(arguments: [
    ("UTC0", 2026, []),
    ("CET-1CEST,M3.5.0,M10.5.0/3", 2026, ["2026-03-29T01:00:00Z 120", "2026-10-25T01:00:00Z 60"]),
    ("AAA0BBB,J60,J365/0", 2024, ["2024-03-01T02:00:00Z 60", "2024-12-30T23:00:00Z 0"]),
    ("AAA0BBB,59,J365/0", 2024, ["2024-02-29T02:00:00Z 60", "2024-12-30T23:00:00Z 0"]),
    ("AAA0BBB,J60,J365/0", 2025, ["2025-03-01T02:00:00Z 60", "2025-12-30T23:00:00Z 0"]),
    (
      "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026,
      ["2026-03-29T01:00:00Z -60", "2026-10-25T01:00:00Z -120"]
    ),
    (
      "EET-2EEST,M3.4.4/50,M10.4.4/50", 2026,
      ["2026-03-28T00:00:00Z 180", "2026-10-23T23:00:00Z 120"]
    ),
    ("AAA0BBB-0:30:30,M4.1.6,M9.1.6", 2026, ["2026-04-04T02:00:00Z 30", "2026-09-05T01:29:30Z 0"]),
    // Summer time all the year round: the end of one and the start of the next coincide.
    ("EST5EDT,0/0,J365/25", 2026, []),
  ])
  func followsTheYearlyRule(rule: String, year: Int, expected: [String]) throws {
    let rules = try #require(ZoneFile.rules(from: Self.file(rule: rule)))
    #expect(try Self.changes(rules, in: year) == expected)
  }

  @Test(arguments: [
    "CET", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.7",
    "CET-1CEST,J0,J1", "CET-1CEST,366,1", "CET-1CEST,M3.5.0,M10.5.0/", "CET-1 ", "<+01-1",
  ])
  func refusesRulesItCannotRead(rule: String) {
    #expect(ZoneFile.rules(from: Self.file(rule: rule)) == nil)
  }

  @Test func refusesEveryTruncatedFile() {
    let file = Self.file(offset: 3600, rule: "CET-1CEST,M3.5.0,M10.5.0/3")
    #expect(ZoneFile.rules(from: file)?.span(at: 0).offset == 3600)
    for length in 0..<file.count {
      #expect(ZoneFile.rules(from: Array(file.prefix(length))) == nil)
    }
  }

  @Test func withstandsAnyDamage() {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    let file = Self.file(rule: "CET-1CEST,M3.5.0,M10.5.0/3")
    for _ in 0..<2000 {
      var damaged = file
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        damaged[Int.random(in: 0..<file.count, using: &generator)] = UInt8.random(
          in: 0 ... .max, using: &generator)
      }
      _ = ZoneFile.rules(from: damaged)
    }
  }
}

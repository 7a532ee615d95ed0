import DeskRules
import Testing

@Suite struct InstantTextTests {
  @Test(arguments: [
    ("2026-11-21T21:15+03:00", "2026-11-21T18:15:00Z"),
    ("2026-11-21T21:15:07+03:00", "2026-11-21T18:15:07Z"),
    ("2026-11-21 18:15Z", "2026-11-21T18:15:00Z"),
    ("2026-01-01T00:00:00-09:30", "2026-01-01T09:30:00Z"),
    ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
    ("1971-06-01T00:00-00:44:30", "1971-06-01T00:44:30Z"),
  ])
  func readsOffsets(text: String, utc: String) throws {
    let instant = try Instant(iso8601: text)
    #expect(instant.utcText == utc)
    #expect(try Instant(iso8601: utc) == instant)
  }

  @Test(arguments: [
    "2026-11-21T21:15", "2026-11-21", "21:15+03:00", "2026-11-21T24:00Z", "2026-11-21T21:15:60Z",
    "2026-11-21T21:15+3", "2026-11-21T21:15+19:00", "2026-11-21T21:15:00.5Z",
    "2026-02-29T00:00Z", "2026-11-21T21:15ZZ", "2026-11-21T21:15 Z",
  ])
  func refusesOtherForms(text: String) throws {
    try refusal(.time) { try Instant(iso8601: text) }
  }

  @Test func aRefusalRepeatsNothingThatSteersATerminal() throws {
    let error = try refusal(.time) { try Instant(iso8601: "\u{1B}[31m\u{202E}2026") }
    #expect(!error.message.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }
}

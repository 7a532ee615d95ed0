import DeskImport
import DeskRules
import Testing

@Suite struct ForeignTimeTests {
  @Test(
    arguments: [
      ("29.3.2026 2:30", "first", "after", "2026-03-29T01:30:00Z"),
      ("29.3.2026 2:30", "first", "before", "2026-03-29T00:30:00Z"),
      ("29.3.2026 2:30", "first", "refuse", nil),
      ("25.10.2026 2:30", "first", "after", "2026-10-25T00:30:00Z"),
      ("25.10.2026 2:30", "last", "after", "2026-10-25T01:30:00Z"),
      ("25.10.2026 2:30", "refuse", "after", nil),
      ("29.3.2026 1:59", "refuse", "refuse", "2026-03-29T00:59:00Z"),
      ("29.3.2026 3:00", "refuse", "refuse", "2026-03-29T01:00:00Z"),
      ("25.10.2026 1:59", "refuse", "refuse", "2026-10-24T23:59:00Z"),
      ("25.10.2026 3:00", "refuse", "refuse", "2026-10-25T02:00:00Z"),
      ("29.2.2024 00:00", "refuse", "refuse", "2024-02-28T23:00:00Z"),
      ("29.2.2026 00:00", "first", "after", nil), ("1.13.2026 1:00", "first", "after", nil),
      ("1.1.2026 24:00", "first", "after", nil), ("1.1.2026", "first", "after", nil),
      ("1.1.2026 1:5", "first", "after", nil), ("1.1.2026 1:05x", "first", "after", nil),
    ] as [(String, String, String, String?)]) func readsTimes(
      _ time: String, _ doubled: String, _ missing: String, _ expected: String?
    ) throws
  {
    let yaml = ForeignTicketTests.yaml.replacing("doubled: first", with: "doubled: \(doubled)")
      .replacing("missing: after", with: "missing: \(missing)")
    let reading = try ForeignTicketTests.read(
      ForeignTicketTests.header + ForeignTicketTests.row("A", at: time), yaml: yaml)
    #expect(
      reading.tickets.first?.entries.first?.at == (try expected.map(ForeignTicketTests.instant)))
    if expected == nil {
      #expect(reading.issues.map(\.column) == ["at"])
      #expect(reading.summary.ticketsLeftOut == 1)
    }
  }

  @Test(
    arguments: [
      ("ISO", "2026-02-01T10:00:30Z", "2026-02-01T10:00:30Z"),
      ("ISO", "2026-02-01 10:00", "2026-02-01T09:00:00Z"),
      ("ISO", "2026-02-01T10:00:00.250+03:00", "2026-02-01T07:00:00Z"),
      ("ISO", "2026-02-01T10:00-0430", "2026-02-01T14:30:00Z"), ("ISO", "2026-02-01", nil),
      ("ISO", "2026-02-01T10:00+3", nil),
      ("YYYY-MM-DD HH:MM:SS", "2026-02-01 10:00:59", "2026-02-01T09:00:59Z"),
      ("HH:MM DD.MM.YYYY", "10:07 03.02.2026", "2026-02-03T09:07:00Z"),
      ("HH:MM DD.MM.YYYY", "9:07 03.02.2026", nil),
      ("MM/DD/YYYY", "02/01/2026", "2026-01-31T23:00:00Z"),
    ] as [(String, String, String?)]) func readsForms(
      _ format: String, _ time: String, _ expected: String?
    ) throws
  {
    let yaml = ForeignTicketTests.yaml.replacing("D.M.YYYY H:MM", with: format)
    let reading = try ForeignTicketTests.read(
      ForeignTicketTests.header + ForeignTicketTests.row("A", at: time), yaml: yaml)
    #expect(
      reading.tickets.first?.entries.first?.at == (try expected.map(ForeignTicketTests.instant)))
  }
}

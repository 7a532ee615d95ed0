import DeskClient
import DeskRules
import Foundation
import Testing

/// The roster and a call as people meet them on the command line.
@Suite struct RosterScenarioTests {
  private func desk() async throws -> Workplace {
    let place = try Workplace()
    for words in [
      ["init", "Northern", "--currency", "RUB", "--timezone", "Europe/Moscow", "--admin", "nora"],
      ["client", "add", "bakery", "Bakery"],
      ["staff", "add", "boris", "Boris", "--role", "engineer"],
      ["staff", "edit", "boris", "--phone", "+7 900 1"],
      ["roster", "set", "boris", "nora", "--every", "day", "--handover", "09:00"],
    ] { try await place.must(words) }
    return place
  }

  @Test func theTerminalShowsACalendarAndTheFileIsPrintedAsItIs() async throws {
    let place = try await desk()
    let shown = try await place.must("roster", "show")
    #expect(shown.hasPrefix("now      boris until "))
    #expect(shown.contains("tonight  ") && shown.contains("mon        tue        wed"))
    #expect(shown.contains("  hand-over at 09:00\n"), "\(shown)")
    let file = try await place.must("roster", "calendar", "boris")
    #expect(file.hasPrefix("BEGIN:VCALENDAR\r\n") && file.hasSuffix("END:VCALENDAR\r\n"))
    let none = try await place.must("roster", "gaps", "--days", "1", "--json")
    #expect(none.contains("no_contact"))
  }

  private static let parser = """
    import sys, icalendar
    calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
    events = [event for event in calendar.walk("VEVENT")]
    assert all(event["DTSTART"].dt.utcoffset().total_seconds() == 0 for event in events)
    assert all(event["DTSTART"].dt < event["DTEND"].dt for event in events)
    assert len({str(event["UID"]) for event in events}) == len(events)
    print(len(events), str(events[0]["SUMMARY"]))
    """

  private static let hasParser: Bool = {
    let folders = ["/usr/lib/python3/dist-packages/icalendar"]
    return folders.contains { FileManager.default.fileExists(atPath: $0) }
  }()

  @Test(.enabled(if: hasParser, "python3-icalendar is not installed"))
  func anIndependentReaderTakesTheFile() async throws {
    let place = try await desk()
    let file = try await place.must("roster", "calendar", "boris", "--period", "2030")
    let path = try place.write("duty.ics", file)
    let read = try await place.run(
      [], program: ["/usr/bin/python3", "-c", Self.parser], inputPath: path)
    #expect(read.code == 0, "\(read)")
    let count = Int(read.output.prefix { $0.isNumber }) ?? 0
    #expect((182...184).contains(count) && read.output.contains("On duty: boris"), "\(read)")
  }

  @Test func whatIsDoubtedIsSaidInWords() async throws {
    let place = try await desk()
    let visit = try await place.must(
      "callout", "log", "bakery", "--departed", "2025-11-20T02:00", "--arrived", "2025-11-21T01:40",
      "--done", "2025-11-21T03:10", "--problem", "jam")
    #expect(visit.contains("departed 2025-11-20 02:00, arrived 01:40, done 03:10"), "\(visit)")
    #expect(visit.contains("! long way: 23 h 40 min; are the departure and its day right?"))
    let call = ["callout", "receive", "bakery", "--problem", "prints nothing"]
    try await place.must(call)
    try await place.must("callout", "depart", "T-2", "--engineer", "boris")
    let second = try await place.must(call)
    #expect(second.contains("! T-2 of this site awaits its visit already"), "\(second)")
    try await place.must("client", "add", "us", "US", "--currency", "USD")
    try await place.must("tariff", "set", "--rate", "1500.00", "--from", "2025-01-01")
    let foreign = try await place.must(
      "callout", "log", "us", "--arrived", "2025-11-22T01:40", "--done", "2025-11-22T03:10",
      "--problem", "jam")
    #expect(
      foreign.contains(
        "! no price: the tariff for all is in RUB, which this client does not pay in"))
  }

  @Test func theListOfCallsAndVisitsFitsATerminal() async throws {
    let place = try await desk()
    for words in [
      ["tariff", "set", "--rate", "1500.00", "--from", "2026-01-01"],
      ["target", "set", "--acknowledge", "15m", "--on-site", "2h", "--fix", "8h"],
      ["callout", "receive", "bakery", "--problem", "jam"],
      ["callout", "receive", "bakery", "--problem", "smoke"],
      ["callout", "acknowledge", "T-2", "--engineer", "boris"],
      [
        "callout", "log", "bakery", "--arrived", "2026-02-03T01:40", "--done", "2026-02-03T03:10",
        "--problem", "grey", "--engineer", "boris",
      ],
    ] { try await place.must(words) }
    let lines = try await place.must("callout", "list").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "Calls that await a visit")
    #expect(lines.contains("Visits") && lines.allSatisfy { $0.count <= 110 }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("V-1") && $0.contains("2026-02-03 01:40  03:10") })
    #expect(lines.contains { $0.hasPrefix("T-2") && $0.contains("acknowledged") })
  }

  @Test func tariffsQuotesAndTheNightReportFitATerminal() async throws {
    let place = try await desk()
    let tariff = [
      "tariff", "set", "--rate", "1500.00", "--from", "2026-01-01", "--minimum", "120", "--step",
      "15", "--fee", "500.00", "--travel", "billed", "--band", "night x1.5", "--band",
      "weekend weekend 00:00-24:00 x1.5", "--band", "holiday off 00:00-24:00 x2 priority=5",
      "--band", "eve before-off 21:00-24:00 x2 priority=5",
    ]
    try await place.must(
      "callout", "log", "bakery", "--arrived", "2026-11-03T21:10", "--done", "2026-11-04T07:40",
      "--problem", "jam", "--engineer", "boris")
    let pages = [
      try await place.must(tariff), try await place.must("tariff", "show"),
      try await place.must(
        "tariff", "quote", "bakery", "--departed", "2026-11-21T20:45", "--from",
        "2026-11-21T21:15", "--to", "2026-11-22T00:40"),
      try await place.must("report", "nights", "--period", "2026-11", "--by", "engineer"),
    ]
    for line in pages.flatMap({ $0.split(separator: "\n") }) {
      #expect(line.count <= 110, "\(line)")
    }
    #expect(pages[0] == pages[1] && pages[1].contains("  holiday  00:00-24:00  x2"), "\(pages[1])")
    #expect(pages[2].contains("call-out fee") && pages[2].contains("Europe/Moscow"), "\(pages[2])")
    #expect(pages[3].contains("! no cost where boris was: staff rate boris"), "\(pages[3])")
  }

  @Test func whereNoServerRunsACallSaysThatNobodyWillBeCalled() async throws {
    let place = try await desk()
    let card = try await place.object("callout", "receive", "bakery", "--problem", "jam")
    #expect(card["flags"]?.elements?.compactMap(\.text) == ["no_server"])
    let said = try await place.must("callout", "receive", "bakery", "--problem", "jam")
    #expect(said.contains("! no server: nobody will be called"))
    try await withServer(place) { _ in
      let card = try await place.object("callout", "receive", "bakery", "--problem", "jam")
      #expect(card["flags"]?.elements?.compactMap(\.text).first == "no_notifier")
    }
  }

  @Test func aConfiguredNotifierHearsOfACall() async throws {
    let place = try await desk()
    try place.makeFolder("config/swapdesk")
    let path = place.file("letters")
    _ = try place.write(
      "config/swapdesk/config.yaml",
      "notify: /bin/sh -c 'cat >> \(path); ls -l /proc/$$/fd > \(path).open; env > \(path).env'\n")
    try await withServer(place) { server in
      _ = try await place.must("callout", "receive", "bakery", "--problem", "jam")
      try await hear("notifier.done", from: server)
    }
    // It inherits no file of the server's, and nothing of its surroundings but what it needs.
    let open = String(
      decoding: try Data(contentsOf: URL(filePath: path + ".open")), as: UTF8.self)
    #expect(open.contains(" 0 -> ") && !open.contains("sqlite") && !open.contains("socket:"))
    let variables = String(
      decoding: try Data(contentsOf: URL(filePath: path + ".env")), as: UTF8.self)
    #expect(!variables.contains("SWAPDESK_"))
    let letter = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    #expect(letter.contains(#""phone":"+7 900 1""#) && letter.contains(#""ticket":"T-1""#))
  }

  @Test func whyTheNotifierFailedStandsInTheServersLogInOneLine() async throws {
    let place = try await desk()
    try place.makeFolder("config/swapdesk")
    _ = try place.write(
      "config/swapdesk/config.yaml",
      "notify: /bin/sh -c 'echo no route >&2; echo to the gateway >&2; exit 3'\n")
    let server = try await ServedDesk.start(place, logLevel: "warning")
    _ = try await place.must("callout", "receive", "bakery", "--problem", "jam")
    try await hear("notifier.failed", from: server)
    let ended = try await server.stop()
    #expect(
      ended.errors.contains("reason=it ended with code 3: no route to the gateway"), "\(ended)")
  }

  /// Follows the journal until it has a fact of some kind.
  private func hear(_ kind: String, from server: ServedDesk) async throws {
    try await onThread {
      let session = try server.open()
      try session.send(Request("watch", [Request.Parameter("since", "0")]))
      try session.receive { item in
        let kinds = item["events"]?.elements?.compactMap { $0.members?.text("kind") } ?? []
        if kinds.contains(kind) { try? session.send(Request("unwatch", [])) }
      }.check()
    }
  }
}

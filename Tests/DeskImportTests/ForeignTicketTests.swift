import DeskImport
import DeskRules
import Foundation
import Testing

@Suite struct ForeignTicketTests {
  struct Reading {
    var tickets: [ForeignTicket] = []
    var issues: [RowIssue] = []
    var progress: [Int] = []
    var summary = ForeignSummary()
  }

  static let yaml = """
    system: old-desk
    missing: ["?", n/a]
    zone: Europe/Berlin
    time:
      format: D.M.YYYY H:MM
      doubled: first
      missing: after
    columns:
      number: id
      at: at
      opened: opened
      state: state
      priority: priority
      assignee: who
      group: group
      by: by
      resolved: resolved
    problem: [text, {column: place, label: Place}]
    details: [{column: kind, label: Kind}]
    client:
      column: client
      make_codes: true
      prefix: c-
      table: {Acme Ltd.: acme}
    states:
      open: new
      work: in_progress
      parked: {state: waiting, reason: parts}
      done: resolved
      "0": keep
    priorities: {high: 1, low: 4}
    """

  static let header = "id,at,opened,state,priority,who,group,by,resolved,text,place,kind,client\n"

  static func read(
    _ text: String, yaml: String = yaml, sortMemory: Int = 1_000_000
  ) throws -> Reading {
    let folder = try ScratchFolder()
    return try read(
      path: try folder.file("log.csv", text), try TicketMapping(yaml: yaml, name: "m.yaml"),
      sortMemory: sortMemory)
  }

  static func read(
    path: String, _ mapping: TicketMapping, sortMemory: Int = 33_554_432
  ) throws -> Reading {
    var reading = Reading()
    reading.summary = try ForeignTicketReader(mapping, sortMemory: sortMemory).read(
      path: path, onTicket: { reading.tickets.append($0) },
      onIssue: { reading.issues.append($0) },
      onProgress: { done, _ in reading.progress.append(done) })
    return reading
  }

  static func row(
    _ number: String, at: String = "1.2.2026 10:00", opened: String = "", state: String = "open",
    priority: String = "", who: String = "", text: String = "jam", client: String = "Acme Ltd."
  ) -> String {
    "\(number),\(at),\(opened),\(state),\(priority),\(who),,,,\(text),,,\(client)\n"
  }

  static func instant(_ text: String) throws -> Instant {
    Instant(seconds: Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970))
  }

  @Test func readsAHistory() throws {
    let reading = try Self.read(
      Self.header
        + "A-1,1.2.2026 10:00,1.2.2026 9:55,open,high,?,G1,ann,,\"paper\njam\",hall,K1,Acme Ltd.\n"
        + "A-1,1.2.2026 11:00,1.2.2026 9:55,parked,high,bob,G1,ann,?,\"paper\njam\",hall,K2,"
        + "Acme Ltd.\n"
        + "A-1,1.2.2026 12:00,1.2.2026 9:55,done,low,n/a,?,bob,1.2.2026 11:50,fuser,hall,?,"
        + "Acme Ltd.\n"
    )
    #expect(reading.issues == [])
    let ticket = try #require(reading.tickets.first)
    #expect(ticket.system == "old-desk")
    #expect(ticket.number == "A-1")
    #expect(ticket.client == "acme")
    #expect(ticket.clientName == "Acme Ltd.")
    #expect(ticket.opened == (try Self.instant("2026-02-01T08:55:00Z")))
    #expect(ticket.resolved == (try Self.instant("2026-02-01T10:50:00Z")))
    #expect(ticket.closed == nil)
    #expect(ticket.priority == 1)
    #expect(ticket.problem == "paper jam; Place: hall")
    #expect(ticket.details == [ForeignDetail(label: "Kind", text: "K2")])
    var first = ForeignEntry(line: 2, at: try Self.instant("2026-02-01T09:00:00Z"))
    (first.state, first.priority, first.group, first.by) = (.new, 1, "G1", "ann")
    var second = ForeignEntry(line: 4, at: try Self.instant("2026-02-01T10:00:00Z"))
    (second.state, second.waitingReason, second.assignee) = (.waiting, "parts", "bob")
    second.by = "ann"
    var third = ForeignEntry(line: 6, at: try Self.instant("2026-02-01T11:00:00Z"))
    (third.state, third.priority, third.by, third.note) = (.resolved, 4, "bob", "fuser")
    #expect(ticket.entries == [first, second, third])
    #expect(reading.summary.rows == 3)
    #expect(reading.summary.tickets == 1)
    #expect(reading.progress == [3])
  }

  @Test func leavesOutTicketsWithABadRow() throws {
    let reading = try Self.read(
      Self.header + Self.row("A") + Self.row("A", at: "tomorrow") + Self.row("B")
        + Self.row("C", state: "gone") + "D,1.2.2026 10:00,short\n" + Self.row("D")
        + Self.row("E", priority: "urgent") + Self.row("F", client: "")
        + Self.row("") + Self.row("?") + Self.row("G\u{7}") + Self.row("H", text: "bell\u{7}")
        + Self.row("I", at: "") + Self.row("J", client: "Булочная") + Self.row("K"))
    #expect(reading.tickets.map(\.number) == ["B", "K"])
    let issues = reading.issues.sorted { $0.line < $1.line }.map {
      "\($0.line) \($0.ticket ?? "-") \($0.column ?? "-"): \($0.reason)"
    }
    #expect(
      issues == [
        "3 A at: no time of the form D.M.YYYY H:MM",
        "5 C state: a state that the mapping does not know",
        "6 D -: 3 fields where 13 are expected",
        "8 E priority: a priority that the mapping does not know",
        "9 F client: no row names the client",
        "10 - id: the row names no ticket", "11 - id: the row names no ticket",
        "12 - id: the row names no ticket",
        "13 H text: a control character", "14 I at: the time of the row is missing",
        "15 J client: no code for this client; put the value into client.table",
      ])
    #expect(reading.issues.allSatisfy { $0.consequence == .leftOut })
    #expect(reading.summary.rows == 15)
    #expect(reading.summary.rowsLeftOut == 13)
    #expect(reading.summary.ticketsLeftOut == 8)
    #expect(reading.summary.tickets == 2)
  }

  @Test func notesWhatIsOnlyOdd() throws {
    let reading = try Self.read(
      Self.header + Self.row("A", at: "1.2.2026 10:00", opened: "1.2.2026 11:00")
        + Self.row("A", at: "1.2.2026 12:00", state: "0")
        + Self.row("A", at: "1.2.2026 11:30", state: "work"))
    let ticket = try #require(reading.tickets.first)
    #expect(ticket.entries.map(\.line) == [2, 4, 3])
    #expect(ticket.entries.map(\.state) == [.new, .inProgress, nil])
    #expect(ticket.entries.map { $0.state == nil && $0.group == nil } == [false, false, true])
    #expect(reading.issues.allSatisfy { $0.consequence == .noted })
    #expect(reading.issues.map(\.line).sorted() == [2, 3, 4])
  }

  @Test func keepsUnknownWordsWhenTold() throws {
    let reading = try Self.read(
      Self.header + Self.row("A", state: "gone", priority: "urgent"),
      yaml: Self.yaml + "\nunknown_state: keep\nunknown_priority: keep")
    #expect(reading.tickets.count == 1)
    #expect(reading.issues.map(\.consequence) == [.noted, .noted])
  }

  @Test(
    arguments: [
      ("Müller & Söhne", "c-muller-sohne"), ("Location 143", "c-location-143"), (" A ", "c-a"),
      ("Acme Ltd.", "acme"), ("---", nil), (String(repeating: "x", count: 31), nil),
    ] as [(String, String?)]) func findsClients(_ name: String, _ code: String?) throws
  {
    let reading = try Self.read(Self.header + Self.row("A", client: name))
    #expect(reading.tickets.first?.client == code)
  }

  @Test func neverMakesTwoClientsOne() throws {
    let reading = try Self.read(
      Self.header + Self.row("A", client: "Shop 1") + Self.row("B", client: "shop-1")
        + Self.row("C", client: "Shop 1"))
    #expect(reading.tickets.map(\.number) == ["A", "C"])
    #expect(reading.issues.first?.reason.contains("already has the code c-shop-1") == true)
  }

  @Test(arguments: [
    (
      Self.header.replacing("opened", with: "opend"),
      "opened, which the header does not have; did you mean opend?"
    ),
    (Self.header.replacing("kind", with: "sort"), "the column kind"),
    (Self.header.replacing("client\n", with: "client,id\n"), "the column id twice"),
    ("a\"b\n", "does not begin with a header"),
  ]) func refusesTheHeaderFirst(_ header: String, _ message: String) {
    let error = #expect(throws: DeskError.self) { try Self.read(header + Self.row("A", at: "bad")) }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [200, 5_000, 1_000_000]) func groupsRowsThatAreApart(_ sortMemory: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<400).map { index in
      (ticket: Int.random(in: 0..<60, using: &generator), minute: index)
    }
    var order: [Int] = []
    for row in rows where !order.contains(row.ticket) { order.append(row.ticket) }
    let apart = rows.map {
      Self.row(
        "T-\($0.ticket)", at: "1.2.2026 \($0.minute / 60):\(10 + $0.minute % 50)",
        who: "w\($0.minute)")
    }
    // The same rows, each ticket's together.
    let together = order.flatMap { ticket in
      zip(rows, apart).filter { $0.0.ticket == ticket }.map(\.1)
    }
    let mixed = try Self.read(Self.header + apart.joined(), sortMemory: sortMemory)
    let grouped = try Self.read(Self.header + together.joined())
    #expect(mixed.summary.wasGrouped == false)
    #expect(grouped.summary.wasGrouped)
    #expect(mixed.tickets.map(\.number) == order.map { "T-\($0)" }, "seed \(seed)")
    func content(_ reading: Reading) -> [[String]] {
      reading.tickets.map { $0.entries.map { "\($0.at.seconds) \($0.assignee ?? "")" } }
    }
    #expect(content(mixed) == content(grouped), "seed \(seed)")
    #expect(mixed.summary.rows == 400)
  }

  @Test func sortsBrokenAndStrayRowsToo() throws {
    let reading = try Self.read(
      Self.header + Self.row("A") + Self.row("B") + Self.row("") + Self.row("A") + "B,short\n"
        + Self.row("C") + Self.row("B"))
    #expect(reading.summary.wasGrouped == false)
    #expect(reading.tickets.map(\.number) == ["A", "C"])
    #expect(reading.issues.map(\.line) == [4, 6])
    #expect(reading.summary.rowsLeftOut == 4)
  }

  @Test func leavesOutATicketOfTooManyRows() throws {
    let rows = String(repeating: Self.row("A"), count: ForeignTicketReader.ticketRowLimit + 1)
    let reading = try Self.read(Self.header + rows + Self.row("B"))
    #expect(reading.tickets.map(\.number) == ["B"])
    #expect(reading.issues.count == 1)
    #expect(reading.progress.first == ForeignTicketReader.progressStep)
    #expect(reading.progress.last == reading.summary.rows)
  }

  @Test func stopsWhenTheReceiverDoes() throws {
    let folder = try ScratchFolder()
    let path = try folder.file("log.csv", Self.header + Self.row("A") + Self.row("B"))
    let reader = ForeignTicketReader(try TicketMapping(yaml: Self.yaml, name: "m.yaml"))
    let error = #expect(throws: DeskError.self) {
      try reader.read(
        path: path, onTicket: { _ throws(DeskError) in throw DeskError(.busy, "later") },
        onIssue: { _ in })
    }
    #expect(error?.code == .busy)
  }

  @Test func leavesNoTemporaryFiles() throws {
    let scratch = try ScratchFolder()
    let folder = try ScratchFolder()
    let path = try folder.file(
      "log.csv", Self.header + Self.row("A") + Self.row("B") + Self.row("A"))
    let mapping = try TicketMapping(yaml: Self.yaml, name: "m.yaml")
    let summary = try ForeignTicketReader(mapping, scratchFolder: scratch.path, sortMemory: 1).read(
      path: path,
      onTicket: { _ in
        let files = try? FileManager.default.contentsOfDirectory(atPath: scratch.path)
        #expect(files == [])
      }, onIssue: { _ in })
    #expect(summary.tickets == 2)
  }

  @Test func readsAPipe() throws {
    let folder = try ScratchFolder()
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let text = Self.header + Self.row("A") + Self.row("B")
    let writer = Process()
    writer.executableURL = URL(filePath: "/bin/sh")
    writer.arguments = ["-c", "cat \"$0\" > \"$1\"", try folder.file("log.csv", text), pipe]
    try writer.run()
    let reading = try Self.read(path: pipe, try TicketMapping(yaml: Self.yaml, name: "m.yaml"))
    writer.waitUntilExit()
    #expect(reading.tickets.map(\.number) == ["A", "B"])
  }

  @Test(
    .enabled(if: SharedFiles.canReadIncidentLog, "the incident log or xz is not on this machine"))
  func readsTheRealLog() throws {
    let folder = try ScratchFolder()
    let log = folder.path + "/log.csv"
    let unpack = Process()
    unpack.executableURL = URL(filePath: "/bin/sh")
    unpack.arguments = ["-c", "xz -dc \"$0\" > \"$1\"", SharedFiles.incidentLog, log]
    try unpack.run()
    unpack.waitUntilExit()
    #expect(unpack.terminationStatus == 0)
    var issues: [RowIssue] = []
    var rows = 0
    var firstStates: [TicketState?: Int] = [:]
    var isInOrder = true
    let mapping = try TicketMapping(path: SharedFiles.mapping)
    let summary = try ForeignTicketReader(mapping).read(
      path: log,
      onTicket: { ticket in
        rows += ticket.entries.count
        firstStates[ticket.entries[0].state, default: 0] += 1
        for (before, after) in zip(ticket.entries, ticket.entries.dropFirst())
        where after.at < before.at {
          isInOrder = false
        }
      }, onIssue: { issues.append($0) })
    #expect(summary.rows == 141_712)
    #expect(summary.tickets == 24_918)
    #expect(summary.ticketsLeftOut == 0)
    #expect(summary.rowsLeftOut == 0)
    #expect(summary.wasGrouped)
    #expect(rows == 141_712)
    #expect(isInOrder)
    #expect(firstStates[.new] == 16_397)
    // Five rows without a state, one out of order, and tickets opened after their first row.
    #expect(issues.allSatisfy { $0.consequence == .noted })
    #expect(issues.count { $0.column == "incident_state" } == 5)
    #expect(issues.filter { $0.column == "sys_updated_at" }.map(\.line) == [360])
    #expect(Set(issues.compactMap(\.column)).count == 3)
  }
}

import DeskRules
import Foundation
import Testing

/// Another desk's history from CSV.
@Suite struct ImportTicketTests {
  private static let mapping = """
    system: old-desk
    zone: Europe/Berlin
    time:
      format: D.M.YYYY H:MM
    columns:
      number: id
      at: at
      state: state
    problem: text
    client:
      column: client
    states:
      open: new
      parked: {state: waiting, reason: parts}
      done: resolved

    """

  /// Two good tickets, one with a bad row, one of a client that nobody knows.
  private static let rows = """
    id,at,state,client,text
    A1,1.3.2025 9:00,open,bakery,"stripes, grey"
    A1,1.3.2025 11:30,parked,bakery,"stripes, grey"
    A2,2.3.2025 10:00,open,transco,no power
    A3,3.3.2025 10:00,open,bakery,fine so far
    A3,31.2.2025 10:00,done,bakery,no such day
    A4,4.3.2025 10:00,open,nobody-knows,jam

    """

  private static func desk() async throws -> (desk: Workplace, rows: String, mapping: String) {
    let desk = try await Firm.workplace()
    return (desk, try desk.write("rows.csv", rows), try desk.write("map.yaml", mapping))
  }

  private static let expected =
    #"{"added":2,"completed":0,"unchanged":0,"rows":6,"rows_left_out":2,"tickets_left_out":2,"#
    + #""notes":2,"dry_run":false}"#

  @Test func badRowsLeaveTheirTicketOutAndARepetitionChangesNothing() async throws {
    let (desk, rows, mapping) = try await Self.desk()
    let words = ["import", "tickets", rows, "--map", mapping]
    let head = try await desk.head()
    let dry = try await desk.object(words + ["--dry-run"])
    #expect(dry["added"]?.number == 2, "\(dry)")
    #expect(try await desk.head() == head)
    let first = try await desk.object(words + ["--report", desk.file("report.csv")])
    #expect(first.line == Self.expected)
    let report = try String(contentsOfFile: desk.file("report.csv"), encoding: .utf8)
    #expect(report.hasPrefix("line,ticket,column,problem,consequence\r\n"))
    #expect(report.contains("\r\n6,A3,"), "\(report)")
    #expect(report.contains("A4"), "\(report)")
    #expect(try await desk.head() == head + 2)
    let again = try await desk.object(words)
    #expect(again["unchanged"]?.number == 2, "\(again)")
    #expect(try await desk.head() == head + 2)
    let ticket = try await desk.object("ticket", "show", "A1")
    #expect(ticket.text("number") == "T-18")
    #expect(ticket.text("state") == "waiting")
    #expect(ticket.text("foreign") == "A1")
    #expect(ticket["history"]?.elements?.isEmpty == false)
    #expect(try await desk.run("ticket", "show", "A3").code == 65)
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func standardInputAndServerTakeTheSame() async throws {
    let (piped, _, mapping) = try await Self.desk()
    let fromPipe = try await piped.run(
      ["import", "tickets", "-", "--map", mapping, "--json"],
      program: ["/bin/sh", "-c", "cat rows.csv | exec \"$0\" \"$@\"", Program.path])
    #expect(fromPipe.output == Self.expected + "\n", "\(fromPipe)")
    let (served, rows, servedMapping) = try await Self.desk()
    let words = ["import", "tickets", rows, "--map", servedMapping, "--json"]
    try await withServer(served) { server in
      let head = try await served.head()
      let remote = ["--server", server.socket]
      let dry = try await served.run(words + remote + ["--dry-run"])
      #expect(dry.code == 0, "\(dry)")
      #expect(try await served.head() == head)
      let first = try await served.run(words + remote)
      #expect(first.output == fromPipe.output, "\(first)")
      let handedOver = try await served.run(words)
      #expect(handedOver.output.hasPrefix(#"{"added":0,"completed":0,"unchanged":2,"#))
      #expect(try await served.head() == head + 2)
    }
    #expect(
      try await piped.must("ticket", "show", "A2") == served.must("ticket", "show", "A2"))
  }

  @Test func ourRulesHoldFromTheLastFactOn() async throws {
    let (desk, rows, mapping) = try await Self.desk()
    try await desk.must("import", "tickets", rows, "--map", mapping)
    try await desk.must("ticket", "resume", "A1")
    let rewritten = Self.rows.replacing(
      "A1,1.3.2025 11:30,parked", with: "A1,1.3.2025 12:30,parked")
    _ = try desk.write("rows.csv", rewritten)
    let again = try await desk.object("import", "tickets", rows, "--map", mapping)
    #expect(again["tickets_left_out"]?.number == 3, "\(again)")
    #expect(try await desk.object("ticket", "show", "A1").text("state") == "new")
  }

  @Test(arguments: [
    ("number: id", "number: idd", "idd"), ("state: state", "state: stat", "stat"),
    ("zone: Europe/Berlin", "zone: Europe/Berln", "Europe/Berln"),
    ("open: new", "open: nwe", "nwe"), ("system:", "sytem:", "sytem"),
  ])
  func aMappingThatIsWrongIsRefusedBeforeAnythingHappens(
    _ right: String, _ wrong: String, _ named: String
  ) async throws {
    let (desk, rows, _) = try await Self.desk()
    let mapping = try desk.write("map.yaml", Self.mapping.replacing(right, with: wrong))
    let head = try await desk.head()
    let ended = try await desk.run("import", "tickets", rows, "--map", mapping)
    #expect(ended.code == 64, "\(ended)")
    #expect(ended.output == "")
    #expect(ended.errors.contains(named), "\(ended)")
    #expect(try await desk.head() == head)
  }
}

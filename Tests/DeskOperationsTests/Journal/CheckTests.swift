import DeskEngine
import DeskRules
import DeskStore
import SQLiteEngine
import Testing

/// The check names what was tampered with.
@Suite struct CheckTests {
  /// A desk in which every table has rows.
  private static func fullDesk() throws -> TestDesk {
    var calls = try CallDesk(isTold: true)
    let desk = calls.desk
    try desk.type(TestDesk.night, as: "boris")
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem dead",
      "loan issue T-2 LP-03 --due 2026-11-30 --meter 10233 --accessory cable",
      "loan remind L-1", "device receive T-2",
      "swap make transco --device TC-P1 --given C-0013 --taken C-0051",
      "swap make office --given C-0014",
      "swap opening office Q5942A --owes 1", "refiller add fix \"Toner Fix\"",
      "refill send fix C-0051 C-0044", "refill receive R-1 C-0051 --passed",
      "cartridge scrap C-0051 --reason worn",
      "cartridge add C-0060 --type Q5942A --owner pool --state empty",
      "ticket open bakery --problem \"large\"",
      "ticket log T-3 --kind part --text x --amount 75000", "ticket resolve T-3",
      "ticket open bakery --problem \"to come\" --line goods", "ticket estimate T-4 10",
      "ticket approve T-4 --by 1 --evidence mail", "token issue boris",
      "budget set bakery repair --title Repairs",
      "contact substitute bakery --for 1 --by 2 --from 2026-12-01 --until 2026-12-14",
      "budget close bakery --period 2025",
      "calendar record ru --year 2026 --day 2026-11-04=off",
      "calendar hours ru --open \"every 00:00-24:00\"", "desk edit --calendar ru",
      "target set --fix 8h --clock business", "staff rate boris 620.00",
      "ticket open office --problem paused", "ticket pause T-5 --reason closed",
      "roster override vera --instead-of boris --from 2026-12-01T09:00 --to 2026-12-02T09:00"
        + " --why ill",
      "vat set --rate 22% --from 2026-01-01", "client terms bakery --vat on_top",
      "ticket open office --problem x", "ticket log T-6 --kind part --text x --amount 10",
      "ticket resolve T-6", "invoice review T-6", "invoice issue office T-6",
      "invoice pay A-2026-000001 --amount 99999.00",
      "client group office chains", "discount set 5% --group chains",
      "discount stacking additive", "price set RM1-4554 4500",
      "staff absence boris --from 2026-12-24 --to 2026-12-27 --why holiday",
      "device receive T-1 --accessory cord", "device handback T-1 --missing cord",
    ])
    let call = try calls.receive()
    try calls.wait(minutes: 10)
    let ticket = call.text("ticket") ?? ""
    try desk.type("callout acknowledge \(ticket)", as: "boris")
    try desk.typeAll([
      "ticket resolve \(ticket)", "callout receive --ticket \(ticket) --called 03:26",
    ])
    return desk
  }

  /// Tables that the check does not derive: the journal proves itself by its chain and the head with
  /// it; the text index only helps searching and is made of what the other tables and the journal
  /// hold.
  private static let notDerived: Set = [
    "journal", "head", "ticket_words_config", "ticket_words_data", "ticket_words_docsize",
    "ticket_words_idx",
  ]

  private func copy(of desk: TestDesk, _ name: String, tampered statements: [String]) throws
    -> SQLiteEngine
  {
    let path = desk.folder.file(name + ".sqlite")
    try desk.engine.backup(to: path)
    let engine = SQLiteEngine(path: path)
    let writer = try engine.openWriter()
    defer { writer.close() }
    _ = try writer.run("PRAGMA foreign_keys = OFF", [])
    for trigger in ["ledger_keeps", "ledger_stays", "loaner_uncounted"] {
      _ = try writer.run("DROP TRIGGER \(trigger)", [])
    }
    for sql in statements { _ = try writer.run(sql, []) }
    return engine
  }

  @Test func everyTableFollowsFromTheJournal() throws {
    let desk = try Self.fullDesk()
    #expect(try desk.problems() == [])
    for table in try desk.reader.tableNames() where !Self.notDerived.contains(table) {
      #expect(try !desk.rows("SELECT 1 FROM \(table)").isEmpty, "\(table) has no rows")
      let engine = try copy(of: desk, "without-" + table, tampered: ["DELETE FROM \(table)"])
      let problems = try desk.check(engine).problems
      #expect(!problems.isEmpty, "\(table)")
      #expect(problems.allSatisfy { $0.hasPrefix(table + " ") }, "\(table): \(problems)")
    }
  }

  /// Something done to a desk behind its back, and what the check says of it; # stands for the entry
  /// of the night's call-out.
  struct Tampering: Sendable {
    let name: String
    let statements: [String]
    let says: String
  }

  private static let unguarded = ["DROP TRIGGER journal_stays", "DROP TRIGGER journal_keeps"]
  private static let last = "(SELECT max(seq) FROM journal)"

  static let tamperings = [
    Tampering(
      name: "an amount", statements: ["UPDATE ticket_line SET amount = amount + 1 WHERE line = 2"],
      says: "ticket_line 1/2: disagrees with journal entry #"),
    Tampering(
      name: "a budget figure",
      statements: ["UPDATE budget SET spent = spent - 100 WHERE line = 'repair'"],
      says: "budget bakery/repair/2026-01-01: disagrees with journal entry"),
    Tampering(
      name: "a holding", statements: ["DELETE FROM holding WHERE piece = 'C-0012'"],
      says: "holding C-0012/"),
    Tampering(
      name: "a row nobody entered",
      statements: ["INSERT INTO counter (name, value) VALUES ('bribe', 1)"],
      says: "counter bribe: no journal entry made it"),
    Tampering(
      name: "a state", statements: ["UPDATE ticket SET state = 'closed' WHERE number = 2"],
      says: "ticket 2: disagrees with journal entry"),
    Tampering(
      name: "a byte of the journal",
      statements: unguarded + [
        "UPDATE journal SET events = replace(events, '450000', '450001') WHERE seq = #"
      ],
      says: "journal entry # does not follow from the one before it"),
    Tampering(
      name: "who did it",
      statements: unguarded + ["UPDATE journal SET actor = 'dasha' WHERE seq = #"],
      says: "journal entry # does not follow from the one before it"),
    Tampering(
      name: "an answer",
      statements: unguarded + ["UPDATE journal SET answer = '[]' WHERE seq = 5"],
      says: "journal entry 5 does not follow from the one before it"),
    Tampering(
      name: "swapped links",
      statements: unguarded + [
        "CREATE TEMP TABLE link AS SELECT seq, chain FROM journal",
        "UPDATE journal SET chain = (SELECT chain FROM link WHERE link.seq = 7) WHERE seq = 6",
        "UPDATE journal SET chain = (SELECT chain FROM link WHERE link.seq = 6) WHERE seq = 7",
      ], says: "journal entry 6 does not follow from the one before it"),
    Tampering(
      name: "a private text",
      statements: unguarded + [
        "UPDATE journal SET private = replace(private, 'paper', 'money') WHERE seq = #"
      ],
      says: "the private part of journal entry # is not the one it was made with"),
    Tampering(
      name: "a missing entry", statements: unguarded + ["DELETE FROM journal WHERE seq = 9"],
      says: "journal entry 9 is missing"),
    Tampering(
      name: "a shortened journal",
      statements: unguarded + ["DELETE FROM journal WHERE seq = \(last)"],
      says: "the head names entry"),
    Tampering(
      name: "another head", statements: ["UPDATE head SET chain = x'00'"],
      says: "the head names entry"),
  ]

  @Test func whatWasTamperedWithIsNamed() throws {
    let desk = try Self.fullDesk()
    let night = try desk.rows("SELECT seq FROM journal WHERE operation = 'callout.log'")[0][0].shown
    for (index, tampering) in Self.tamperings.enumerated() {
      let statements = tampering.statements.map { $0.replacing("#", with: night) }
      let engine = try copy(of: desk, "tampered-\(index)", tampered: statements)
      let problems = try desk.check(engine).problems
      let says = tampering.says.replacing("#", with: night)
      #expect(problems.contains { $0.hasPrefix(says) }, "\(tampering.name): \(problems)")
    }
  }

  /// What an earlier version split wrongly is proved by the journal, and still told.
  @Test func aListThatDoesNotAddUpIsRemarkedOn() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012")
    let engine = try copy(of: desk, "split", tampered: [])
    let writer = try engine.openWriter()
    let split = BalanceAdjusted(
      client: try ClientCode("office"), group: "Q5942A",
      debts: [
        DebtChange(
          origin: "S-1", client: try ClientCode("office"), group: "Q5942A", by: 2,
          due: desk.clock.now)
      ], at: desk.clock.now, cause: "S-1")
    try writer.begin()
    _ = try Recorder(writer).append(
      Record(
        operation: "swap.make", actor: "nora", enteredAt: desk.clock.now,
        happenedAt: desk.clock.now, key: nil, events: [split], answer: [], salt: ""),
      after: try Books(writer).head())
    try writer.commit()
    writer.close()
    let report = try desk.check(engine)
    #expect(report.problems == [])
    #expect(
      report.remarks == [
        "swap balance office Q5942A: 0 owed, and the list by date adds up to 2"
      ])
    #expect(try desk.problems() == [])
  }

  @Test func loansOfOneDeviceThatOverlapAreRemarked() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem jam", "loan issue T-1 LP-03 --due 2026-11-25",
    ])
    try desk.now("2026-11-23T12:00+03:00")
    try desk.type("loan return LP-03")
    try desk.now("2026-11-24T12:00+03:00")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-28")
    #expect(try desk.check().remarks == [])
    try desk.force("UPDATE loan SET returned_at = returned_at + 172800 WHERE number = 1")
    #expect(
      try desk.check().remarks == ["loan timeline LP-03: L-1 and L-2 were out at one time"])
  }

  @Test func aBackupIsTheSameBooks() throws {
    let desk = try Self.fullDesk()
    let engine = try copy(of: desk, "backup", tampered: [])
    let report = try desk.check(engine)
    #expect(report.problems == [])
    #expect(report.entries == (try desk.seq))
    let copied = try TableDump(try engine.openReader())
    #expect(try TableDump(desk.reader).differences(from: copied) == [])
  }
}

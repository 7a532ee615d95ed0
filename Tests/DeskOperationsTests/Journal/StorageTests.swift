import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// A full disk changes nothing; a commit that failed half-way is neither a yes nor a no.
@Suite struct StorageTests {
  @Test func aFullDiskRefusesAndTheDeskGoesOnWhenThereIsRoom() throws {
    let desk = try TestDesk.pricedFirm()
    let limit = try desk.writer.rows("PRAGMA max_page_count")
    let pages = try #require(try desk.writer.rows("PRAGMA page_count").first?.first).shown
    _ = try desk.writer.rows("PRAGMA max_page_count = \(pages)")
    var refused: String?
    for number in 1...50 where refused == nil {
      let command = Self.largeTicket(number)
      if case .failure(let error) = try desk.outcome(try CommandText(command).request()).result {
        #expect(error.code == .storageFull)
        refused = command
      }
    }
    let command = try #require(refused)
    try desk.refuse(.storageFull, command)
    try desk.refuse(
      .storageFull, "a group",
      outcome: {
        let outcomes = try desk.group([command, Self.largeTicket(51), Self.largeTicket(52)])
        return try #require(outcomes.last)
      })
    try desk.refuse(
      .storageFull, "a batch",
      outcome: {
        try desk.batch([command, Self.largeTicket(51)])
      })
    #expect(try desk.type("budget show bakery").count == 2)
    _ = try desk.writer.rows("PRAGMA max_page_count = \(try #require(limit.first?.first).shown)")
    try desk.type(command)
    #expect(try desk.problems() == [])
  }

  private static func largeTicket(_ number: Int) -> String {
    "ticket open bakery --key k\(number) --problem "
      + (0..<90).map { "word\(number)x\($0)" }.joined(separator: "_")
  }

  @Test(arguments: [
    EngineFault.inputOutput("disk gone"), .corrupt("torn page"), .readOnly(""), .other(""),
  ])
  func aCommitThatFailsHalfWayIsAnsweredAsUnknown(fault: EngineFault) throws {
    let desk = try TestDesk.firm()
    let faulty = FaultyWriter(desk.writer)
    let reports = Reports()
    let changes = ChangeWriter(faulty, desk.surroundings) { reports.lines.append($0) }
    let submission = try desk.submission("ticket open bakery --problem jam --key k")
    faulty.commitFault = fault
    for _ in 0..<2 {
      let outcome = try #require(changes.perform([submission]).first)
      guard case .failure(let error) = outcome.result else {
        Issue.record("a change was acknowledged")
        return
      }
      #expect(error.code == .unknown)
    }
    #expect(changes.isBroken)
    #expect(reports.lines.count == 1)
    try desk.reopen()
    #expect(try desk.one("ticket open bakery --problem jam --key k").text("number") == "T-1")
  }

  @Test(arguments: [(EngineFault.full(""), ErrorCode.storageFull), (.busy(""), .busy)])
  func whatIsSurelyUndoneIsARefusalAndTheWriterLives(fault: EngineFault, code: ErrorCode) throws {
    let desk = try TestDesk.firm()
    let faulty = FaultyWriter(desk.writer)
    let changes = ChangeWriter(faulty, desk.surroundings) { _ in }
    let submission = try desk.submission("ticket open bakery --problem jam")
    faulty.commitFault = fault
    try desk.refuse(code, "the commit") { try #require(changes.perform([submission]).first) }
    faulty.commitFault = nil
    #expect(!changes.isBroken)
    #expect(try #require(changes.perform([submission]).first).result.get().count == 1)
  }

  @Test(arguments: [
    (EngineFault.full(""), ErrorCode.storageFull), (.busy(""), .busy), (.readOnly(""), .storage),
    (.other(""), .internalFault),
  ])
  func aFaultWhileWritingIsARefusalAndTheWriterLives(fault: EngineFault, code: ErrorCode) throws {
    let desk = try TestDesk.firm()
    let faulty = FaultyWriter(desk.writer)
    let changes = ChangeWriter(faulty, desk.surroundings) { _ in }
    let submission = try desk.submission("ticket open bakery --problem jam")
    faulty.journalFault = fault
    try desk.refuse(code, "the entry") { try #require(changes.perform([submission]).first) }
    faulty.journalFault = nil
    #expect(!changes.isBroken)
    #expect(try #require(changes.perform([submission]).first).result.get().count == 1)
  }

  @Test func aDamagedRowRefusesOnlyWhoNeedsIt() throws {
    let desk = try TestDesk.firm()
    try desk.force("UPDATE client SET contract = 'odd' WHERE code = 'transco'")
    let outcomes = try desk.group(
      ["bakery", "transco", "office"].map { "ticket open \($0) --problem jam" })
    let codes = outcomes.map { outcome -> ErrorCode? in
      if case .failure(let error) = outcome.result { error.code } else { nil }
    }
    #expect(codes == [nil, .damaged, nil])
    #expect(desk.reports.lines.count == 1)
    #expect(try desk.one("ticket show T-2").text("client") == "office")
  }

  @Test func anEventOfAnUnknownKindIsDamage() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem jam")
    try desk.force("DROP TRIGGER journal_stays")
    try desk.force("UPDATE journal SET events = replace(events, 'ticket.opened', 'ticket.opine')")
    try desk.refuse(.damaged, "ticket show T-1")
  }
}

/// A writer that can be made to fail.
final class FaultyWriter: Writer {
  private let writer: any Writer
  var commitFault: EngineFault?
  var journalFault: EngineFault?

  init(_ writer: any Writer) { self.writer = writer }

  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    if let journalFault, sql.contains("INTO journal") { throw journalFault }
    return try writer.run(sql, values)
  }
  func begin() throws(EngineFault) { try writer.begin() }
  func commit() throws(EngineFault) {
    if let commitFault { throw commitFault }
    try writer.commit()
  }
  func rollback() { writer.rollback() }
  func close() { writer.close() }
  func forEach(
    _ sql: String, _ values: [SQLValue], _ body: (any Row) -> Bool
  ) throws(EngineFault) {
    try writer.forEach(sql, values, body)
  }
  func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result {
    try writer.snapshot(body)
  }
  func plan(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> [String] {
    try writer.plan(sql, values)
  }
  func steps(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    try writer.steps(sql, values)
  }
}

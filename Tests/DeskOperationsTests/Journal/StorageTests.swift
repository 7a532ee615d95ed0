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
    try desk.refuse(.storageFull, "a group", outcome: {
      let outcomes = try desk.group([command, Self.largeTicket(51), Self.largeTicket(52)])
      return try #require(outcomes.last)
    })
    try desk.refuse(.storageFull, "a batch", outcome: {
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

  @Test func aCommitThatFailsHalfWayIsAnsweredAsUnknown() throws {
    let desk = try TestDesk.firm()
    let faulty = FaultyWriter(desk.writer)
    let reports = Reports()
    let changes = ChangeWriter(faulty, desk.surroundings) { reports.lines.append($0) }
    let submission = try desk.submission("ticket open bakery --problem jam --key k")
    faulty.commitFault = .inputOutput("disk gone")
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

  @Test(arguments: [
    EngineFault.inputOutput(""), .readOnly(""), .corrupt(""), .other(""),
  ])
  func aCommitThatMayHaveBeenKeptIsNeverRefused(fault: EngineFault) throws {
    let desk = try TestDesk.firm()
    let faulty = FaultyWriter(desk.writer)
    let changes = ChangeWriter(faulty, desk.surroundings) { _ in }
    faulty.commitFault = fault
    let submission = try desk.submission("ticket open bakery --problem jam")
    let outcome = try #require(changes.perform([submission]).first)
    #expect(throws: DeskError.self) { try outcome.result.get() }
    #expect(changes.isBroken)
  }

  @Test(arguments: [(EngineFault.full(""), ErrorCode.storageFull), (.busy(""), .busy)])
  func aCommitThatIsUndoneIsARefusalAndTheWriterLives(fault: EngineFault, code: ErrorCode) throws {
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

  @Test func anEventOfAnUnknownKindIsDamage() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem jam")
    try desk.force("DROP TRIGGER journal_stays")
    try desk.force("UPDATE journal SET events = replace(events, 'ticket.opened', 'ticket.opine')")
    try desk.refuse(.damaged, "ticket show T-1")
  }
}

/// A writer whose commits can be made to fail.
final class FaultyWriter: Writer {
  private let writer: any Writer
  var commitFault: EngineFault?

  init(_ writer: any Writer) { self.writer = writer }

  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    try writer.run(sql, values)
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
}

import DeskOperations
import DeskRules
import DeskStore
import Testing

/// What an everyday question costs does not grow with the pool: steps of the engine are counted, since
/// a walk along an index that passes over most of it looks in a plan like any other.
@Suite struct QueryCostTests {
  private static let pieces = 2_000
  /// Looking at every piece once takes more; a page of a hundred, with all that is shown of each, less.
  private static let stepLimit = 5_000

  private static let questions = [
    "cartridge list", "cartridge list --after W-1500", "cartridge list --limit 10",
    "cartridge list --holder shelf:main --state empty", "cartridge list --state failed",
    "cartridge list --owner pool --state empty", "cartridge list --holder shelf --state failed",
    "cartridge list --holder van:boris --state empty", "cartridge list --holder van:boris",
    "cartridge list --owner transco", "cartridge list --holder bench",
    "cartridge list --holder lost",
    "cartridge list --state untested", "cartridge list --owner pool --state retired",
    "cartridge list --type Q2612A --state empty", "cartridge show W-7", "cartridge show X-1",
    "device list --owner pool", "device list --holder bench", "stock list", "stock send",
    "stock flags", "swap balance",
  ]

  private static let wanting = [
    "cartridge add X-1 --type Q5942A --owner pool --state empty",
    "cartridge add X-2 --type Q2612A --owner pool --state empty",
    "cartridge add X-3 --type Q2612A --owner pool --state empty",
    "cartridge add X-4 --type Q5942A --owner pool --state empty",
    "cartridge move van:boris X-3", "cartridge lose X-2 --reason gone",
    "refiller add fix \"Toner Fix\"", "refill send fix X-4", "refill receive R-1 X-4",
    "refill test X-4 --failed",
    "cartridge add X-5 --type Q5942A --owner pool --state empty", "refill send fix X-5",
  ]

  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll(
      (1...Self.pieces).map { "cartridge add W-\($0) --type Q5942A --owner pool --state full" })
    try desk.typeAll(Self.wanting)
    return desk
  }

  @Test func noneLooksAtEveryPiece() throws {
    let desk = try desk()
    let reader = RecordingConnection(desk.writer)
    for question in Self.questions {
      reader.statements = []
      guard case .query(let query) = try Catalogue.prepare(try CommandText(question).request())
      else { throw DeskError(.usage, "\(question) is no query") }
      let staff = Credential(staff: TestDesk.admin)
      _ = try query.run(Books(reader), as: staff, desk.surroundings).result.get()
      let steps = try reader.statements.reduce(0) { try $0 + reader.steps($1.0, $1.1) }
      #expect(steps < Self.stepLimit, "\(question)")
    }
    // What is counted tells a walk over everything.
    let all = try reader.steps("SELECT * FROM piece ORDER BY tag", [])
    #expect(all > Self.stepLimit)
  }

  @Test(arguments: [
    ("--holder shelf:main --state empty", ["X-1"]), ("--state failed", ["X-4"]),
    ("--holder van:boris --state empty", ["X-3"]), ("--state empty --type Q2612A", ["X-2", "X-3"]),
    ("--owner pool --state empty", ["X-1", "X-2", "X-3", "X-5"]),
    ("--holder shelf --state empty", ["X-1"]),
    ("--holder refiller:fix --state empty", ["X-5"]), ("--holder lost", ["X-2"]),
    ("--owner pool --state empty --limit 1", ["X-1"]),
    ("--owner pool --state empty --after X-2", ["X-3", "X-5"]), ("--state untested", []),
    ("--state empty --type NONE", []), ("--holder bench --state empty", []),
  ])
  func whatWantsRefillingIsFound(filter: String, expected: [String]) throws {
    let desk = try TestDesk.firm()
    try desk.typeAll(Self.wanting)
    let found = try desk.type("cartridge list \(filter)").compactMap { $0.text("cartridge") }
    #expect(found == expected)
  }
}

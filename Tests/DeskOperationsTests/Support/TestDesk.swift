import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import DeskWire
import SQLiteEngine
import Testing

/// A real desk in a file of its own, asked the way the command line and the socket ask: through the
/// catalogue, the one writer and a reader. The clock stands still until a test sets it.
final class TestDesk {
  let folder: TemporaryFolder
  let engine: SQLiteEngine
  let clock: TestClock
  private(set) var writer: any Writer
  private(set) var reader: any Reader
  private(set) var changes: ChangeWriter
  /// What the writer reported about constraints that fired.
  let reports = Reports()
  let surroundings: Surroundings
  private var derivations = 0

  /// The first admin of every test desk.
  static let admin = "nora"

  /// How a user makes a desk like it.
  static let initCommand =
    "init \"Northern Printers\" --currency RUB --timezone Europe/Moscow --admin \(admin)"

  /// Makes a desk in roubles and Moscow time; in memory, where the machine has a folder there, for
  /// runs so long that waiting for the disk would be most of them.
  init(
    at now: String = "2026-11-20T09:00+03:00", seed: UInt64 = 1, inMemory: Bool = false
  ) throws {
    folder = try TemporaryFolder(inMemory: inMemory)
    clock = TestClock(try Instant(iso8601: now))
    surroundings = Surroundings.repeatable(clock, seed: seed)
    engine = try SQLiteEngine.create(path: folder.file("desk.sqlite"))
    writer = try engine.openWriter()
    try DeskFoundation(
      name: "Northern Printers", currency: Currency("RUB"), zone: Zone("Europe/Moscow"),
      admin: Self.admin, adminFullName: "Nora Admin", login: Self.admin
    ).lay(in: writer, surroundings)
    reader = try engine.openReader()
    changes = Self.changeWriter(writer, surroundings, reports)
  }

  deinit { writer.close() }

  private static func changeWriter(
    _ writer: any Writer, _ surroundings: Surroundings, _ reports: Reports
  ) -> ChangeWriter {
    ChangeWriter(writer, surroundings) { reports.lines.append($0) }
  }

  /// Sets the clock.
  func now(_ text: String) throws { clock.set(try Instant(iso8601: text)) }

  /// Closes the desk and opens it again, as a restart does.
  func reopen() throws {
    writer.close()
    writer = try engine.openWriter()
    reader = try engine.openReader()
    changes = Self.changeWriter(writer, surroundings, reports)
  }

  var books: Books { Books(reader) }

  /// The number of the last journal entry.
  var seq: Int64 { get throws { try books.seq() } }
}

/// What a writer reported.
final class Reports {
  var lines: [String] = []
}

// MARK: Asking

extension TestDesk {
  /// Carries out a request and gives its outcome, whatever it is.
  func outcome(_ request: Request, as staff: String = admin) throws -> Outcome {
    try outcome(request, with: Credential(staff: staff))
  }

  /// Carries out a request under a credential.
  func outcome(_ request: Request, with credential: Credential) throws -> Outcome {
    let outcome: Outcome
    do {
      outcome = try perform(try Catalogue.prepare(request), as: credential)
    } catch let error as DeskError {
      outcome = Outcome(.failure(error), seq: try seq)
    }
    if case .failure(let error) = outcome.result { try requireDeclared(error, by: request) }
    return outcome
  }

  /// Programs rely on what an operation says that it can refuse.
  private func requireDeclared(_ error: DeskError, by request: Request) throws {
    guard error.code != .unknownOperation, error.code.blame != .ours else { return }
    let entry = try Catalogue.entry(request.name)
    var codes = entry.about.refusals + [.usage, .unauthenticated, .notAllowed, .busy]
    if entry.kind == .change { codes += [.keyReused, .storageFull, .unknown, .time] }
    #expect(codes.contains(error.code), "\(request.name) does not declare: \(error)")
  }

  private func perform(_ prepared: PreparedRequest, as credential: Credential) throws -> Outcome {
    switch prepared {
    case .change(let change):
      return try #require(changes.perform([Submission(.single(change), as: credential)]).first)
    case .query(let query): return query.run(books, as: credential, surroundings)
    case .session: throw DeskError(.usage, "a session operation needs a session")
    }
  }

  /// Carries out a protocol line, such as `ticket.show ticket=T-17`.
  @discardableResult
  func run(_ line: String, as staff: String = admin) throws -> [JSONObject] {
    try outcome(try Self.request(line), as: staff).result.get()
  }

  /// Carries out an operation with its parameters.
  @discardableResult
  func run(
    _ name: String, _ parameters: KeyValuePairs<String, String>, as staff: String = admin
  ) throws -> [JSONObject] {
    let request = Request(name, parameters.map { Request.Parameter($0.key, $0.value) })
    return try outcome(request, as: staff).result.get()
  }

  /// Carries out a command, such as `ticket show T-17`.
  @discardableResult
  func type(_ command: String, as staff: String = admin) throws -> [JSONObject] {
    try outcome(try CommandText(command).request(), as: staff).result.get()
  }

  /// The only item of a command's answer.
  func one(_ command: String, as staff: String = admin) throws -> JSONObject {
    let items = try type(command, as: staff)
    try #require(items.count == 1, "\(command) answered \(items.count) items")
    return items[0]
  }

  /// Carries out commands as one group: one commit for all of them.
  func typeAll(_ commands: [String], as staff: String = admin) throws {
    for outcome in try group(commands, as: staff) { _ = try outcome.result.get() }
  }

  /// The outcomes of changes that are committed together.
  func group(_ commands: [String], as staff: String = admin) throws -> [Outcome] {
    changes.perform(try commands.map { try submission($0, as: staff) })
  }

  /// The outcome of changes that stand or fall together.
  func batch(_ commands: [String], key: String? = nil, as staff: String = admin) throws -> Outcome {
    try batch(commands.map { try CommandText($0).request() }, key: key, as: staff)
  }

  /// The outcome of requests that stand or fall together.
  func batch(_ requests: [Request], key: String? = nil, as staff: String = admin) throws -> Outcome
  {
    let work = Submission.Work.batch(try requests.map { try Self.change($0) }, key: key)
    return try #require(
      changes.perform([Submission(work, as: Credential(staff: staff))]).first)
  }

  /// A change as it is handed to a writer.
  func submission(_ command: String, as staff: String = admin) throws -> Submission {
    Submission(
      .single(try Self.change(CommandText(command).request())), as: Credential(staff: staff))
  }

  private static func change(_ request: Request) throws -> PreparedChange {
    guard case .change(let change) = try Catalogue.prepare(request) else {
      throw DeskError(.usage, "\(request.name) is no change")
    }
    return change
  }

  /// The request in a protocol line.
  static func request(_ line: String) throws -> Request {
    try #require(try RequestLine.parse(Array(line.utf8)), "an empty line")
  }
}

// MARK: Refusals

extension TestDesk {
  /// Carries out a command that must be refused with a code, and sees that nothing changed.
  @discardableResult
  func refuse(
    _ code: ErrorCode, _ command: String, as staff: String = admin,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> DeskError {
    try refuse(
      code, command, sourceLocation: sourceLocation,
      outcome: { try outcome(try CommandText(command).request(), as: staff) })
  }

  /// Carries out a protocol line that must be refused with a code, and sees that nothing changed.
  @discardableResult
  func refuse(
    _ code: ErrorCode, line: String, as staff: String = admin,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> DeskError {
    try refuse(
      code, line, sourceLocation: sourceLocation,
      outcome: { try outcome(try Self.request(line), as: staff) })
  }

  /// Does something that must be refused with a code, and sees that nothing changed.
  @discardableResult
  func refuse(
    _ code: ErrorCode, _ what: String, sourceLocation: SourceLocation = #_sourceLocation,
    outcome act: () throws -> Outcome
  ) throws -> DeskError {
    let before = try TableDump(reader)
    let head = try seq
    var refusal: DeskError?
    do {
      let outcome = try act()
      #expect(outcome.seq == head, "\(what)", sourceLocation: sourceLocation)
      _ = try outcome.result.get()
    } catch let error as DeskError {
      refusal = error
    }
    let error = try #require(refusal, "\(what) was not refused", sourceLocation: sourceLocation)
    #expect(error.code == code, "\(what): \(error.message)", sourceLocation: sourceLocation)
    #expect(!error.message.isEmpty, sourceLocation: sourceLocation)
    let changed = try TableDump(reader).differences(from: before)
    #expect(changed.isEmpty, "\(what) changed \(changed)", sourceLocation: sourceLocation)
    return error
  }
}

// MARK: Beneath the rules

extension TestDesk {
  /// Runs a statement on the writer in a transaction of its own, past every rule.
  @discardableResult
  func force(_ sql: String, _ values: [SQLValue] = []) throws -> Int {
    try writer.begin()
    do {
      let count = try writer.run(sql, values)
      try writer.commit()
      return count
    } catch {
      writer.rollback()
      throw error
    }
  }

  /// Every row of a query.
  func rows(_ sql: String, _ values: [SQLValue] = []) throws -> [[SQLValue]] {
    try reader.rows(sql, values)
  }

  /// What the check says of the desk as it is.
  func check() throws -> CheckReport { try check(engine) }

  /// What disagrees in the desk as it is, or does not add up.
  func problems() throws -> [String] {
    let report = try check()
    return report.problems + report.remarks
  }

  /// What the check says of another file.
  func check(_ engine: SQLiteEngine) throws -> CheckReport {
    try Check(of: try engine.openReader()) { () throws(DeskError) in
      self.derivations += 1
      return try SQLiteEngine.create(path: self.folder.file("derived-\(self.derivations).sqlite"))
        .openWriter()
    }.run { _, _ in }
  }
}

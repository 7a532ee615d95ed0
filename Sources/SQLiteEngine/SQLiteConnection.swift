import CSQLite
import DeskEngine
import DeskRules

/// One SQLite connection; on its own it reads, `SQLiteWriter` adds writing.
class SQLiteConnection: Reader {
  /// Nil once closed.
  private(set) final var handle: OpaquePointer?
  private final var statements: [String: Statement] = [:]

  /// Statement texts are constants of the program; the limit only guards against a text that is
  /// put together anew each time.
  private static let statementLimit = 500

  init(handle: OpaquePointer) {
    self.handle = handle
  }

  deinit { closeHandle() }

  // MARK: Reader

  final func forEach(
    _ sql: String, _ values: [SQLValue], _ body: (any Row) -> Bool
  ) throws(EngineFault) {
    let statement = try kept(sql)
    defer { statement.finish() }
    let row = SQLiteRow(statement: statement.handle)
    try mending { () throws(EngineFault) in
      try statement.start(values)
      while try statement.step() {
        guard body(row) else { return }
      }
    }
  }

  final func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result {
    if isInTransaction { return try body() }
    try attempt("BEGIN DEFERRED")
    do {
      let result = try body()
      try attempt("COMMIT")
      return result
    } catch {
      undo()
      throw error
    }
  }

  final func plan(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> [String] {
    var steps: [String] = []
    try forEach("EXPLAIN QUERY PLAN " + sql, values) { row in
      steps.append(row.text(3))
      return true
    }
    return steps
  }

  final func steps(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    let statement = try kept(sql)
    defer { statement.finish() }
    _ = statement.takeSteps()
    try statement.start(values)
    while try statement.step() {}
    return statement.takeSteps()
  }

  // MARK: For the engine

  final var isInTransaction: Bool {
    guard let handle else { return false }
    return sqlite3_get_autocommit(handle) == 0
  }

  /// Runs a whole script, which binds nothing.
  final func execute(_ script: String) throws(EngineFault) {
    let code = sqlite3_exec(try opened(), script, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw EngineFault(code, on: handle, sql: script, whilePreparing: true)
    }
  }

  /// The first column of the first row of a query that binds nothing, as a number.
  final func number(_ sql: String) throws(EngineFault) -> Int64 {
    var number: Int64 = 0
    try forEach(sql, []) { row in
      number = row.integer(0)
      return false
    }
    return number
  }

  /// Every row of a query that binds nothing, its columns put together by `line`.
  final func lines(
    _ sql: String, _ line: (any Row) -> String
  ) throws(EngineFault) -> [String] {
    var lines: [String] = []
    try forEach(sql, []) { row in
      lines.append(line(row))
      return true
    }
    return lines
  }

  /// Ends the transaction, if the engine has not done so already.
  final func undo() {
    // A rollback that reports an error has ended the transaction all the same.
    if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
  }

  final func closeHandle() {
    statements.removeAll()
    // A statement that still runs keeps its connection alive until it is finished.
    sqlite3_close_v2(handle)
    handle = nil
  }

  final func opened() throws(EngineFault) -> OpaquePointer {
    guard let handle else { throw .other("the connection is closed") }
    return handle
  }

  /// The statement of a text; another one of the same text if it is running further up the stack.
  final func kept(_ sql: String) throws(EngineFault) -> Statement {
    let kept = statements[sql]
    if let kept, !kept.isRunning { return kept }
    let statement = try prepare(sql)
    if kept == nil {
      if statements.count >= Self.statementLimit { statements.removeAll() }
      statements[sql] = statement
    }
    return statement
  }

  /// Keeps what `EngineFault.full` promises: SQLite sometimes undoes only the statement.
  @inline(__always)
  final func mending(_ body: () throws(EngineFault) -> Void) throws(EngineFault) {
    do { try body() } catch {
      if case .full = error { undo() }
      throw error
    }
  }

  // MARK: Inside

  private final func attempt(_ sql: String) throws(DeskError) {
    do { try forEach(sql, []) { _ in true } } catch { throw DeskError(error) }
  }

  private final func prepare(_ sql: String) throws(EngineFault) -> Statement {
    let connection = try opened()
    var text = sql
    var prepared: OpaquePointer?
    var isWhole = true
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        var rest: UnsafePointer<CChar>?
        let code = sqlite3_prepare_v3(
          connection, characters.baseAddress, Int32(characters.count),
          UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &rest)
        if let rest, let start = characters.baseAddress {
          isWhole = bytes[(rest - start)...].allSatisfy { $0 <= 0x20 }
        }
        return code
      }
    }
    guard code == SQLITE_OK else {
      throw EngineFault(code, on: connection, sql: sql, whilePreparing: true)
    }
    guard let prepared else { throw .other("an empty statement") }
    let statement = Statement(handle: prepared)
    guard isWhole else { throw .other("more than one statement in: \(sql.prefix(200))") }
    return statement
  }
}

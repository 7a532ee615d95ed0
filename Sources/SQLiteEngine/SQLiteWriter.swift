import CSQLite
import DeskEngine

/// The one connection that writes and moves the write-ahead log into the desk file.
final class SQLiteWriter: SQLiteConnection, Writer {
  /// How many pages the log may hold before a commit moves them into the desk file.
  private static let checkpointInterval: Int32 = 1_000
  private var pagesInLog: Int32 = 0
  private var nextCheckpoint = checkpointInterval

  override init(handle: OpaquePointer) {
    super.init(handle: handle)
    // SQLite's own automatic checkpoint hides its errors; the hook replaces it.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      handle,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<SQLiteWriter>.fromOpaque(context).takeUnretainedValue().pagesInLog = pages
        return SQLITE_OK
      }, context)
  }

  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    let connection = try opened()
    let before = sqlite3_total_changes64(connection)
    let statement = try kept(sql)
    defer { statement.finish() }
    try mending { () throws(EngineFault) in
      try statement.start(values)
      while try statement.step() {}
    }
    // The count of changes is that of the last statement that changed rows, which need not be this.
    guard sqlite3_total_changes64(connection) != before else { return 0 }
    return Int(sqlite3_changes64(connection))
  }

  func begin() throws(EngineFault) { _ = try run("BEGIN IMMEDIATE", []) }

  func commit() throws(EngineFault) {
    _ = try run("COMMIT", [])
    try checkpointIfDue()
  }

  func rollback() { undo() }

  func close() {
    guard let handle else { return }
    // At its best: whatever stays in the log is found there at the next opening.
    sqlite3_busy_timeout(handle, 100)
    sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    closeHandle()
  }

  /// Without room, or beside a reader of old pages, the log just grows on until the next attempt.
  private func checkpointIfDue() throws(EngineFault) {
    if pagesInLog < Self.checkpointInterval { nextCheckpoint = Self.checkpointInterval }
    guard pagesInLog >= nextCheckpoint else { return }
    nextCheckpoint = pagesInLog + Self.checkpointInterval
    let code = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    guard code != SQLITE_OK else { return }
    switch EngineFault(code, on: handle, sql: nil) {
    case .full, .busy: return
    case let fault: throw fault
    }
  }
}

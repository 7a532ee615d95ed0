import CSQLite
import DeskEngine
import DeskRules

/// Opens connections to one desk, after looking at what the file says it is.
struct Opening {
  let file: DeskFile
  let migrations: [String]

  /// "SWDK": what the header of every desk names as its application.
  static let applicationIdentifier: Int64 = 0x5357_444B

  /// A connection that reads a desk of this version's schema.
  func reader() throws(DeskError) -> SQLiteConnection {
    let reader = try inspector()
    try translating { () throws(EngineFault) in try reader.execute("PRAGMA query_only = ON") }
    let version = try version(of: reader)
    guard version == migrations.count else {
      throw DeskError(
        .storage,
        "\(file.path) has schema \(version) and this version of swapdesk works with "
          + "\(migrations.count): make one change or start the server once, which upgrades it")
    }
    return reader
  }

  /// A connection that reads a desk of whatever schema, to copy or to check it.
  func inspector() throws(DeskError) -> SQLiteConnection {
    let connection = SQLiteConnection(handle: try handle(SQLITE_OPEN_READONLY))
    try configure(connection, readerSettings)
    return connection
  }

  /// Whatever the file, of whatever schema, has wrong with itself, a line each.
  func problems() throws(DeskError) -> [String] {
    let connection = try inspector()
    var problems: [String] = []
    try translating { () throws(EngineFault) in problems = try connection.problems() }
    return problems
  }

  /// The connection that writes, the desk brought to this version's schema.
  func writer() throws(DeskError) -> SQLiteWriter {
    let writer = SQLiteWriter(handle: try handle(SQLITE_OPEN_READWRITE))
    try configure(writer, writerSettings)
    guard sqlite3_db_readonly(writer.handle, "main") == 0 else {
      throw DeskError(.storage, "\(file.path) does not allow writing: mend its permissions")
    }
    let version = try version(of: writer)
    if version < migrations.count { try upgrade(writer, from: version) }
    try translating { () throws(EngineFault) in
      guard try writer.lines("PRAGMA journal_mode = WAL", { $0.text(0) }) == ["wal"] else {
        throw .busy("the journal mode could not be changed")
      }
      try writer.execute("PRAGMA foreign_keys = ON")
    }
    return writer
  }

  /// Makes an empty database file a desk.
  func establish() throws(DeskError) {
    let writer = SQLiteWriter(handle: try handle(SQLITE_OPEN_READWRITE))
    defer { writer.close() }
    try translating { () throws(EngineFault) in
      try writer.execute(writerSettings)
      // Not yet with a write-ahead log, so that no part of the new desk stays behind in one.
      try Migrations(scripts: migrations).run(on: writer, from: 0)
      try writer.execute("PRAGMA journal_mode = WAL")
    }
  }

  // MARK: Settings

  /// Deletions overwrite what they delete, so that an erased person's data leaves the file too.
  /// Recursive triggers make REPLACE meet the guards against deleting.
  private var writerSettings: String {
    """
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA recursive_triggers = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -32768;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA busy_timeout = 2000;
    """
  }

  private var readerSettings: String {
    """
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA cache_size = -8192;
    PRAGMA busy_timeout = 2000;
    """
  }

  // MARK: Steps

  private func handle(_ access: Int32) throws(DeskError) -> OpaquePointer {
    guard file.isPresent else {
      throw DeskError(
        .notFound,
        "there is no desk at \(file.path): make one with `swapdesk init` or name another file")
    }
    var handle: OpaquePointer?
    let flags = access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    let code = sqlite3_open_v2(file.path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let fault = EngineFault(code, on: handle, sql: nil)
      sqlite3_close_v2(handle)
      throw refusal(fault)
    }
    harden(handle, isReader: access == SQLITE_OPEN_READONLY)
    return handle
  }

  /// A text in double quotes is a name and never a string, the schema is out of reach of
  /// statements, and a reader leaves the log alone when it is the last to close.
  private func harden(_ handle: OpaquePointer, isReader: Bool) {
    _ = swapdesk_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0)
    _ = swapdesk_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
    _ = swapdesk_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = swapdesk_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isReader ? 1 : 0)
  }

  private func configure(
    _ connection: SQLiteConnection, _ settings: String
  ) throws(DeskError) {
    let identifier: Int64
    do {
      try connection.execute(settings)
      identifier = try connection.number("PRAGMA application_id")
    } catch {
      guard sqlite3_errcode(connection.handle) & 0xFF != SQLITE_NOTADB else { throw notADesk }
      throw refusal(error)
    }
    guard identifier == Self.applicationIdentifier else { throw notADesk }
  }

  private func version(of connection: SQLiteConnection) throws(DeskError) -> Int {
    var version = 0
    try translating { () throws(EngineFault) in
      version = Int(try connection.number("PRAGMA user_version"))
    }
    guard version <= migrations.count else {
      throw DeskError(
        .newerSchema,
        "\(file.path) has schema \(version), written by a newer version of swapdesk; this one "
          + "knows schema \(migrations.count): install the newer version")
    }
    return version
  }

  private func upgrade(_ writer: SQLiteWriter, from version: Int) throws(DeskError) {
    let copy = freeCopyPath()
    try writer.copy(to: copy)
    do { try Migrations(scripts: migrations).run(on: writer, from: version) } catch {
      NewFile.remove(copy)
      throw refusal(error)
    }
  }

  private func freeCopyPath() -> String {
    var attempt = 1
    while DeskFile(file.pathBeforeSchema(migrations.count, attempt: attempt)).isPresent {
      attempt += 1
    }
    return file.pathBeforeSchema(migrations.count, attempt: attempt)
  }

  // MARK: Refusals

  private var notADesk: DeskError {
    DeskError(.notADesk, "\(file.path) is not a desk: name the file that `swapdesk init` made")
  }

  private func translating(_ body: () throws(EngineFault) -> Void) throws(DeskError) {
    do { try body() } catch { throw refusal(error) }
  }

  private func refusal(_ fault: EngineFault) -> DeskError {
    if case .readOnly(let detail) = fault {
      return DeskError(
        .storage,
        "\(file.path) cannot be opened (\(detail)): even reading needs write permission on its "
          + "folder, for the shared memory of the write-ahead log; mend the permissions or use a "
          + "server")
    }
    let general = DeskError(fault)
    return DeskError(general.code, "\(file.path): \(general.message)", general.details)
  }
}

public import DeskEngine
public import DeskRules
public import SQLiteSchema

/// A desk kept in one SQLite file with a write-ahead log.
///
/// Exactly one connection, the writer, ever writes and checkpoints; whoever opens it holds the
/// desk's `DeskLock`. Readers open the file read-only and see every committed change, also when
/// the last writer was killed. SQLite has them write the shared memory of the log, so they need
/// write permission on the folder.
public struct SQLiteEngine: Engine {
  /// The desk's file.
  public let file: DeskFile
  private let opening: Opening

  /// Names a desk; nothing is opened yet.
  ///
  /// - Parameters:
  ///   - path: the desk's file; a relative path is resolved now.
  ///   - migrations: every schema script in order; number N makes schema version N.
  public init(path: String, migrations: [String] = SQLiteSchema.migrations) {
    file = DeskFile(path)
    opening = Opening(file: file, migrations: migrations)
  }

  /// Makes a new, empty desk, readable and writable for its owner only. It appears under its name
  /// when it is complete. The caller holds the desk's lock.
  ///
  /// - Throws: `exists` if anything is there already, also the log of a desk that is gone;
  ///   `storage`, `storage_full`.
  public static func create(
    path: String, migrations: [String] = SQLiteSchema.migrations
  ) throws(DeskError) -> SQLiteEngine {
    let engine = SQLiteEngine(path: path, migrations: migrations)
    try NewFile.write(engine.file.path) { draft throws(DeskError) in
      try Opening(file: DeskFile(draft), migrations: migrations).establish()
    }
    return engine
  }

  /// Opens the one connection that may write. The caller holds the desk's lock.
  ///
  /// A desk of an older schema is first copied to `<file>.before-schema-N`, then upgraded to
  /// schema N in one transaction.
  ///
  /// - Throws: `not_found`, `not_a_desk`, `newer_schema`, `storage`, `storage_full`, `busy`,
  ///   `damaged`.
  public func openWriter() throws(DeskError) -> any Writer { try opening.writer() }

  /// Opens a connection that can only read.
  ///
  /// - Throws: `not_found`, `not_a_desk`, `newer_schema`, `damaged`; `storage`, also when the
  ///   desk's schema is older and a writer has to upgrade it first.
  public func openReader() throws(DeskError) -> any Reader { try opening.reader() }

  /// Writes a consistent copy of the whole desk, of whatever schema, to a new file, readable and
  /// writable for its owner only. The copy is itself a desk. It appears under its name when it is
  /// complete and on disk.
  ///
  /// - Throws: `exists` if the file is there already; `storage`, `storage_full`; what opening
  ///   throws.
  public func backup(to path: String) throws(DeskError) {
    try opening.inspector().copy(to: DeskFile(path).path)
  }

  /// Writes a copy like `backup(to:)` in the place of a file that has to go first.
  ///
  /// - Parameter clear: moves away what is there; called only once the copy is complete and on disk,
  ///   so that a full disk takes nothing away.
  /// - Throws: what `backup(to:)` does, and what `clear` throws.
  public func backup(
    to path: String, clearing clear: () throws(DeskError) -> Void
  ) throws(DeskError) {
    try withoutActuallyEscaping(clear) { clear throws(DeskError) in
      try opening.inspector().copy(to: DeskFile(path).path, clearing: clear)
    }
  }

  /// SQLite's own verdict on the file, of whatever schema: an empty list, or what is wrong, a line
  /// each.
  ///
  /// - Throws: `storage` when the file cannot be read at all, `not_found`, `not_a_desk`.
  public func integrityProblems() throws(DeskError) -> [String] {
    do { return try opening.problems() } catch {
      guard error.code == .damaged else { throw error }
      return [error.message]
    }
  }
}

public import DeskRules

/// What the store asks of any database engine. SQL text is written once, in DeskStore, in the
/// subset that engines share; values are always bound, never pasted into the text.
public protocol Engine: Sendable {
  /// Opens the one connection that may write. The caller holds the desk's lock.
  ///
  /// - Throws: `storage`, `storage_full`, `not_a_desk`, `newer_schema`.
  func openWriter() throws(DeskError) -> any Writer

  /// Opens a connection that can only read. A connection is confined to one thread at a time.
  ///
  /// - Throws: `storage`, `not_a_desk`, `newer_schema`.
  func openReader() throws(DeskError) -> any Reader

  /// Writes a consistent copy of the whole desk to a new file.
  ///
  /// - Throws: `exists` if the file is there already; `storage`, `storage_full`.
  func backup(to path: String) throws(DeskError)

  /// The engine's own verdict on its file: an empty list, or what is wrong, a line each.
  ///
  /// - Throws: `storage` when the file cannot be read at all.
  func integrityProblems() throws(DeskError) -> [String]
}

/// What went wrong inside an engine, reduced to what the store can act on.
public enum EngineFault: Error, Sendable, Equatable {
  /// No room; the transaction was rolled back and the connection is usable.
  case full(String)
  /// Reading or writing failed; whether the last commit was kept is not known.
  case inputOutput(String)
  /// A constraint fired: two rows for one key, two holders for one piece.
  case constraint(String)
  /// Another process holds the file.
  case busy(String)
  /// The file contradicts itself.
  case corrupt(String)
  /// The file or its folder does not allow writing.
  case readOnly(String)
  /// Anything else: a defect in the SQL or in the engine.
  case other(String)
}

/// A value bound to a statement or read from a row.
public enum SQLValue: Sendable, Equatable {
  /// A whole number; also money, instants and truth values.
  case integer(Int64)
  /// Text.
  case text(String)
  /// Bytes.
  case blob([UInt8])
  /// No value.
  case null
}

/// One row of a result while it is being read; columns count from 0.
public protocol Row {
  /// The column as a number; 0 for no value.
  func integer(_ column: Int) -> Int64
  /// The column as text; empty for no value.
  func text(_ column: Int) -> String
  /// The column as bytes; empty for no value.
  func blob(_ column: Int) -> [UInt8]
  /// Whether the column has no value.
  func isNull(_ column: Int) -> Bool
  /// How many columns there are.
  var count: Int { get }
  /// The column as a value of whichever type it has.
  func value(_ column: Int) -> SQLValue
}

/// A connection that reads. Statements are prepared once per text and kept.
public protocol Reader: AnyObject {
  /// Runs a query and hands each row to `body`, which returns false to stop early.
  ///
  /// - Throws: the engine's fault; nothing was changed.
  func forEach(
    _ sql: String, _ values: [SQLValue], _ body: (any Row) -> Bool
  ) throws(EngineFault)

  /// Runs `body` on one unchanging state of the books.
  func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result

  /// The plan the engine would follow, one line a step; for tests that no everyday path scans.
  func plan(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> [String]

  /// How many steps the engine takes to answer a query to its end; for tests that what an everyday
  /// question costs does not grow with the books.
  func steps(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int
}

/// The connection that writes.
public protocol Writer: Reader {
  /// Runs a statement that changes rows; returns how many it changed.
  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int
  /// Begins a transaction that may write.
  func begin() throws(EngineFault)
  /// Commits: on return everything since `begin` is on disk.
  func commit() throws(EngineFault)
  /// Undoes everything since `begin`; safe to call when the engine has already done so.
  func rollback()
  /// Moves what the write-ahead log holds into the desk file and closes.
  func close()
}

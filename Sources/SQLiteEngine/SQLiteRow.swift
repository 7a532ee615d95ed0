import CSQLite
import DeskEngine

/// The current row of a running statement; of no use once the statement has gone on.
struct SQLiteRow: Row {
  let statement: OpaquePointer

  var count: Int { Int(sqlite3_column_count(statement)) }

  func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

  func text(_ column: Int) -> String {
    // The length must be asked for after the text, whose encoding may be converted first.
    let start = sqlite3_column_text(statement, Int32(column))
    let length = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
  }

  func blob(_ column: Int) -> [UInt8] {
    let start = sqlite3_column_blob(statement, Int32(column))
    let length = Int(sqlite3_column_bytes(statement, Int32(column)))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: length))
  }

  func isNull(_ column: Int) -> Bool {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
  }

  /// The column as a value of whichever type it has; a floating number, which no desk stores, as
  /// text, so that nothing is rounded silently.
  func value(_ column: Int) -> SQLValue {
    switch sqlite3_column_type(statement, Int32(column)) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_BLOB: .blob(blob(column))
    case SQLITE_NULL: .null
    default: .text(text(column))
    }
  }
}

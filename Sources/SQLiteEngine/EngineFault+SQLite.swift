import CSQLite
package import DeskEngine

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

extension EngineFault {
  /// Reduces SQLite's extended result code to what the store can act on; the one place for it.
  ///
  /// - Parameters:
  ///   - code: the extended result code.
  ///   - systemError: the `errno` SQLite met, 0 for none.
  ///   - detail: words for people, free of bound values.
  package init(code: Int32, systemError: Int32, detail: String) {
    // A write that found no room never completed its commit record. Other failures that report a
    // missing room (a sync, the shared-memory file) may come after it: those stay `inputOutput`.
    let isRoomMissing = [ENOSPC, EDQUOT, EFBIG].contains(systemError)
    switch code & 0xFF {
    case SQLITE_FULL: self = .full(detail)
    case SQLITE_CANTOPEN where isRoomMissing: self = .full(detail)
    case SQLITE_IOERR where code >> 8 == Self.writeFailure && isRoomMissing: self = .full(detail)
    case SQLITE_IOERR: self = .inputOutput(detail)
    case SQLITE_CONSTRAINT: self = .constraint(detail)
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .busy(detail)
    case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt(detail)
    case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM: self = .readOnly(detail)
    default: self = .other(detail)
    }
  }

  /// The upper byte of SQLITE_IOERR_WRITE.
  private static var writeFailure: Int32 { 3 }

  /// Describes a failure on a connection.
  ///
  /// SQLite's own sentence is used only where it cannot carry a bound value: it names columns and
  /// tables when a constraint fires, and words of the statement while that is prepared.
  init(_ code: Int32, on handle: OpaquePointer?, sql: String?, whilePreparing: Bool = false) {
    let primary = code & 0xFF
    let systemError = sqlite3_system_errno(handle)
    var detail = String(cString: sqlite3_errstr(code))
    if whilePreparing || primary == SQLITE_CONSTRAINT {
      detail = String(cString: sqlite3_errmsg(handle))
    }
    detail += ", code \(code)"
    if systemError != 0, primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN {
      detail += ", " + String(cString: strerror(systemError))
    }
    if let sql, primary == SQLITE_ERROR { detail += ", in: \(sql.prefix(200))" }
    self.init(code: code, systemError: systemError, detail: detail)
  }
}

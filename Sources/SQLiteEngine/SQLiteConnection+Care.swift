import DeskEngine
import DeskRules

extension SQLiteConnection {
  /// Writes a compact, consistent copy of the whole database to a new file; not inside a
  /// transaction.
  ///
  /// - Parameter clear: frees the file's name, once the copy is complete and on disk.
  func copy(
    to path: String, clearing clear: (() throws(DeskError) -> Void)? = nil
  ) throws(DeskError) {
    try NewFile.write(path, clearing: clear) { draft throws(DeskError) in
      do throws(EngineFault) { try forEach("VACUUM INTO ?", [.text(draft)]) { _ in true } } catch {
        throw DeskError(error)
      }
    }
  }

  /// Whatever the database finds wrong with itself, a line each.
  func problems() throws(EngineFault) -> [String] {
    let verdict = try lines("PRAGMA integrity_check") { $0.text(0) }
    return try verdict.filter { $0 != "ok" } + foreignKeyProblems()
  }

  /// Rows that refer to rows which do not exist, a line each.
  func foreignKeyProblems() throws(EngineFault) -> [String] {
    try lines("PRAGMA foreign_key_check") { row in
      "row \(row.integer(1)) of \(row.text(0)) refers to a row of \(row.text(2)) "
        + "that does not exist"
    }
  }
}

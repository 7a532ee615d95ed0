import DeskEngine

/// Brings a database to the latest schema in one transaction.
struct Migrations {
  /// Script N, counted from 1, brings a desk to schema version N.
  let scripts: [String]

  /// Runs the scripts that a database of schema version `version` lacks; on a throw none has run.
  ///
  /// Foreign keys are off meanwhile, because a table may have to be made anew under its old name;
  /// they are checked as a whole before the commit, and stay off for the caller to switch on.
  func run(on connection: SQLiteConnection, from version: Int) throws(EngineFault) {
    try connection.execute("PRAGMA foreign_keys = OFF")
    try connection.execute("BEGIN IMMEDIATE")
    do throws(EngineFault) {
      for (index, script) in scripts.enumerated().dropFirst(version) {
        try apply(script, number: index + 1, on: connection)
      }
      let orphans = try connection.foreignKeyProblems()
      guard orphans.isEmpty else {
        throw EngineFault.constraint(orphans.joined(separator: "; "))
      }
      try connection.execute("PRAGMA application_id = \(Opening.applicationIdentifier)")
      try connection.execute("PRAGMA user_version = \(scripts.count)")
      try connection.execute("COMMIT")
    } catch {
      connection.undo()
      throw error
    }
  }

  private func apply(
    _ script: String, number: Int, on connection: SQLiteConnection
  ) throws(EngineFault) {
    try connection.execute(script)
    guard connection.isInTransaction else {
      throw .other("migration \(number) ends the transaction it runs in")
    }
  }
}

import ArgumentParser
import DeskEngine
import DeskRules
import DeskStore
import SQLiteEngine

/// Writes a consistent copy of the desk and checks it.
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Writes a consistent copy of the desk and checks it.",
    discussion: """
      The desk may be in use meanwhile. A file that is there already is never overwritten.

      EXAMPLE:
        swapdesk backup /var/backups/desk-2026-11-21.sqlite
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The new file.") var file: String

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let path = try Settings(desk: global.desk, server: nil).desk
      let engine = try LocalDesk.engine(path)
      try engine.backup(to: file)
      let report = try CheckReport.make(of: SQLiteEngine(path: file)) { _, _ in }
      guard report.problems.isEmpty else {
        throw DeskError(
          .damaged, "the copy \(file) has a problem: \(report.problems[0]); check the desk itself")
      }
      let made: JSONObject = [
        "file": .string(file), "entries": .integer(report.entries), "checked": .bool(true),
      ]
      try StandardOutput.write(
        global.json ? made.line + "\n" : "Wrote and checked \(file), \(report.entries) entries.\n")
    }
  }
}

import ArgumentParser
import DeskEngine
import DeskRules
import DeskStore
import Foundation
import SQLiteEngine

/// Makes a desk of a backup, in the place of the one that is lost.
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Makes the desk anew from a backup, after checking that.",
    discussion: """
      Nobody may use the desk meanwhile. Where there is one, --force moves it aside first, to \
      FILE.before-restore-N. Everything that was entered after the backup is gone from the new \
      desk, so it answers as other books: outboxes and programs that follow the journal stop and \
      say so.

      EXAMPLE:
        swapdesk restore /var/backups/desk-2026-11-21.sqlite --force
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The backup.") var file: String
  @Flag(help: "Move the desk that is there aside.") var force = false

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let desk = SQLiteEngine(path: try Settings(desk: global.desk, server: nil).desk)
      let lock = try DeskLock.acquire(
        desk: desk.file.path, kind: .command,
        timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
      defer { lock.release() }
      guard force || !desk.file.isPresent else {
        throw DeskError(
          .exists, "there is a desk at \(desk.file.path); --force moves it aside")
      }
      let folder = try ScratchFolder()
      defer { folder.remove() }
      let draft = try Self.draft(of: file, in: folder, instead: desk)
      let aside = desk.file.isPresent ? try Self.moveAside(desk.file.path) : nil
      try draft.backup(to: desk.file.path)
      try report(try Books(try desk.openReader()).head(), desk.file.path, aside)
    }
  }

  /// A checked copy of the backup that knows it was restored, once more than the desk it replaces.
  private static func draft(
    of file: String, in folder: ScratchFolder, instead desk: SQLiteEngine
  ) throws(DeskError) -> SQLiteEngine {
    let draft = SQLiteEngine(path: folder.path + "/desk.sqlite")
    try LocalDesk.engine(file).backup(to: draft.file.path)
    let connection = try draft.openWriter()
    defer { connection.close() }
    let problems = try CheckReport.make(of: draft) { _, _ in }.problems
    guard problems.isEmpty else {
      throw DeskError(.damaged, "the backup \(file) has a problem: \(problems[0]); take another")
    }
    let head = try Books(connection).head()
    let restores = max(head.restores, knownRestores(desk, of: head.identity)) + 1
    do {
      try connection.begin()
      try Recorder(connection).noteRestore(count: restores)
      try connection.commit()
    } catch {
      connection.rollback()
      throw DeskError(error)
    }
    return draft
  }

  /// How often the desk that is replaced was restored; a desk that cannot be read does not say.
  private static func knownRestores(_ desk: SQLiteEngine, of identity: String) -> Int {
    guard desk.file.isPresent, let reader = try? desk.openReader(),
      let head = try? Books(reader).head(), head.identity == identity
    else { return 0 }
    return head.restores
  }

  /// Renames a desk's files; its log goes with it.
  private static func moveAside(_ path: String) throws(DeskError) -> String {
    let manager = FileManager.default
    var number = 1
    while manager.fileExists(atPath: "\(path).before-restore-\(number)") { number += 1 }
    let aside = "\(path).before-restore-\(number)"
    for suffix in ["", "-wal", "-shm"] where manager.fileExists(atPath: path + suffix) {
      do {
        try manager.moveItem(atPath: path + suffix, toPath: aside + suffix)
      } catch {
        throw DeskError(.storage, "\(path + suffix) cannot be moved aside: \(error)")
      }
    }
    return aside
  }

  private func report(_ head: Head, _ path: String, _ aside: String?) throws(DeskError) {
    var made: JSONObject = [
      "desk": .string(path), "books": .string(head.name), "entries": .integer(head.seq),
    ]
    if let aside { made["aside"] = .string(aside) }
    let old = aside.map { " The desk that was there is \($0)." } ?? ""
    try StandardOutput.write(
      global.json
        ? made.line + "\n"
        : "Restored and checked \(path), \(head.seq) entries, as the books \(head.name).\(old)\n")
  }
}

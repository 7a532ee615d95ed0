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
      let aside = try Self.put(draft, at: desk)
      try report(try Books(try desk.openReader()).head(), desk.file.path, aside)
    }
  }

  /// A checked copy of the backup that knows it was restored.
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
    let restores = newCount(head, instead: desk)
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

  /// A restore count that these books never had: one more than the backup's and that of the desk
  /// which is replaced. A desk that is gone, or cannot be read any more, does not say what its count
  /// was, and another restore may have given the next one away already; then the clock gives one.
  private static func newCount(_ backup: Head, instead desk: SQLiteEngine) -> Int {
    if let reader = try? desk.openReader(), let head = try? Books(reader).head(),
      head.identity == backup.identity
    {
      return max(backup.restores, head.restores) + 1
    }
    let milliseconds = Int(Date().timeIntervalSince1970 * 1_000)
    return max(backup.restores + 1, milliseconds)
  }

  /// Puts the new desk in its place. The one that is there is moved aside only when the new one is
  /// on the disk, and comes back where that fails after all.
  private static func put(
    _ draft: SQLiteEngine, at desk: SQLiteEngine
  ) throws(DeskError) -> String? {
    let path = desk.file.path
    var aside: String?
    do throws(DeskError) {
      try draft.backup(to: path) { () throws(DeskError) in
        guard desk.file.isPresent else { return }
        let free = freeName(beside: path)
        aside = free
        try move(path, to: free)
      }
    } catch {
      if let aside, !desk.file.isPresent { try move(aside, to: path) }
      throw error
    }
    return aside
  }

  private static func freeName(beside path: String) -> String {
    var number = 1
    while DeskFile("\(path).before-restore-\(number)").isPresent { number += 1 }
    return "\(path).before-restore-\(number)"
  }

  /// Renames a desk's files; its log goes with it.
  private static func move(_ path: String, to target: String) throws(DeskError) {
    let manager = FileManager.default
    for suffix in ["", "-wal", "-shm"] where manager.fileExists(atPath: path + suffix) {
      do {
        try manager.moveItem(atPath: path + suffix, toPath: target + suffix)
      } catch {
        throw DeskError(
          .storage, "\(path + suffix) cannot be moved to \(target + suffix): \(error)")
      }
    }
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

import ArgumentParser
import DeskEngine
import DeskRules
import DeskStore
import Foundation
import SQLiteEngine

/// Verifies the journal's chain and derives every table from the journal again.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Proves the books: the chain, and every figure from the journal.",
    discussion: """
      Works on a copy, so the desk may be in use. Exit code 0: clean; 1: something disagrees, and \
      the first entry that does is named; 73: the desk cannot be read. What a client owes by date \
      and does not add up to the balance, because an earlier version split it, is remarked on.

      EXAMPLE:
        swapdesk check
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Another desk file, such as a backup.") var file: String?

  func run() throws {
    var isClean = true
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let path = try Settings(desk: file ?? global.desk, server: nil).desk
      let report = try Self.check(path)
      isClean = report.problems.isEmpty
      try write(report)
    }
    if !isClean { throw ExitCode(1) }
  }

  private static func check(_ path: String) throws(DeskError) -> CheckReport {
    let engine = try LocalDesk.engine(path)
    let problems = try engine.integrityProblems()
    guard problems.isEmpty else {
      return CheckReport(entries: 0, problems: problems.map { "the file itself: \($0)" })
    }
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let copy = folder.path + "/desk.sqlite"
    try engine.backup(to: copy)
    let progress = ProgressLine("checked", unit: "entries")
    defer { progress.end() }
    return try CheckReport.make(of: SQLiteEngine(path: copy)) { done, all in
      progress.show(done, of: all)
    }
  }

  private func write(_ report: CheckReport) throws(DeskError) {
    if global.json {
      let object: JSONObject = [
        "entries": .integer(report.entries),
        "problems": .array(report.problems.map { .string($0) }),
        "remarks": .array(report.remarks.map { .string($0) }),
      ]
      try StandardOutput.write(object.line + "\n")
    } else if report.problems.isEmpty {
      try StandardOutput.write(
        "\(report.entries) entries, chain and tables agree.\n"
          + report.remarks.map { SafeText.line("! " + $0) + "\n" }.joined())
    } else {
      try StandardOutput.write(report.problems.map { SafeText.line($0) + "\n" }.joined())
    }
  }
}

extension CheckReport {
  /// Checks a desk file that nobody else is using, deriving it again in a scratch folder.
  static func make(
    of engine: SQLiteEngine, progress: (Int64, Int64) -> Void
  ) throws(DeskError) -> CheckReport {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    var derivations = 0
    return try Check(of: try engine.openReader()) { () throws(DeskError) in
      derivations += 1
      return try SQLiteEngine.create(path: folder.path + "/derived-\(derivations).sqlite")
        .openWriter()
    }.run(progress)
  }
}

/// A folder that only its owner can read, removed after use.
struct ScratchFolder {
  let path: String

  init() throws(DeskError) {
    var template = Array((NSTemporaryDirectory() + "swapdesk-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw DeskError(.storage, "no temporary folder can be made in \(NSTemporaryDirectory())")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes the folder; what cannot be removed is left to the system's own cleaning.
  func remove() {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      StandardError.line("swapdesk: \(path) could not be removed: \(error)")
    }
  }
}

/// Progress on a terminal: one line that is written over.
struct ProgressLine {
  private let verb: String
  private let unit: String

  init(_ verb: String, unit: String) {
    self.verb = verb
    self.unit = unit
  }

  /// Shows how far it is.
  func show(_ done: Int64, of all: Int64) {
    guard StandardError.isTerminal, all > 0 else { return }
    let width = 30
    let filled = Int(Int64(width) * min(done, all) / all)
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    StandardError.text("\r[\(bar)] \(done * 100 / all)% \(verb) \(done) of \(all) \(unit)")
  }

  /// Shows how far it is where nobody knows how much there is.
  func show(_ done: Int64, unit: String) {
    guard StandardError.isTerminal, done % 100 == 0 else { return }
    StandardError.text("\r\(verb) \(done) \(unit)")
  }

  /// Ends the line.
  func end() {
    guard StandardError.isTerminal else { return }
    StandardError.text("\r\u{1B}[K")
  }
}

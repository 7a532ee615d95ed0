import ArgumentParser
import DeskRules
import Foundation

/// Turns refusals into a message on standard error and an exit code.
enum Exit {
  /// Runs `body`; a refusal is printed and ends the program with its code.
  static func onRefusal(asJSON: Bool, _ body: () throws(DeskError) -> Void) throws {
    do {
      try body()
    } catch {
      report(error, asJSON: asJSON)
      throw ExitCode(error.code.exitCode)
    }
  }

  /// Prints a refusal on standard error.
  static func report(_ error: DeskError, asJSON: Bool) {
    if asJSON {
      var object: JSONObject = ["code": .string(error.code.rawValue)]
      for member in error.json.members { object[member.key] = member.value }
      StandardError.line(JSONObject(dictionaryLiteral: ("error", .object(object))).line)
    } else {
      StandardError.line(
        "swapdesk: \(SafeText.line(error.message)) [\(error.code.rawValue)]")
    }
  }
}

/// Messages and progress for people.
enum StandardError {
  static func line(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  static func text(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Answers for people and programs. A reader that has gone away ends the program quietly.
enum StandardOutput {
  static func write(_ text: String) throws(DeskError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      throw DeskError(.storage, "standard output cannot be written: \(error)")
    }
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}

import ArgumentParser
import DeskRules
import Foundation
import Synchronization

/// Turns refusals into a message on standard error and an exit code.
enum Exit {
  /// What the program ends with where whoever was asked gave up, as by Ctrl-C.
  static let givenUp: Int32 = 130

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
  static func line(_ text: String) { Self.text(text + "\n") }

  private static let said = Mutex<Set<String>>([])

  /// Says a line unless this program has said it before.
  static func once(_ text: String) {
    if said.withLock({ $0.insert(text).inserted }) { line(text) }
  }

  /// A message that nobody can be told is dropped: the exit code still says how it went.
  static func text(_ text: String) { _ = Descriptor.put(text, to: STDERR_FILENO) }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Answers for people and programs. A reader that has gone away ends the program quietly.
enum StandardOutput {
  ///
  /// - Throws: `storage` when they cannot be written, such as to a full disk.
  static func write(_ text: String) throws(DeskError) {
    guard let reason = Descriptor.put(text, to: STDOUT_FILENO) else { return }
    throw DeskError(
      .storage, "the command was carried out, but its answer cannot be written: \(reason)")
  }
}

/// A stream that the program was started with; it may be closed, or lead to a full disk.
private enum Descriptor {
  /// Writes the whole text; the reason where that cannot be done.
  static func put(_ text: String, to descriptor: Int32) -> String? {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return String(cString: strerror(errno)) }
      rest = rest.dropFirst(count)
    }
    return nil
  }
}

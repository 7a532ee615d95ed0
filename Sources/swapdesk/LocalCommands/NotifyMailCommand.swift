import ArgumentParser
import DeskRules
import Foundation

/// Tells people of a call by mail, through the machine's own mail program.
struct NotifyMailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail", abstract: "Mails a step of a call to whoever is called.",
    discussion: """
      Reads the event as JSON from standard input, as serve --notify gives it, and hands a message to \
      a program that understands sendmail's -t and -i. A step that is told twice has the same \
      Message-ID both times.

      EXAMPLE:
        swapdesk serve --notify "swapdesk notify mail --from desk@example.org"
      """)

  @Option(help: "The sender's address; the mail program's own choice where left out.")
  var from: String?

  @Option(help: "The mail program.")
  var sendmail = "/usr/sbin/sendmail"

  func run() throws {
    try Exit.onRefusal(asJSON: false) { () throws(DeskError) in
      let message = try CallMail(try Self.event(), from: from)
      try hand(message)
    }
  }

  /// The longest event that is read, in bytes.
  private static let eventBytes = 1 << 20

  private static func event() throws(DeskError) -> JSONObject {
    let input: Data
    do {
      input = try FileHandle.standardInput.read(upToCount: eventBytes) ?? Data()
    } catch {
      throw DeskError(.usage, "the event cannot be read from standard input: \(error)")
    }
    let text = String(decoding: input, as: UTF8.self)
    guard let event = try JSONParser.parse(text).members else {
      throw DeskError(.usage, "standard input holds no event: one JSON object is expected")
    }
    return event
  }

  private func hand(_ message: CallMail) throws(DeskError) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: sendmail)
    process.arguments = ["-t", "-i"]
    let input = Pipe()
    process.standardInput = input
    // A mail program that ends early must be heard by its exit code, not by a signal.
    signal(SIGPIPE, SIG_IGN)
    do {
      try process.run()
      try input.fileHandleForWriting.write(contentsOf: Data(message.text.utf8))
      try input.fileHandleForWriting.close()
    } catch {
      throw DeskError(
        .unreachable,
        "the mail program \(sendmail) cannot be run; install one, or name it with --sendmail:"
          + " \(error.localizedDescription)")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw DeskError(
        .unreachable, "the mail program \(sendmail) ended with code \(process.terminationStatus)")
    }
  }
}

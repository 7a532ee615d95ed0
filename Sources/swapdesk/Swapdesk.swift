import ArgumentParser
import DeskRules

/// The command line: nouns with verbs for the operations, and the commands that act on files.
@main
struct Swapdesk: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swapdesk",
    abstract: "The service desk for companies that keep their clients' printers running.",
    discussion: """
      Begin with: swapdesk init "Your Firm" --currency EUR --timezone Europe/Berlin
      Explain an operation: swapdesk help loan.issue
      """,
    version: Version.text,
    subcommands: localCommands + OperationCommands.nouns + OperationCommands.single)

  private static let localCommands: [any ParsableCommand.Type] = [
    InitCommand.self, ServeCommand.self, BackupCommand.self, RestoreCommand.self,
    CheckCommand.self, ImportCommand.self, ExportCommand.self, NotifyCommand.self,
    OutboxCommand.self, SyncCommand.self, CompletionsCommand.self,
  ]

  /// Runs the command line. What cannot be read of it is refused like anything else: as JSON where
  /// that is asked for, and with nothing in it that could steer a terminal.
  static func main() async {
    let words = command(of: commandFirst(Array(CommandLine.arguments.dropFirst())))
    do {
      var command = try await asyncParseAsRoot(words)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error, asJSON: words.contains("--json"))
    }
  }

  private static func end(with error: any Error, asJSON: Bool) -> Never {
    let isUnreadable = !(error is ExitCode) && exitCode(for: error) == .validationFailure
    guard isUnreadable else { exit(withError: error) }
    if asJSON {
      Exit.report(DeskError(.usage, message(for: error)), asJSON: true)
    } else {
      for line in SafeText.lines(fullMessage(for: error)) { StandardError.line(line) }
    }
    exit(withError: ExitCode.validationFailure)
  }

  /// Which desk and which form may be said before the command, too.
  private static func commandFirst(_ words: [String]) -> [String] {
    var rest = words[...]
    while let word = rest.first, word.hasPrefix("--") {
      if ["--desk", "--server"].contains(word) {
        rest = rest.dropFirst(2)
      } else if ["--json", "--csv", "--html"].contains(word) || word.hasPrefix("--desk=")
        || word.hasPrefix("--server=")
      {
        rest = rest.dropFirst()
      } else {
        return words
      }
    }
    guard !rest.isEmpty else { return words }
    let end = rest.firstIndex(of: "--") ?? rest.endIndex
    return Array(rest[..<end] + words[..<rest.startIndex] + rest[end...])
  }

  /// `help init` asks for the page of a command that is no operation.
  private static func command(of words: [String]) -> [String] {
    let local = localCommands.compactMap { $0.configuration.commandName }
    guard words.count > 1, words[0] == "help", local.contains(words[1]) else { return words }
    return words.dropFirst() + ["--help"]
  }
}

/// The version of the program.
enum Version {
  static let text = "0.1.0"
}

import ArgumentParser

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
    InitCommand.self, ServeCommand.self, BackupCommand.self, CheckCommand.self,
    ImportCommand.self,
  ]
}

/// The version of the program.
enum Version {
  static let text = "0.1.0"
}

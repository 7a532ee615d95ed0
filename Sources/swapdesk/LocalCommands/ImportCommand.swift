import ArgumentParser

/// Reads foreign files where the command runs and carries one operation a record.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Brings in printer catalogues and other desks' tickets.",
    subcommands: [ImportModelsCommand.self, ImportTicketsCommand.self])
}

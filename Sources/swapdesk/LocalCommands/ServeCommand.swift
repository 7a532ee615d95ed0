import ArgumentParser

/// Serves the desk to others.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serves the desk.")

  @OptionGroup var global: GlobalOptions

  func run() async throws {}
}

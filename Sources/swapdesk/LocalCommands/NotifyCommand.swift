import ArgumentParser

/// Ready-made notifiers for `serve --notify`.
struct NotifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notify", abstract: "Tells people of a call; for serve --notify.",
    subcommands: [NotifyMailCommand.self])
}

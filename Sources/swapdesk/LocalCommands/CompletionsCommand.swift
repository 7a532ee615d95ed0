import ArgumentParser
import DeskRules

/// Prints what a shell needs to complete commands.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Prints a script that completes commands in a shell.",
    discussion: """
      Nouns, verbs and the flags that every command has.

      EXAMPLE:
        swapdesk completions bash > ~/.local/share/bash-completion/completions/swapdesk
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "bash, zsh or fish.") var shell: String

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      guard let shell = CompletionShell(rawValue: shell.lowercased()) else {
        throw DeskError(.usage, "\"\(shell)\" is none of bash, zsh, fish")
      }
      try StandardOutput.write(Swapdesk.completionScript(for: shell) + "\n")
    }
  }
}

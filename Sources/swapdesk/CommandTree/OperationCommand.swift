import ArgumentParser
import DeskOperations
import DeskRules

/// The command of one operation; everything it says and reads follows from the declaration.
struct OperationCommand<Declared: DeskOperations.Operation>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfigurations.operation(Declared.self)
  }

  @OptionGroup var global: GlobalOptions

  @Argument(parsing: .allUnrecognized, help: .private)
  var words: [String] = []

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let entry = try Catalogue.entry(Declared.about.name)
      let parameters = try CommandWords(words, of: entry.parameters).parameters()
      let request = Request(entry.about.name, parameters)
      let items = try DeskAccess(global).carry(request, entry)
      try Output(global).write(items, of: entry)
    }
  }
}

/// What every operation's command accepts.
struct GlobalOptions: ParsableArguments {
  @Option(help: "The desk file.")
  var desk: String?

  @Option(help: "Talk to a server: unix:PATH, HOST:PORT.")
  var server: String?

  @Flag(help: "Print JSON, and nothing else on standard output.")
  var json = false

  @Flag(help: "Print CSV.")
  var csv = false

  func validate() throws {
    if json && csv { throw ValidationError("Give --json or --csv, not both.") }
  }
}

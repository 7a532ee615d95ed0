import ArgumentParser
import DeskClient
import DeskRules

/// Keeps an extract of a server's books on this machine.
struct SyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync",
    abstract: "Sends what waits, and brings the extract on this machine up to date.",
    discussion: """
      The extract prices a visit when the server cannot be reached, and completes tags. It holds \
      the books without names, phones and free text, readable for you only.

      EXAMPLE:
        swapdesk sync
      """)

  @OptionGroup var global: GlobalOptions

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let settings = try Settings(desk: global.desk, server: global.server)
      guard let address = settings.server else {
        throw DeskError(
          .usage,
          "sync is with a server: name one by --server, SWAPDESK_SERVER or in the"
            + " configuration")
      }
      let server = try NamedServer(address, settings)
      let progress = ProgressLine("read", unit: "entries")
      defer { progress.end() }
      let (state, entries) = try server.sync { progress.show($0, unit: "entries") }
      progress.end()
      let made: JSONObject = [
        "server": .string(try ServerAddress(address).description), "books": .string(state.books),
        "name": .string(state.name), "entries": .integer(entries),
        "synced": .string(state.syncedAt?.localText ?? ""),
      ]
      try StandardOutput.write(
        global.json
          ? made.line + "\n"
          : "Up to date as \(state.name): \(entries) new entries.\n")
    }
  }
}

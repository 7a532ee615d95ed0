public import ArgumentParser
import DeskRules
import DeskServer
import Foundation
public import Logging
import SQLiteEngine
import ServiceLifecycle
import UnixSignals

/// Serves the desk to others until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the desk to other programs and persons.",
    discussion: """
      Always listens on the Unix socket beside the desk file, FILE.sock, where the operating \
      system's user is the credential; and on TCP where --listen says so, where a token is. Prints \
      one line, ready and the addresses, once it accepts. SIGTERM answers what was asked and stops.

      EXAMPLE:
        swapdesk serve --listen 127.0.0.1:7419
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: "A loopback address, HOST:PORT; port 0 picks a free one. May be repeated.")
  var listen: [String] = []

  @Option(
    help: """
      A command that is told of every step of a call: it gets the event as JSON on standard input. \
      Words with spaces between them; no shell sees it.
      """)
  var notify: String?

  @Option(help: "How long the notifier may take, in seconds.")
  var notifySeconds = 10

  @Option(help: "How much to say on standard error: debug, info, warning, error.")
  var logLevel: Logger.Level = .info

  func run() async throws {
    var refusal: DeskError?
    do {
      try await serve()
    } catch let error as DeskError {
      refusal = error
    }
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      if let refusal { throw refusal }
    }
  }

  private func serve() async throws {
    let settings = try Settings(desk: global.desk, server: nil)
    let path = settings.desk
    let engine = try LocalDesk.engine(path)
    if let holder = DeskLock.holder(desk: engine.file.path), holder.kind == .server {
      throw DeskError(
        .busy, "a server (process \(holder.processIdentifier)) serves this desk already",
        ["process": .integer(Int64(holder.processIdentifier))])
    }
    let lock = try DeskLock.acquire(
      desk: engine.file.path, kind: .server,
      timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
    defer { lock.release() }
    var configuration = ServerConfiguration(
      version: Version.text, socketPath: LocalDesk.socketPath(engine))
    configuration.addresses = try listen.map { text throws(DeskError) in
      try ListenAddress(text)
    }
    configuration.notifier = try notifier(notify ?? settings.notify)
    let level = logLevel
    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardError(label: label)
      handler.logLevel = level
      return handler
    }
    let logger = Logger(label: "swapdesk")
    if let program = configuration.notifier?.words.first, !Self.isExecutable(program) {
      StandardError.line(
        SafeText.line(
          "swapdesk: the notifier \(program) is no program that can be run: nobody is told"))
    }
    if configuration.notifier == nil {
      logger.notice("no notifier: the steps of a call stand on the feed, and nobody is told")
    }
    let service = DeskService(
      engine: engine, configuration: configuration, surroundings: .live, logger: logger
    ) { addresses in
      let ready = "ready " + addresses.map(\.description).joined(separator: " ")
      do {
        try StandardOutput.write(ready + "\n")
      } catch {
        logger.warning("the ready line cannot be written; serving all the same")
      }
    }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(
            service: service, successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup)
        ],
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
  }

  /// Whether there is such a program, looked up in PATH where its name has no slash.
  private static func isExecutable(_ program: String) -> Bool {
    guard !program.contains("/") else { return access(program, X_OK) == 0 }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  private func notifier(_ text: String?) throws(DeskError) -> NotifierCommand? {
    guard (1...600).contains(notifySeconds) else {
      throw DeskError(.usage, "--notify-seconds goes from 1 to 600")
    }
    guard let text, !text.isEmpty else { return nil }
    guard let command = NotifierCommand(text, limitMilliseconds: notifySeconds * 1_000) else {
      throw DeskError(.usage, "the notifier \"\(text)\" is no command: a quote is not closed")
    }
    return command
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}

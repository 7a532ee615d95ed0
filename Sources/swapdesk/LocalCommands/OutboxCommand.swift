import ArgumentParser
import DeskClient
import DeskOperations
import DeskRules

/// What waits on this machine for a server that could not be reached.
struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "Changes that wait for a server that could not be reached.",
    discussion: """
      Every change for a server is kept here before it is sent. What could not be sent goes, in \
      order, with the next command that reaches the server. What the desk refused waits here with \
      the reason until you send it again or drop it.
      """,
    subcommands: [OutboxListCommand.self, OutboxSendCommand.self, OutboxDropCommand.self])
}

/// Lists the outbox.
struct OutboxListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists what waits, and what was refused.",
    discussion: """
      EXAMPLE:
        swapdesk outbox list
      """)

  @OptionGroup var global: GlobalOptions
  @Flag(help: "What was sent or dropped, too: the last \(Outbox.finishedLimit).") var all = false

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let outbox = try OutboxPage.outbox(global)
      let contents = try outbox.read()
      OutboxPage.warn(of: contents)
      let entries = contents.entries.filter { all || !$0.isFinished }
      try OutboxPage(global).write(entries.map { OutboxPage.item($0) })
    }
  }
}

/// Sends the outbox.
struct OutboxSendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Sends what waits, in order; or single entries once more.",
    discussion: """
      Nothing is done twice: the desk knows each entry by its key. An entry that it refuses stays \
      with the reason, and the next is sent.

      EXAMPLE:
        swapdesk outbox send
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "Entries such as O-3, also refused ones; all that wait where left out.")
  var entries: [String] = []
  @Flag(help: "Also to other books, or with another token, than they were made for.")
  var force = false

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let outbox = try OutboxPage.outbox(global)
      let isDone: Void? = try outbox.sending(patienceMilliseconds: 10_000) {
        () throws(DeskError) in try send(outbox)
      }
      guard isDone != nil else {
        throw DeskError(.busy, "another command is sending from the outbox; try again")
      }
    }
  }

  private func send(_ outbox: Outbox) throws(DeskError) {
    let contents = try outbox.read()
    OutboxPage.warn(of: contents)
    let chosen = try entries.map { text throws(DeskError) in
      try contents.entry(try OutboxNumber(text))
    }
    if let done = chosen.first(where: \.isFinished) {
      throw DeskError(.state, "\(done.number) is done with already; outbox list --all shows how")
    }
    var answers: [OutboxSender.Answer] = []
    let ended = Result { () throws(DeskError) in
      if chosen.isEmpty {
        try sendWaiting(outbox, contents) { answers.append($0) }
      }
      for entry in chosen {
        let sender = try sender(outbox, to: entry.address)
        guard let answer = try sender.send(entry, isForced: force) else {
          StandardError.line("swapdesk: \(entry.number) was given up meanwhile and is not sent")
          continue
        }
        answers.append(answer)
        if let failure = answer.unnoted { throw failure }
      }
    }
    if case .failure(let failure) = ended, answers.isEmpty { throw failure }
    try OutboxPage(global).write(answers)
    try ended.get()
    for answer in answers {
      guard case .failure(let refusal) = answer.result else { continue }
      throw DeskError(refusal.code, "the desk refused \(answer.entry.number); see outbox list")
    }
  }

  /// Sends what waits for each server, or for the one that was named; one that is away keeps no other
  /// waiting.
  private func sendWaiting(
    _ outbox: Outbox, _ contents: Outbox.Contents, onAnswer: (OutboxSender.Answer) -> Void
  ) throws(DeskError) {
    let server = try Settings(desk: global.desk, server: global.server).server
    let named = try server.map { server throws(DeskError) in try ServerAddress(server) }
    var failure: DeskError?
    for address in addresses(of: contents.entries.filter(\.isWaiting)) {
      guard named == nil || named == address else {
        let count = contents.waiting(for: address).count
        StandardError.line(
          "swapdesk: " + SafeText.line("\(count) for \(address) go on waiting; --server names it"))
        continue
      }
      do throws(DeskError) {
        try sender(outbox, to: address).sendWaiting(isForced: force, onAnswer: onAnswer)
      } catch {
        if let failure { StandardError.line("swapdesk: " + SafeText.line(failure.message)) }
        failure = error
      }
    }
    if let failure { throw failure }
  }

  private func addresses(of entries: [OutboxEntry]) -> [ServerAddress] {
    entries.map(\.address).reduce(into: []) { addresses, address in
      if !addresses.contains(address) { addresses.append(address) }
    }
  }

  private func sender(
    _ outbox: Outbox, to address: ServerAddress
  ) throws(DeskError) -> OutboxSender {
    let token = try Settings(desk: global.desk, server: global.server).token
    let remote = RemoteDesk(address, token: token)
    return OutboxSender(outbox, over: try remote.open(), tokenMark: remote.tokenMark) {
      Surroundings.live.now()
    }
  }
}

/// Gives an entry of the outbox up.
struct OutboxDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Gives an entry up, for a reason that stays on record.",
    discussion: """
      EXAMPLE:
        swapdesk outbox drop O-3 --reason "entered by the office already"
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The entry, such as O-3.") var entry: String?
  @Option(help: "Why; it must be given.") var reason: String?

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let outbox = try OutboxPage.outbox(global)
      guard let entry, let reason else {
        throw DeskError(
          .usage,
          "say which entry is given up and why: swapdesk outbox drop O-3 --reason \"the office has"
            + " entered it\"", ["parameter": .string(entry == nil ? "entry" : "reason")])
      }
      let number = try OutboxNumber(entry)
      let before = try outbox.read().entry(number)
      let dropped = try outbox.drop(
        number, reason: try PlainText.line(reason), at: Surroundings.live.now())
      if before.state == .waiting(isTried: true) {
        StandardError.line(
          "swapdesk: \(number) was on its way once, so the desk may have it all the same;"
            + " swapdesk journal list shows")
      }
      try OutboxPage(global).write([OutboxPage.item(dropped)])
    }
  }
}

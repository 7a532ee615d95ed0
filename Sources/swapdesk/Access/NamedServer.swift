import DeskClient
import DeskOperations
import DeskRules
import DeskWire

/// A server that was named, and the outbox for what it cannot be told just now.
///
/// Every change is put into the outbox, with its key, before it is sent. One that cannot be sent
/// stays there, behind those that wait already, and goes with the next command that reaches the
/// server.
struct NamedServer {
  /// How long another command of the same person may be sending before a change waits behind it.
  private static let turnPatienceMilliseconds = 10_000

  private let remote: RemoteDesk
  private let outbox: Outbox
  private let extract: Extract

  init(_ server: String, _ settings: Settings) throws(DeskError) {
    remote = RemoteDesk(try ServerAddress(server), token: settings.token)
    outbox = Outbox(folder: settings.outboxFolder)
    extract = Extract(settings, remote.address, tokenMark: remote.tokenMark)
  }

  /// The items of the answer; of a change that waits in the outbox, what can be said of it already.
  func carry(_ request: Request, _ entry: CatalogueEntry) throws(DeskError) -> [JSONObject] {
    guard entry.kind == .change else { return try read(request) }
    do throws(DeskError) {
      guard case .change(let change) = try Catalogue.prepare(request), !change.isDryRun else {
        return try tryOut(request)
      }
    } catch {
      return try refuse(request, entry, error)
    }
    return try change(request)
  }

  /// Sends what waits, then brings the extract up to date.
  func sync(
    _ progress: (Int64) -> Void
  ) throws(DeskError) -> (state: Extract.State, entries: Int64) {
    try extract.sync(with: remote, over: try session(), progress: progress)
  }

  /// What this version cannot read is the server's to judge, and is not worth keeping.
  private func refuse(
    _ request: Request, _ entry: CatalogueEntry, _ reason: DeskError
  ) throws(DeskError) -> [JSONObject] {
    do throws(DeskError) {
      return try remote.carry(request, entry)
    } catch  where error.code == .unreachable {
      throw reason
    }
  }

  /// A session that has signed in, after what waits was sent. What cannot be sent is said and holds
  /// back nothing that is asked for here.
  func session() throws(DeskError) -> DeskConnection {
    let connection = try open()
    if try contents().waiting(for: remote.address).isEmpty { return connection }
    do throws(DeskError) {
      // While another command sends, it sends these too.
      _ = try outbox.sending(patienceMilliseconds: 0) { () throws(DeskError) in
        try sendWaiting(over: connection)
      }
      return connection
    } catch {
      StandardError.once(
        "swapdesk: " + SafeText.line("the outbox goes on waiting: \(error.message)"))
      return try remote.open()
    }
  }

  /// A session that has signed in; from then on it is known which books are meant at this address.
  private func open() throws(DeskError) -> DeskConnection {
    let connection = try remote.open()
    do throws(DeskError) {
      try outbox.remember(connection.greeting.books, of: remote.address)
    } catch {
      // Whoever only asks needs no outbox; a change that cannot be kept is refused by itself.
      StandardError.line(
        "swapdesk: " + SafeText.line("the outbox cannot be used: \(error.message)"))
    }
    return connection
  }

  /// What is in the outbox; lines that were torn are told.
  private func contents() throws(DeskError) -> Outbox.Contents {
    let contents = try outbox.read()
    OutboxPage.warn(of: contents)
    return contents
  }

  private func read(_ request: Request) throws(DeskError) -> [JSONObject] {
    try session().ask(request)
  }

  private func tryOut(_ request: Request) throws(DeskError) -> [JSONObject] {
    do throws(DeskError) {
      return try read(request)
    } catch  where error.isOfTheWay {
      try requireNew(request)
      guard let estimate = try estimate(request) else { throw error }
      return report("\(remote.address) cannot be reached", estimate, [:])
    }
  }

  private func change(_ request: Request) throws(DeskError) -> [JSONObject] {
    let items = try outbox.sending(patienceMilliseconds: Self.turnPatienceMilliseconds) {
      () throws(DeskError) in try send(try keyed(request))
    }
    if let items { return items }
    return try keep(try keyed(request), because: "another command is sending")
  }

  /// The change with a key: its own, that of the same words whose answer never came, or a new one.
  private func keyed(_ request: Request) throws(DeskError) -> Request {
    guard !request.isGiven("key") else { return request }
    let before = try sameWords(request, isTried: true)
    guard let before else { return RemoteDesk.keyed(request) }
    StandardError.line(
      "swapdesk: the same words are on their way as \(before.number) since"
        + " \(before.keptAt.localText), and this goes on with them; if you mean another change in"
        + " the same words, say so with --key")
    return before.request
  }

  private func sameWords(_ request: Request, isTried: Bool) throws(DeskError) -> OutboxEntry? {
    try contents().sameWords(
      request, for: remote.address, tokenMark: remote.tokenMark, at: Surroundings.live.now(),
      isTried: isTried)
  }

  private func send(_ request: Request) throws(DeskError) -> [JSONObject] {
    let connection: DeskConnection
    var answer: OutboxSender.Answer?
    do throws(DeskError) {
      connection = try open()
      try sendWaiting(over: connection, asked: request) { answer = $0 }
    } catch {
      if let answer { return try told(answer) }
      return try wait(request, behind: error)
    }
    if let answer { return try told(answer) }
    let entry = try outbox.keep(
      request, for: remote.address, tokenMark: remote.tokenMark, at: Surroundings.live.now(),
      isTried: true)
    return try Interruption.saying(
      "swapdesk: cut off before the desk has answered: kept as \(entry.number). The same command"
        + " again, or swapdesk outbox send, goes on with it and does nothing twice"
    ) { () throws(DeskError) in try send(entry, over: connection) }
  }

  /// Keeps a change that could not be sent, or not yet.
  private func wait(
    _ request: Request, behind error: DeskError
  ) throws(DeskError) -> [JSONObject] {
    if error.isOfTheWay {
      return try keep(request, because: "\(remote.address) cannot be reached")
    }
    // It must not overtake what waits, and typing it again would not help.
    guard try !contents().waiting(for: remote.address).isEmpty else { throw error }
    return try keep(
      request,
      because: "what waits before it was not sent: \(error.message) [\(error.code.rawValue)]")
  }

  private func told(_ answer: OutboxSender.Answer) throws(DeskError) -> [JSONObject] {
    answer.warnIfUnnoted()
    return try answer.result.get()
  }

  /// Sends a change, and asks again at once if the answer is lost.
  private func send(
    _ entry: OutboxEntry, over connection: DeskConnection
  ) throws(DeskError) -> [JSONObject] {
    let answer: OutboxSender.Answer
    do throws(DeskError) {
      do throws(DeskError) {
        answer = try sender(connection).sendFresh(entry)
      } catch {
        answer = try sender(try remote.open()).sendFresh(entry, isAgain: true)
      }
    } catch {
      // Whatever the second try failed with, the desk may have the change since the first.
      return report(
        entry, because: "the answer was lost, and whether the desk has the change is not known",
        nil)
    }
    return try told(answer)
  }

  private func keep(
    _ request: Request, because reason: String
  ) throws(DeskError) -> [JSONObject] {
    try requireNew(request)
    let estimate = try estimate(request)
    let before = try sameWords(request, isTried: false)
    let entry = try outbox.keep(
      request, for: remote.address, tokenMark: remote.tokenMark, at: Surroundings.live.now(),
      isTried: false)
    if let before, before.number != entry.number {
      StandardError.line(
        "swapdesk: the same words wait as \(before.number) since \(before.keptAt.localText); if that"
          + " is the same change, swapdesk outbox drop \(entry.number) --reason twice")
    }
    return report(entry, because: reason, estimate)
  }

  private func requireNew(_ request: Request) throws(DeskError) {
    try VisitWords.requireNew(
      request, among: try contents().waiting(for: remote.address), at: Surroundings.live.now())
  }

  private func estimate(_ request: Request) throws(DeskError) -> Provisional.Estimate? {
    let waiting = try contents().waiting(for: remote.address).filter { $0.request != request }
    var estimate = Provisional(extract, after: waiting.map(\.requestWithTime)).estimate(of: request)
    let doubts = [unsentCall(of: request, among: waiting), estimate?.doubt].compactMap(\.self)
    if !doubts.isEmpty { estimate?.doubt = doubts.joined(separator: "; ") }
    return estimate
  }

  /// Says that a call of the client of a visit is still to be sent, and would then call people for
  /// what is done.
  private func unsentCall(of request: Request, among waiting: [OutboxEntry]) -> String? {
    guard request.name == "callout.log", !request.isGiven("ticket"),
      let client = request.parameters.first(where: { $0.name == "client" }),
      let call = waiting.first(where: {
        $0.request.name == "callout.receive" && $0.request.parameters.contains(client)
      })
    else { return nil }
    return
      "\(call.number), a call of \(client.value), is still to be sent and then calls people: where"
      + " this was the visit to it, swapdesk outbox drop \(call.number) --reason visited"
  }

  private func report(
    _ entry: OutboxEntry, because reason: String, _ estimate: Provisional.Estimate?
  ) -> [JSONObject] {
    let isUnmet = entry.books == nil
    return report(
      "\(reason). Kept in the outbox as \(entry.number); it goes with the next command that"
        + " reaches the server, or with swapdesk outbox send"
        + (isUnmet
          ? ". This machine has never reached it: the books that answer there first get the change"
          : ""),
      estimate, ["outbox": .string("\(entry.number)")])
  }

  private func report(
    _ what: String, _ estimate: Provisional.Estimate?, _ start: JSONObject
  ) -> [JSONObject] {
    for text in [what, estimate?.doubt].compactMap({ $0 }) {
      StandardError.line("swapdesk: " + SafeText.line(text))
    }
    var item = start
    item["provisional"] = .bool(true)
    for member in estimate?.item.members ?? [] { item[member.key] = member.value }
    return [item]
  }

  private func sender(_ connection: DeskConnection) -> OutboxSender {
    OutboxSender(outbox, over: connection, tokenMark: remote.tokenMark) {
      Surroundings.live.now()
    }
  }

  /// Sends what waits and says what became of it; the change that was asked for is handed over.
  private func sendWaiting(
    over connection: DeskConnection, asked: Request? = nil,
    onAsked: (OutboxSender.Answer) -> Void = { _ in }
  ) throws(DeskError) {
    try sender(connection).sendWaiting(asked: asked) { answer throws(DeskError) in
      if answer.entry.request == asked { return onAsked(answer) }
      StandardError.line("swapdesk: " + SafeText.line(answer.sentence))
    }
  }
}

extension OutboxSender.Answer {
  /// Says when the outbox could not note the answer: the entry is sent again, which changes nothing.
  func warnIfUnnoted() {
    guard let unnoted else { return }
    StandardError.line(
      SafeText.line(
        "swapdesk: the desk has answered, but the outbox goes on listing \(entry.number):"
          + " \(unnoted.message)"))
  }

  /// What became of an entry, in one line.
  var sentence: String {
    let name = "\(entry.number) \(entry.request.name)"
    switch (entry.state, result) {
    case (.sent(let sequence, _), .success(let items)):
      let total = items.first.flatMap { item in
        item.text("total").map { ", total \($0) \(item.text("currency") ?? "")" }
      }
      return "\(name) was sent, entry \(sequence)\(total ?? "")"
    case (_, .failure(let error)):
      return "\(name) was refused and waits for you: \(error.message) [\(error.code.rawValue)]"
    default: return "\(name) waits"
    }
  }
}

extension DeskError {
  /// Whether the server could not be reached, or its answer not come back.
  var isOfTheWay: Bool { [.unreachable, .unknown].contains(code) }
}

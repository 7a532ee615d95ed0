public import DeskRules
import DeskStore

/// What the notifier is told of an entry, and how its outcome is written down.
public struct NotifierLetter: Sendable {
  /// The entry's number; the same again is the same letter.
  public let entry: Int64
  /// How often it was tried before.
  public let tries: Int
  /// The event with what whoever is called needs, as one JSON object.
  public let json: JSONObject
  /// Whether nobody needs to be told any more, such as where somebody has answered meanwhile.
  public let isMoot: Bool
  private let ticket: TicketNumber
  /// Who lost the call to another, where that is what is told.
  private let loser: String?

  init(_ awaited: AwaitedNotification, _ books: Books) throws(DeskError) {
    entry = awaited.entry
    tries = awaited.tries
    ticket = awaited.ticket
    let content = try Content(awaited, books)
    loser = content.takeover?.from
    // What was tried once may have become known; what is on hold wakes nobody again. Whoever lost it
    // need not go all the same.
    let isOnHold = loser == nil && awaited.tries > 0 && content.ticket.state == .waiting
    isMoot = isOnHold || !Self.isWanted(entry, content.call, loser)
    json = try content.json
  }

  /// Whether there is still somebody to tell of an entry: of a step while nobody has answered, of a
  /// call that another took while it is so; not where the client called again since.
  private static func isWanted(_ entry: Int64, _ call: Call, _ loser: String?) -> Bool {
    guard entry >= call.since else { return false }
    return loser.map { call.isOpen && call.engineer != $0 } ?? call.isAwaitingAnswer
  }

  /// The change that writes down that the notifier was told, or that it need not be.
  public var done: Submission {
    let (entry, ticket, tries) = (entry, ticket, isMoot ? tries : tries + 1)
    let isUntold = isMoot && tries > 0 ? true : nil
    return submission { _, caller in
      NotifierDone(
        entry: entry, ticket: ticket, tries: tries, at: caller.now, isUntold: isUntold)
    }
  }

  /// The change that writes down that the notifier failed, and when it is tried again: not any more
  /// where nobody needs to be told by then, or after the last try.
  public func failed(_ reason: String) -> Submission {
    let (entry, ticket, tries, loser) = (entry, ticket, tries, loser)
    let text = String(reason.withoutControls.prefix(500))
    return submission { call, caller in
      let delays = NotifierFailed.backoffSeconds
      let next =
        Self.isWanted(entry, call, loser) && tries < delays.count
        ? caller.now.adding(seconds: delays[tries]) : nil
      return NotifierFailed(
        entry: entry, ticket: ticket, tries: tries + 1, reason: text, at: caller.now, next: next)
    }
  }

  private func submission(
    _ event: @escaping @Sendable (Call, Caller) -> any Event
  ) -> Submission {
    let (entry, ticket, tries) = (entry, ticket, tries)
    let change = PreparedChange(desk: "notifier", "Writes down how the notifier fared.") {
      books, caller throws(DeskError) in
      guard let awaited = try books.calls.awaited(entry), awaited.tries == tries,
        let call = try books.calls.find(ticket)
      else { return [] }
      return [event(call, caller)]
    }
    return Submission(.single(change), as: .desk)
  }
}

extension NotifierLetter {
  /// The parts of a letter, read from the books as they are now.
  private struct Content {
    private let books: Books
    let call: Call
    let ticket: Ticket
    /// That another has the call now, where that is what is told.
    let takeover: CallTakenOver?
    /// What is wrong, as it was said with the last call.
    private let problem: String
    private let entry: JournalEntry
    private let zone: Zone

    init(_ awaited: AwaitedNotification, _ books: Books) throws(DeskError) {
      self.books = books
      guard let call = try books.calls.find(awaited.ticket),
        let ticket = try books.tickets.find(awaited.ticket),
        let entry = try books.journal(after: awaited.entry - 1, limit: 1).first
      else { throw DeskError(.damaged, "the call \(awaited.ticket) is not in the books") }
      self.call = call
      self.ticket = ticket
      self.entry = entry
      problem = try books.calls.problem(call) ?? ticket.problem
      takeover = try entry.decodedEvents().lazy.compactMap { $0 as? CallTakenOver }.first
      zone = try books.clients.settings().zone
    }

    var json: JSONObject {
      get throws(DeskError) {
        let client = try books.clients.find(call.client)
        let site = try books.clients.site(call.client, call.site)
        let settings = try books.clients.settings()
        var json: JSONObject = [
          "event": .integer(entry.seq), "desk": .string(settings.name),
          "books": .string(try books.head().identity),
        ]
        let called = try addEvent(to: &json)
        json.append("ticket", .string("\(ticket.number)"))
        json.append("client", .string("\(call.client)"))
        json.append("client_name", .string(client?.name ?? "\(call.client)"))
        json.append("site", .string(site?.name ?? "\(call.site)"))
        if let address = site?.address { json.append("address", .string(address)) }
        if let device = call.device { json.append("device", .string("\(device)")) }
        json.append("problem", .string(problem))
        json.append("priority", .integer(Int64(ticket.priority)))
        json.append("received", .string((site?.zone ?? zone).text(of: call.calledAt)))
        json.append("to", .array(try people(called)))
        json.append("message", .string(message(json)))
        return json
      }
    }

    /// The step itself; answers who is called.
    private func addEvent(to json: inout JSONObject) throws(DeskError) -> [String] {
      for event in try entry.decodedEvents() {
        switch event {
        case let step as EscalationStepped:
          json.append("kind", .string(EscalationStepped.kind))
          json.append("at", .string(zone.text(of: step.at)))
          json.append("loop", .integer(Int64(step.loop)))
          json.append("step", .integer(Int64(step.step)))
          json.append("next", .string(zone.text(of: step.next)))
          return step.called
        case let end as EscalationExhausted:
          json.append("kind", .string(EscalationExhausted.kind))
          json.append("at", .string(zone.text(of: end.at)))
          return end.called
        case let taken as CallTakenOver:
          json.append("kind", .string(CallTakenOver.kind))
          json.append("at", .string(zone.text(of: taken.at)))
          json.append("engineer", .string(taken.engineer))
          return [taken.from]
        default: continue
        }
      }
      throw DeskError(.damaged, "entry \(entry.seq) has no step of a call")
    }

    private func people(_ names: [String]) throws(DeskError) -> [JSON] {
      var people: [JSON] = []
      for name in names {
        guard let member = try books.staff.find(name) else { continue }
        var person: JSONObject = [
          "name": .string(member.name), "full_name": .string(member.fullName),
        ]
        if let phone = member.phone { person.append("phone", .string(phone)) }
        if let mail = member.mail { person.append("mail", .string(mail)) }
        people.append(.object(person))
      }
      return people
    }

    /// One line, such as for a text message.
    private func message(_ json: JSONObject) -> String {
      let device = json.text("device").map { ", \($0)" } ?? ""
      let isLast = json.text("kind") == EscalationExhausted.kind
      let head = isLast ? "NOBODY ANSWERS \(ticket.number)" : "CALL \(ticket.number)"
      let place = "\(json.text("client_name") ?? "")\(device)"
      if let takeover {
        return
          "TAKEN OVER \(ticket.number): \(place): \(takeover.engineer) has this call now, you need"
          + " not go."
      }
      let problem = problem.withoutControls.prefix(160)
      let advice =
        isLast ? "" : " Take it: swapdesk callout acknowledge \(ticket.number)"
      let isLate = entry.enteredAt.seconds - call.calledAt.seconds > 3_600
      let called = isLate ? " Called \(json.text("received") ?? "")." : ""
      return "\(head): \(place): \(problem).\(called)\(advice)"
    }
  }
}

extension String {
  /// The text in one line.
  fileprivate var withoutControls: String {
    String(map { $0.isNewline || $0 == "\t" ? " " : $0 }).filter { character in
      character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
  }
}

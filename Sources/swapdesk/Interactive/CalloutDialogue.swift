import DeskOperations
import DeskRules

/// Asks somebody tired for a visit, one thing at a time, shows what it comes to, and records nothing
/// before a yes.
struct CalloutDialogue {
  private let books: DialogueBooks
  private let editor = LineEditor()
  private let tryOut: (Request) throws(DeskError) -> Void
  /// What was given and answered so far.
  private(set) var request: Request
  private var wasAskedWhy = false

  /// Whether a request lacks what a visit needs, and somebody is there to be asked.
  static func isWanted(for request: Request) -> Bool {
    request.name == "callout.log" && LineEditor.isUsable
      && !Self.needed.allSatisfy { request.isGiven($0) }
  }

  private static let needed = ["client", "arrived", "done"]
  private static let everything = [
    "client", "ticket", "device", "site", "called", "arrived", "done", "problem", "work", "part",
    "swap",
  ]
  /// What is seldom needed, and asked for only when somebody names it.
  private static let seldom = ["departed", "engineer", "meter", "reason"]

  /// Begins with what is given already.
  ///
  /// - Parameter tryOut: shows what a request would lead to.
  init(
    _ request: Request, _ books: DialogueBooks,
    tryOut: @escaping (Request) throws(DeskError) -> Void
  ) {
    self.request = request
    self.books = books
    self.tryOut = tryOut
  }

  /// The whole request after a yes; nil when it was given up.
  mutating func run() throws(DeskError) -> Request? {
    let isEmpty = request.parameters.isEmpty
    StandardError.line("Tab completes, Enter leaves out what is not needed, Ctrl-C gives up.")
    let problem = request.isGiven("ticket") ? [] : ["problem"]
    for name in isEmpty ? Self.everything : Self.needed + problem where !request.isGiven(name) {
      if name == "site", isSiteKnown { continue }
      guard try ask(name) else { return nil }
    }
    while true {
      guard let next = try decide() else { return nil }
      switch next {
      case "yes": return request
      case "no": return nil
      default:
        request.parameters.removeAll { $0.name == next }
        guard try ask(next) else { return nil }
      }
    }
  }

  /// Whether the ticket or the device says the site, or there is only one.
  private var isSiteKnown: Bool {
    request.isGiven("ticket") || request.isGiven("device") || suggestions("site").count < 2
  }

  /// Shows what it comes to and asks how to go on; what is refused cannot be recorded yet. What only
  /// lacks a reason is asked for it.
  private mutating func decide() throws(DeskError) -> String? {
    let names = Self.everything + Self.seldom
    var choices = names.map { Suggestion(word: $0) } + [Suggestion(word: "no")]
    var prompt = "What shall be changed? (\(names.joined(separator: ", ")), or no): "
    do throws(DeskError) {
      try tryOut(request)
      choices.append(Suggestion(word: "yes"))
      prompt = "Record it? (yes, no, or what to change: \(names[0]), …): "
    } catch {
      Exit.report(error, asJSON: false)
      if error.wantsReason, !wasAskedWhy {
        wasAskedWhy = true
        return "reason"
      }
    }
    while let answer = try editor.ask(prompt, choices) {
      let meant = choices.filter { !answer.isEmpty && $0.word.hasPrefix(answer.lowercased()) }
      let exact = meant.first { $0.word == answer.lowercased() }
      if let choice = exact ?? (meant.count == 1 ? meant[0] : nil) { return choice.word }
      StandardError.line("Write one of \(choices.map(\.word).joined(separator: ", ")).")
    }
    return nil
  }

  /// Asks for one parameter; false when whoever is asked gives up.
  private mutating func ask(_ name: String) throws(DeskError) -> Bool {
    switch name {
    case "swap": return try askSwaps()
    case "part": return try askParts()
    default:
      let isNeeded =
        Self.needed.contains(name) || (name == "problem" && !request.isGiven("ticket"))
      let value = try word(
        Self.prompts[name] ?? name, suggestions(name), for: name, isNeeded: isNeeded)
      guard let value else { return false }
      if !value.isEmpty { request.parameters.append(.init(name, value)) }
      return true
    }
  }

  private static let prompts = [
    "client": "Client: ", "site": "Site: ", "ticket": "Ticket, if there is one already: ",
    "device": "Device: ", "called": "Called at, like 01:10: ",
    "departed": "Left at, like 01:20: ", "arrived": "Arrived at, like 01:40: ",
    "done": "Done at, like 03:10: ", "problem": "What was wrong: ", "work": "What was done: ",
    "meter": "Page counter: ", "engineer": "Who was there, if not you: ",
    "reason": "Why it is so all the same; Enter changes something else: ",
  ]

  private mutating func askParts() throws(DeskError) -> Bool {
    while let part = try word("Part and price, like fuser=4500.00: ", [], for: "part") {
      if part.isEmpty { return true }
      request.parameters.append(.init("part", part))
    }
    return false
  }

  private mutating func askSwaps() throws(DeskError) -> Bool {
    while let given = try word("Cartridge given: ", suggestions("given")) {
      guard let taken = try word("Cartridge taken: ", suggestions("taken")) else { return false }
      let sides = [("given", given), ("taken", taken)].filter { !$0.1.isEmpty }
      if sides.isEmpty { return true }
      let text = sides.map { "\($0.0)=\($0.1)" }.joined(separator: ",")
      if let refusal = Self.refusal(of: text, for: "swap") {
        Exit.report(refusal, asJSON: false)
      } else {
        request.parameters.append(.init("swap", text))
      }
    }
    return false
  }

  /// Asks until there is an answer that can be read. A word that is not among the suggestions is
  /// asked for again, and believed when it comes a second time.
  private func word(
    _ prompt: String, _ suggestions: [Suggestion], for name: String? = nil, isNeeded: Bool = false
  ) throws(DeskError) -> String? {
    var doubted: String?
    while let answer = try editor.ask(prompt, suggestions) {
      if answer.isEmpty, isNeeded { continue }
      let known = suggestions.first { $0.word.lowercased() == answer.lowercased() }
      if let known { return known.word }
      if !answer.isEmpty, let name, let refusal = Self.refusal(of: answer, for: name) {
        Exit.report(refusal, asJSON: false)
        continue
      }
      if answer.isEmpty || suggestions.isEmpty || answer == doubted { return answer }
      doubted = answer
      let hint = Nearest.clause(for: answer, among: suggestions.map(\.word))
      StandardError.line(
        SafeText.line(
          "\(answer) is not known here\(hint.isEmpty ? "; write" : hint + " Write") it again if it is"
            + " right."))
    }
    return nil
  }

  /// Why an answer cannot be read at all; nil where it can.
  private static func refusal(of answer: String, for name: String) -> DeskError? {
    let others = [("client", "x"), ("arrived", "00:00"), ("done", "00:00"), ("problem", "x")]
    let parameters = others.filter { $0.0 != name } + [(name, answer)]
    do throws(DeskError) {
      _ = try Catalogue.prepare(
        Request("callout.log", parameters.map { Request.Parameter($0.0, $0.1) }))
      return nil
    } catch {
      return error
    }
  }
}

extension CalloutDialogue {
  private func suggestions(_ name: String) -> [Suggestion] {
    let client = request.parameters.first { $0.name == "client" }?.value ?? ""
    let many = Request.Parameter("limit", "1000")
    let there = Request.Parameter("holder", "client:\(client)")
    switch name {
    case "client": return books.words("client", notes: ["name"], of: "client.list", [many])
    case "site":
      return books.words(
        "site", notes: ["name"], in: "sites", of: "client.show", [.init("client", client)])
    case "ticket":
      return books.words(
        "number", notes: ["state", "device", "problem"], of: "ticket.list",
        [.init("client", client), many])
    case "device":
      let own = books.words(
        "device", notes: ["model"], of: "device.list", [.init("owner", client), many])
      let lent = books.words("device", notes: ["model"], of: "device.list", [there, many])
      return own + lent.filter { !own.contains($0) }
    case "given":
      return books.words(
        "cartridge", notes: ["type", "holder"], of: "cartridge.list",
        [.init("owner", "pool"), .init("state", "full"), many])
    case "taken":
      return books.words(
        "cartridge", notes: ["type", "state"], of: "cartridge.list", [there, many])
    case "engineer":
      return books.words("name", notes: ["full_name"], of: "staff.list", [])
    default: return []
    }
  }
}

extension Request {
  /// Whether a parameter has a value.
  func isGiven(_ name: String) -> Bool { parameters.contains { $0.name == name } }
}

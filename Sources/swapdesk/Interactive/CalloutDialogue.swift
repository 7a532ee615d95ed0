import DeskOperations
import DeskRules

/// Asks somebody tired for a visit, one thing at a time, shows what it comes to, and records nothing
/// before a yes.
struct CalloutDialogue {
  private let books: DialogueBooks
  private let editor = LineEditor()
  private let tryOut: (Request) throws(DeskError) -> Void
  private var request: Request

  /// Whether a request lacks what a visit needs, and somebody is there to be asked.
  static func isWanted(for request: Request) -> Bool {
    request.name == "callout.log" && LineEditor.isUsable
      && !Self.needed.allSatisfy { request.isGiven($0) }
  }

  private static let needed = ["client", "arrived", "done"]
  private static let everything = [
    "client", "ticket", "device", "called", "arrived", "done", "problem", "work", "part", "swap",
  ]

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

  /// Shows what it comes to and asks how to go on; what is refused cannot be recorded yet.
  private func decide() throws(DeskError) -> String? {
    var choices = Self.everything.map { Suggestion(word: $0) } + [Suggestion(word: "no")]
    var prompt = "What shall be changed? (\(Self.everything.joined(separator: ", ")), or no): "
    do throws(DeskError) {
      try tryOut(request)
      choices.append(Suggestion(word: "yes"))
      prompt = "Record it? (yes, no, or what to change: \(Self.everything[0]), …): "
    } catch {
      Exit.report(error, asJSON: false)
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
      let value = try word(Self.prompts[name] ?? name, suggestions(name), isNeeded: isNeeded)
      guard let value else { return false }
      if !value.isEmpty { request.parameters.append(.init(name, value)) }
      return true
    }
  }

  private static let prompts = [
    "client": "Client: ", "ticket": "Ticket, if there is one already: ", "device": "Device: ",
    "called": "Called at, like 01:10: ", "arrived": "Arrived at, like 01:40: ",
    "done": "Done at, like 03:10: ", "problem": "What was wrong: ", "work": "What was done: ",
  ]

  private mutating func askParts() throws(DeskError) -> Bool {
    while let part = try word("Part and price, like fuser=4500.00: ", []) {
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
      request.parameters.append(.init("swap", text))
    }
    return false
  }

  /// Asks until there is an answer. A word that is not among the suggestions is asked for again,
  /// and believed when it comes a second time.
  private func word(
    _ prompt: String, _ suggestions: [Suggestion], isNeeded: Bool = false
  ) throws(DeskError) -> String? {
    var doubted: String?
    while let answer = try editor.ask(prompt, suggestions) {
      if answer.isEmpty, isNeeded { continue }
      let known = suggestions.first { $0.word.lowercased() == answer.lowercased() }
      if let known { return known.word }
      if answer.isEmpty || suggestions.isEmpty || answer == doubted { return answer }
      doubted = answer
      let near = Nearest.names(to: answer, among: suggestions.map(\.word))
      let hint = near.isEmpty ? "" : "did you mean \(near.joined(separator: ", "))? "
      StandardError.line(
        SafeText.line("\(answer) is not known here; \(hint)Write it again if it is right."))
    }
    return nil
  }

  private func suggestions(_ name: String) -> [Suggestion] {
    let client = request.parameters.first { $0.name == "client" }?.value ?? ""
    let many = Request.Parameter("limit", "1000")
    let there = Request.Parameter("holder", "client:\(client)")
    switch name {
    case "client": return books.words("client", notes: ["name"], of: "client.list", [many])
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
    default: return []
    }
  }
}

extension Request {
  /// Whether a parameter has a value.
  func isGiven(_ name: String) -> Bool { parameters.contains { $0.name == name } }
}

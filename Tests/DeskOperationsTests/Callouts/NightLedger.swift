import DeskRules
import DeskStore
import Testing

/// What a run of nights must have come to, reckoned from the facts of the journal alone and without any
/// rule of the desk: which calls are open and whose they are, what was decided, which visits stand.
struct NightLedger {
  /// A call as the facts tell it.
  struct Call: Equatable {
    var isOpen = true
    var isTaken = false
    var isUnderWay = false
    var decisions: Int64 = 0
  }

  /// Who is away from one moment to another.
  var absences: [(person: String, from: Instant, to: Instant)] = []
  private(set) var calls: [String: Call] = [:]
  private(set) var received = 0
  private(set) var exhausted = 0
  private(set) var logged = 0
  /// The elapsed minutes of the visits that stand.
  private(set) var visits: [String: Int64] = [:]
  /// What contradicts what must hold.
  private(set) var problems: [String] = []
  private var waiting: Set<String> = []
  private var seq: Int64 = 0

  /// The tickets of calls that are open.
  var open: Set<String> { Set(calls.filter(\.value.isOpen).keys) }

  /// Reads what was written since.
  mutating func read(_ books: Books) throws {
    for entry in try books.journal(after: seq, limit: 1_000) {
      seq = entry.seq
      for event in entry.events {
        guard let kind = event.members?.text("kind"),
          let fact = event.members?["fact"]?.members
        else { continue }
        read(kind, fact, fact.text("ticket") ?? "", entry.seq)
      }
    }
  }

  private mutating func read(
    _ kind: String, _ fact: JSONObject, _ ticket: String, _ seq: Int64
  ) {
    switch kind {
    case "call.received":
      if calls[ticket]?.isOpen == true { fail("\(ticket) is received twice", seq) }
      calls[ticket] = Call(decisions: calls[ticket]?.decisions ?? 0)
      received += 1
    case "escalation.stepped", "escalation.exhausted":
      if kind == "escalation.exhausted" { exhausted += 1 }
      step(fact, ticket, seq, isLast: kind == "escalation.exhausted")
    case "call.resumed": count(fact["decision"]?.number, of: ticket, seq)
    case "call.acknowledged", "call.departed", "call.arrived":
      if calls[ticket]?.isOpen != true { fail("\(ticket) has ended, and \(kind)", seq) }
      calls[ticket]?.isTaken = true
      calls[ticket]?.decisions += 1
      if kind != "call.acknowledged" { calls[ticket]?.isUnderWay = true }
    case "acknowledgement.expired":
      if calls[ticket]?.isUnderWay == true { fail("\(ticket) expires under way", seq) }
      calls[ticket]?.isTaken = false
    case "visit.logged":
      let minutes = ((fact["done"]?.number ?? 0) - (fact["arrived"]?.number ?? 0)) / 60
      visits[fact.text("visit") ?? ""] = minutes
      logged += 1
      if fact.flag("leavesCall") != true { calls[ticket]?.isOpen = false }
    case "visit.taken_back":
      if visits.removeValue(forKey: fact.text("visit") ?? "") == nil {
        fail("\(fact.text("visit") ?? "") is taken back twice", seq)
      }
    case "ticket.changed": change(fact, ticket)
    default: return
    }
  }

  private mutating func change(_ fact: JSONObject, _ ticket: String) {
    guard let state = fact.text("state") else { return }
    waiting.remove(ticket)
    if state == "waiting" { waiting.insert(ticket) }
    if ["resolved", "closed", "cancelled"].contains(state) { calls[ticket]?.isOpen = false }
  }

  /// A step calls only who can be called, for a call that is open, waits for nothing, and nobody has.
  private mutating func step(
    _ fact: JSONObject, _ ticket: String, _ seq: Int64, isLast: Bool
  ) {
    count(fact["decision"]?.number, of: ticket, seq)
    let call = calls[ticket]
    if call?.isOpen != true { fail("\(ticket) has ended and rings", seq) }
    if call?.isTaken == true { fail("\(ticket) is taken and rings", seq) }
    if waiting.contains(ticket) { fail("\(ticket) waits and rings", seq) }
    let at = Instant(seconds: fact["at"]?.number ?? 0)
    for person in fact.texts("called") {
      let isAway = absences.contains { $0.person == person && $0.from <= at && at < $0.to }
      if isAway { fail("\(person) is away and is called for \(ticket)", seq) }
    }
    if !isLast, fact.texts("called").isEmpty { fail("\(ticket) calls nobody", seq) }
  }

  /// Every decision about a call is made once, each after the one before it.
  private mutating func count(_ decision: Int64?, of ticket: String, _ seq: Int64) {
    let next = (calls[ticket]?.decisions ?? 0) + 1
    if decision != next { fail("\(ticket) decides \(decision ?? 0) in place of \(next)", seq) }
    calls[ticket]?.decisions = decision ?? next
  }

  private mutating func fail(_ what: String, _ seq: Int64) { problems.append("\(seq): \(what)") }
}

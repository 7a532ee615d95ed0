import DeskOperations
import DeskRules
import DeskStore
import Testing

/// A desk whose chain of calls is boris on duty, then vera and gleb, twice; mark is the manager. The
/// clock is at 03:15 on Sunday 22 November 2026 in Moscow.
struct CallDesk {
  let desk: TestDesk
  private(set) var driver = CallDriver()
  /// A clock that only runs, whatever the wall clock shows.
  private(set) var elapsed = Duration.zero
  /// Whether the notifier tells everybody at once.
  private let isTold: Bool

  init(
    chain: [String] = Self.chain, isTold: Bool = false, inMemory: Bool = false
  ) throws {
    self.isTold = isTold
    desk = try TestDesk.pricedFirm(inMemory: inMemory)
    // The rotation began long before, so that a clock that is put back finds somebody on duty.
    let now = desk.clock.now
    try desk.now("2026-11-01T12:00+03:00")
    try desk.typeAll(Self.crew + chain)
    desk.clock.set(now)
  }

  static let crew = [
    "staff add vera \"Vera Engineer\" --role engineer",
    "staff add gleb \"Gleb Engineer\" --role engineer",
    "staff edit boris --phone \"+7 900 1\" --mail boris@example.org",
    "staff edit vera --phone \"+7 900 2\"", "staff edit gleb --mail gleb@example.org",
    "staff edit mark --mail mark@example.org",
    "roster set boris --every day --handover 09:00",
  ]

  static let chain = [
    "escalation set --step \"on-duty 10\" --step \"vera,gleb 15\" --loops 2 --manager mark"
      + " --expiry 30"
  ]

  /// Takes a call from the bakery.
  @discardableResult
  func receive() throws -> JSONObject {
    try desk.one("callout receive bakery --device BK-P1 --problem \"prints nothing\"", as: "dasha")
  }

  /// Lets time pass on both clocks and drives once.
  @discardableResult
  mutating func wait(minutes: Int64) throws -> Int {
    if isTold { try tellAll() }
    desk.clock.advance(minutes: minutes)
    elapsed += .seconds(minutes * 60)
    return try drive()
  }

  /// Sets the wall clock, and no time passes.
  mutating func jump(minutes: Int64) throws -> Int {
    desk.clock.advance(minutes: minutes)
    return try drive()
  }

  /// A round of the driver; answers how many steps were due.
  @discardableResult
  mutating func drive() throws -> Int {
    let due = try due()
    try decide(due)
    return due.count
  }

  /// What is due in a round.
  mutating func due() throws -> [Submission] {
    try driver.steps(desk.books, now: desk.clock.now, elapsed: elapsed)
  }

  /// Has steps decided.
  func decide(_ steps: [Submission]) throws {
    for outcome in desk.changes.perform(steps) { _ = try outcome.result.get() }
  }

  /// The letters that are due in a round.
  mutating func letters() throws -> [NotifierLetter] {
    try driver.letters(desk.books, now: desk.clock.now, elapsed: elapsed)
  }

  /// Writes down how the notifier fared with the newest of what it is to be told.
  func tell(_ outcome: (NotifierLetter) -> Submission) throws {
    var driver = CallDriver()
    let letters = try driver.letters(desk.books, now: desk.clock.now, elapsed: .zero)
    let newest = try #require(letters.max { $0.entry < $1.entry })
    try decide([outcome(newest)])
  }

  /// Writes down that the notifier told everybody of everything.
  private func tellAll() throws {
    var driver = CallDriver()
    try decide(
      try driver.letters(desk.books, now: desk.clock.now, elapsed: .zero).map(\.done))
  }

  /// Closes the desk and opens it again; the driver forgets everything.
  mutating func restart() throws {
    try desk.reopen()
    driver = CallDriver()
    elapsed = .zero
  }

  /// The facts of the chain so far, one word each with who is called.
  var facts: [String] {
    get throws {
      let kinds = [
        "escalation.stepped", "escalation.skipped", "escalation.exhausted", "call.acknowledged",
        "acknowledgement.expired",
      ]
      return try desk.books.journal(after: 0, limit: 1_000).flatMap(\.events).compactMap { event in
        guard let kind = event.members?.text("kind"), kinds.contains(kind),
          let fact = event.members?["fact"]?.members
        else { return nil }
        let names =
          fact.texts("called")
          + [fact.text("person"), fact.text("engineer")]
          .compactMap { $0 }
        let word = kind.split(separator: ".").last.map(String.init) ?? ""
        return ([word] + names + [fact.text("reason")].compactMap { $0 }).joined(separator: " ")
      }
    }
  }

  /// The one call of the desk.
  var call: JSONObject {
    get throws {
      try #require(try desk.type("callout list").first { $0["call"] != nil }).object("call")
    }
  }
}

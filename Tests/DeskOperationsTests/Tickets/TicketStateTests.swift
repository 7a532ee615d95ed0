import DeskRules
import Testing

/// Every state meets every verb.
@Suite struct TicketStateTests {
  /// How a new ticket comes into a state.
  private static let ways: [TicketState: [String]] = [
    .new: [],
    .assigned: ["assign # boris"],
    .inProgress: ["start #"],
    .waiting: ["pause # --reason parts"],
    .resolved: ["resolve #"],
    .closed: ["resolve #", "close #"],
    .cancelled: ["cancel # --reason sold"],
    .reopened: ["resolve #", "reopen # --reason again"],
  ]

  /// What a verb makes of a state; a state that is absent refuses the verb.
  private static let verbs: [(verb: String, leads: [TicketState: TicketState])] = [
    (
      "assign # dasha",
      [
        .new: .assigned, .assigned: .assigned, .inProgress: .inProgress, .waiting: .waiting,
        .reopened: .assigned,
      ]
    ),
    (
      "start #",
      [
        .new: .inProgress, .assigned: .inProgress, .waiting: .inProgress, .reopened: .inProgress,
      ]
    ),
    (
      "pause # --reason parts",
      [.new: .waiting, .assigned: .waiting, .inProgress: .waiting, .reopened: .waiting]
    ),
    ("resume #", [.waiting: .new]),
    (
      "resolve #",
      [
        .new: .resolved, .assigned: .resolved, .inProgress: .resolved, .waiting: .resolved,
        .reopened: .resolved,
      ]
    ),
    ("close #", [.resolved: .closed]),
    (
      "cancel # --reason sold",
      [
        .new: .cancelled, .assigned: .cancelled, .inProgress: .cancelled, .waiting: .cancelled,
        .reopened: .cancelled,
      ]
    ),
    (
      "reopen # --reason again",
      [.resolved: .reopened, .closed: .reopened, .cancelled: .reopened]
    ),
    ("note # hello", same(TicketState.allCases)),
    ("log # --kind part --text roller --amount 1", same(TicketState.allCases)),
    ("estimate # 100", same([.new, .assigned, .inProgress, .waiting, .reopened])),
    ("approve # --by 1 --evidence mail", [:]),
  ]

  private static func same(_ states: [TicketState]) -> [TicketState: TicketState] {
    Dictionary(uniqueKeysWithValues: states.map { ($0, $0) })
  }

  @Test func everyStateIsInTheTable() {
    #expect(Set(Self.ways.keys) == Set(TicketState.allCases))
  }

  @Test(arguments: TicketState.allCases)
  func everyVerbLeadsOnOrIsRefused(from state: TicketState) throws {
    let desk = try TestDesk.firm()
    for (verb, leads) in Self.verbs {
      let number = try ticket(in: state, desk)
      let command = "ticket " + verb.replacing("#", with: number)
      guard let next = leads[state] else {
        try desk.refuse(.state, command)
        continue
      }
      try desk.type(command)
      let shown = try desk.one("ticket show \(number)")
      #expect(shown.text("state") == next.rawValue, "\(state) \(verb)")
      #expect((shown.text("waiting_for") != nil) == (next == .waiting), "\(state) \(verb)")
    }
    #expect(try desk.problems() == [])
  }

  private func ticket(in state: TicketState, _ desk: TestDesk) throws -> String {
    let number = try #require(
      try desk.one("ticket open bakery --problem jam").text("number"))
    try desk.typeAll(
      try #require(Self.ways[state]).map {
        "ticket " + $0.replacing("#", with: number)
      })
    #expect(try desk.one("ticket show \(number)").text("state") == state.rawValue)
    return number
  }

  @Test(arguments: TicketState.allCases)
  func aLoanNeedsATicketThatIsOpen(state: TicketState) throws {
    let desk = try TestDesk.firm()
    let command = "loan issue \(try ticket(in: state, desk)) LP-03 --due 2026-11-30"
    if state == .closed || state == .cancelled {
      try desk.refuse(.state, command)
    } else {
      try desk.type(command)
    }
  }

  @Test func approvalIsForTheLastEstimateOfWorkToCome() throws {
    for state in TicketState.allCases where state.takesWork {
      let desk = try TestDesk.pricedFirm()
      let number = try ticket(in: state, desk)
      try desk.type("ticket estimate \(number) 100")
      let card = try desk.one("ticket approve \(number) --by 1 --evidence mail")
      #expect(card["approved"] == .bool(true))
      #expect(try desk.one("ticket estimate \(number) 101")["approved"] == .bool(false))
    }
  }

  @Test func whoStartsHasItUnlessSomebodyDoes() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem jam")
    #expect(try desk.one("ticket start T-1", as: "boris").text("assignee") == "boris")
    try desk.type("ticket open bakery --problem jam")
    try desk.type("ticket assign T-2 dasha")
    #expect(try desk.one("ticket start T-2", as: "boris").text("assignee") == "dasha")
  }

  @Test(arguments: ["start", "pause --reason x", "resolve", "log --kind part --text x --amount 1"])
  func aStepDoesNotComeFromTheFuture(verb: String) throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open bakery --problem jam")
    try desk.refuse(.time, "ticket \(verb) T-1 --at 2026-11-22T03:26")
    try desk.type("ticket \(verb) T-1 --at 2026-11-22T03:25")
  }
}

import DeskImport
import DeskRules
import Testing

@Suite struct TicketMappingTests {
  static let small = """
    system: old-desk
    zone: Europe/Berlin
    time:
      format: D.M.YYYY H:MM
    columns:
      number: id
      at: at
      state: state
    problem: text
    client:
      column: client
    states:
      open: new
      parked: {state: waiting, reason: parts}
      "?": keep
    """

  static func mapping(_ yaml: String) throws -> TicketMapping {
    try TicketMapping(yaml: yaml, name: "m.yaml")
  }

  @Test func readsASmallMapping() throws {
    let mapping = try Self.mapping(Self.small)
    #expect(mapping.system == "old-desk")
    #expect(mapping.delimiter == UInt8(ascii: ","))
    #expect(mapping.zone == "Europe/Berlin")
    #expect(mapping.doubledTime == .refuse)
    #expect(mapping.missingTime == .refuse)
    #expect(mapping.columnNames == ["id", "at", "state", "client", "text"])
    #expect(
      mapping.states == [
        "open": .state(.new, waitingReason: nil),
        "parked": .state(.waiting, waitingReason: "parts"), "?": .keep,
      ])
    #expect(mapping.unknownState == .refuse)
    #expect(mapping.client.createsUnknown == false)
  }

  @Test(arguments: [
    (
      "zone: Europe/Berlin", "zone: Europe/Berlinn",
      "m.yaml, line 2: zone: there is no zone"
    ),
    ("zone: Europe/Berlin\n", "", "the key zone is missing"),
    ("zone:", "zoen:", "line 2: zoen: this key is not known; did you mean zone?"),
    (
      "number: id", "numbre: id",
      "line 6: columns.numbre: this key is not known; did you mean number?"
    ),
    ("number: id", "number: [id]", "line 6: columns.number: plain text is expected here"),
    ("number: id", "number:", "columns.number: the value is empty"),
    ("system: old-desk", "system: Old Desk", "line 1: system: Old Desk is no code"),
    ("open: new", "open: nwe", "line 13: states.open: nwe is not known here"),
    ("open: new", "open: waiting", "states.open: waiting needs a reason"),
    ("open: new", "open: {state: new, reason: x}", "states.open.reason: only waiting has a reason"),
    (
      "reason: parts", "raeson: parts",
      "states.parked.raeson: this key is not known; did you mean reason?"
    ),
    ("D.M.YYYY H:MM", "D.M.YY", "time.format: a time format is made of"),
    ("D.M.YYYY H:MM", "D.M.YYYY h:mm", "time.format: a time format is made of"),
    ("D.M.YYYY H:MM", "D.M H:MM", "lacks the day (D), the month (M) or the year (YYYY)"),
    ("D.M.YYYY H:MM", "D.D.M.YYYY", "names a part of the time twice"),
    ("problem: text", "problem: []", "problem: at least one column is needed"),
    ("problem: text", "problem: [{label: x}]", "problem.1: the key column is missing"),
    ("column: client", "create_unknown: true", "client: column or fixed is needed"),
    (
      "column: client", "fixed: a\n  make_codes: true",
      "client: table, make_codes and prefix need a column"
    ),
    ("column: client", "column: c\n  prefix: p-", "client: prefix needs make_codes: true"),
    ("column: client", "column: c\n  create_unknown: maybe", "true or false is expected here"),
    (
      "column: client", "column: c\n  table: {A: Not a code}",
      "client.table.A: Not a code is no code"
    ),
    (
      "states:", "unknown_state: drop\nstates:",
      "unknown_state: drop is not known here (refuse, keep)"
    ),
    (
      "states:", "priorities: {high: 0}\nstates:",
      "priorities.high: a priority is 1 (most urgent) to 5"
    ),
    ("state: state", "priority: p", "the key priorities is missing"),
    ("states:\n", "delimiter: ab\nstates:\n", "a delimiter is comma, semicolon, tab or pipe"),
    ("zone: Europe/Berlin", "zone: UTC\nzone: UTC", "m.yaml is not YAML: line"),
    ("zone: Europe/Berlin", "zone: [", "m.yaml is not YAML: line"),
  ]) func refusesWithLineAndKey(_ old: String, _ new: String, _ message: String) {
    let yaml = Self.small.replacing(old, with: new, maxReplacements: 1)
    #expect(yaml != Self.small)
    let error = #expect(throws: DeskError.self) { try Self.mapping(yaml) }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: ["", "- a", "text"]) func refusesWhatHasNoKeys(_ yaml: String) {
    let error = #expect(throws: DeskError.self) { try Self.mapping(yaml) }
    #expect(error?.message.contains("m.yaml has no keys") == true)
  }

  @Test func refusesAMissingFile() {
    let error = #expect(throws: DeskError.self) { try TicketMapping(path: "/nowhere.yaml") }
    #expect(error?.code == .usage)
  }

  @Test func readsTheMappingThatIsBroughtAlong() throws {
    let mapping = try TicketMapping(path: SharedFiles.mapping)
    #expect(mapping.system == "uci-incident-log")
    #expect(mapping.states.count == 9)
    #expect(mapping.priorities["1 - Critical"] == 1)
  }
}

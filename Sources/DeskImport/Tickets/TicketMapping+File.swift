public import DeskRules
import Foundation

extension TicketMapping {
  /// The largest mapping file, in bytes.
  public static let fileLimit = 262_144

  /// Reads a mapping file.
  ///
  /// - Throws: `usage` when there is no such file, it is too large or not UTF-8, or anything in it
  ///   is unknown, missing or impossible (with its line and key); `storage` when it cannot be read.
  public init(path: String) throws(DeskError) {
    let file = try ByteFile.reading(path)
    var bytes: [UInt8] = []
    while bytes.count <= Self.fileLimit {
      let more = try file.read(atMost: 65_536)
      if more.isEmpty { break }
      bytes += more
    }
    guard bytes.count <= Self.fileLimit, let text = String(validating: bytes, as: UTF8.self) else {
      throw DeskError(.usage, "\(path) is no mapping: larger than 256 KiB, or not UTF-8")
    }
    try self.init(yaml: text, name: path)
  }

  /// Reads the text of a mapping file that error messages call `name`.
  ///
  /// - Throws: `usage` when anything in it is unknown, missing or impossible, with line and key.
  public init(yaml: String, name: String) throws(DeskError) {
    let top = try MappingNode(yaml: yaml, file: name)
    try top.allow([
      "system", "delimiter", "missing", "zone", "time", "columns", "problem", "details", "client",
      "states", "unknown_state", "priorities", "unknown_priority",
    ])
    system = try Self.code(try top.required("system"))
    delimiter = try Self.delimiter(try top.value("delimiter"))
    missing = try Self.missing(try top.value("missing"))
    zone = try Self.zone(try top.required("zone"))
    let time = try top.required("time")
    try time.allow(["format", "doubled", "missing"])
    timeFormat = try Self.timeFormat(try time.required("format"))
    doubledTime = try time.choice("doubled", usually: .refuse)
    missingTime = try time.choice("missing", usually: .refuse)
    columns = try Columns(try top.required("columns"))
    problem = try Self.labelled(top.required("problem"))
    details = try Self.labelled(top.value("details"))
    client = try ClientRule(try top.required("client"))
    states = try Self.states(top, isNeeded: columns.state != nil)
    unknownState = try top.choice("unknown_state", usually: .refuse)
    priorities = try Self.priorities(top, isNeeded: columns.priority != nil)
    unknownPriority = try top.choice("unknown_priority", usually: .refuse)
  }

  fileprivate static func code(_ node: MappingNode) throws(DeskError) -> String {
    let text = try node.text()
    guard isCode(text) else {
      throw node.error("\(text) is no code; use a-z, 0-9 and -, at most 32, not - first")
    }
    return text
  }

  private static func delimiter(_ node: MappingNode?) throws(DeskError) -> UInt8 {
    guard let node else { return UInt8(ascii: ",") }
    let words = ["comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"]
    let text = try node.text()
    guard let byte = (words[text] ?? text).utf8.first,
      words[text] != nil || words.values.contains(text)
    else { throw node.error("a delimiter is comma, semicolon, tab or pipe") }
    return byte
  }

  private static func missing(_ node: MappingNode?) throws(DeskError) -> Set<String> {
    var markers: Set<String> = []
    for element in node?.elements() ?? [] { markers.insert(try element.text()) }
    return markers
  }

  private static func zone(_ node: MappingNode) throws(DeskError) -> String {
    let text = try node.text()
    do {
      return try Zone(text).identifier
    } catch {
      throw node.error(error.message)
    }
  }

  private static func timeFormat(_ node: MappingNode) throws(DeskError) -> String {
    let text = try node.text()
    do {
      _ = try TimeFormat(text)
    } catch {
      throw node.error(error.reason)
    }
    return text
  }

  private static func labelled(_ node: MappingNode?) throws(DeskError) -> [LabelledColumn] {
    guard let node else { return [] }
    var columns: [LabelledColumn] = []
    for element in node.elements() {
      if element.isText {
        columns.append(LabelledColumn(column: try element.text(), label: nil))
        continue
      }
      try element.allow(["column", "label"])
      columns.append(
        LabelledColumn(
          column: try element.required("column").text(), label: try element.text("label")))
    }
    guard !columns.isEmpty else { throw node.error("at least one column is needed") }
    return columns
  }

  private static func states(
    _ top: MappingNode, isNeeded: Bool
  ) throws(DeskError) -> [String: StateRule] {
    guard let node = try top.value("states") else {
      guard !isNeeded else { throw top.error("the key states is missing (columns.state is set)") }
      return [:]
    }
    var rules: [String: StateRule] = [:]
    for (word, value) in try node.pairs() { rules[word] = try StateRule(value) }
    return rules
  }

  private static func priorities(
    _ top: MappingNode, isNeeded: Bool
  ) throws(DeskError) -> [String: Int] {
    guard let node = try top.value("priorities") else {
      guard !isNeeded else {
        throw top.error("the key priorities is missing (columns.priority is set)")
      }
      return [:]
    }
    var priorities: [String: Int] = [:]
    for (word, value) in try node.pairs() {
      guard let priority = Int(try value.text()), (1...5).contains(priority) else {
        throw value.error("a priority is 1 (most urgent) to 5")
      }
      priorities[word] = priority
    }
    return priorities
  }
}

extension TicketMapping.StateRule {
  fileprivate init(_ node: MappingNode) throws(DeskError) {
    if node.isText {
      if try node.text() == "keep" {
        self = .keep
        return
      }
      let state: TicketState = try node.choice()
      guard state != .waiting else {
        throw node.error("waiting needs a reason: {state: waiting, reason: parts}")
      }
      self = .state(state, waitingReason: nil)
      return
    }
    try node.allow(["state", "reason"])
    let state: TicketState = try node.required("state").choice()
    let reason = try node.value("reason")
    switch (state, reason) {
    case (.waiting, let reason?):
      self = .state(state, waitingReason: try TicketMapping.code(reason))
    case (.waiting, nil): throw node.error("waiting needs a reason")
    case (_, let reason?): throw reason.error("only waiting has a reason")
    case (_, nil): self = .state(state, waitingReason: nil)
    }
  }
}

extension TicketMapping.Columns {
  fileprivate init(_ node: MappingNode) throws(DeskError) {
    try node.allow([
      "number", "at", "opened", "state", "priority", "assignee", "group", "by", "resolved",
      "closed",
    ])
    number = try node.required("number").text()
    at = try node.required("at").text()
    opened = try node.text("opened")
    state = try node.text("state")
    priority = try node.text("priority")
    assignee = try node.text("assignee")
    group = try node.text("group")
    by = try node.text("by")
    resolved = try node.text("resolved")
    closed = try node.text("closed")
  }
}

extension TicketMapping.ClientRule {
  fileprivate init(_ node: MappingNode) throws(DeskError) {
    try node.allow(["column", "fixed", "table", "make_codes", "prefix", "create_unknown"])
    column = try node.text("column")
    fixed = try node.value("fixed").map(TicketMapping.code)
    makesCodes = try node.flag("make_codes", usually: false)
    prefix = try node.value("prefix").map(TicketMapping.code) ?? ""
    createsUnknown = try node.flag("create_unknown", usually: false)
    var codes: [String: String] = [:]
    if let table = try node.value("table") {
      for (word, code) in try table.pairs() { codes[word] = try TicketMapping.code(code) }
    }
    table = codes
    guard column != nil || fixed != nil else { throw node.error("column or fixed is needed") }
    guard column != nil || (table.isEmpty && !makesCodes && prefix.isEmpty) else {
      throw node.error("table, make_codes and prefix need a column")
    }
    guard prefix.isEmpty || makesCodes else { throw node.error("prefix needs make_codes: true") }
  }
}

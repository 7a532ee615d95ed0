import ArgumentParser
import DeskImport
import DeskOperations
import DeskRules
import Foundation

/// Brings in another service desk's history; a repetition changes nothing.
struct ImportTicketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tickets", abstract: "Brings in another service desk's tickets from CSV.",
    discussion: """
      A mapping file says which columns mean what, which of their states are which of ours, how \
      dates are written, and in which zone. Every ticket is recorded whole or not at all.

      EXAMPLE:
        swapdesk import tickets incidents.csv --map mappings/uci-incident-log.yaml --dry-run
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The CSV file; - reads standard input.") var file: String
  @Option(name: .customLong("map"), help: "The mapping file.") var mapping: String
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Option(help: "Write every row's problem to this CSV file.") var report: String?

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      try TicketImport(self).run()
    }
  }
}

/// One run of a ticket import.
private final class TicketImport {
  private let command: ImportTicketsCommand
  private let mapping: TicketMapping
  private var clients: ClientRegister
  private var issues: IssueReport
  private var counts = ImportCounts()
  /// What each request that is on its way is for, by its index.
  private var onTheWay: [Int: String] = [:]
  private var sentCount = 0
  private var refusedCount = 0
  private let started = Date()

  init(_ command: ImportTicketsCommand) throws(DeskError) {
    self.command = command
    mapping = try TicketMapping(path: command.mapping)
    clients = try ClientRegister(command.global)
    issues = try IssueReport(command.report, subject: "ticket")
  }

  func run() throws(DeskError) {
    let progress = ProgressLine("read", unit: "rows")
    defer { progress.end() }
    var summary: ForeignSummary?
    try RequestStream.run(command.global) { index, outcome throws(DeskError) in
      try self.take(index, outcome.result)
    } produce: { send throws(DeskError) in
      summary = try ForeignTicketReader(mapping).read(
        path: command.file,
        onTicket: { ticket throws(DeskError) in try self.send(ticket, send) },
        onIssue: { issue in self.issues.add(issue) },
        onProgress: { done, all in progress.show(Int64(done), of: Int64(all)) })
    }
    progress.end()
    try issues.close()
    if let summary { try write(summary) }
  }

  private func send(
    _ ticket: ForeignTicket, _ send: (Request) throws(DeskError) -> Void
  ) throws(DeskError) {
    if mapping.client.createsUnknown, clients.isNew(ticket.client) {
      try self.send(
        Request(
          "client.add",
          [
            Request.Parameter("client", ticket.client),
            Request.Parameter("name", ticket.clientName),
          ] + dryRun), for: "client \(ticket.client)", send)
    }
    let request = Request("ticket.record", ticket.parameters + dryRun)
    if command.dryRun, clients.isUnknown(ticket.client) {
      // The client would exist by then; the request itself can still be judged.
      judge(request, of: ticket.number)
      return
    }
    try self.send(request, for: ticket.number, send)
  }

  private func judge(_ request: Request, of what: String) {
    do throws(DeskError) {
      _ = try Catalogue.prepare(request)
      counts.add("added")
    } catch {
      refusedCount += 1
      issues.add(refused: what, error)
    }
  }

  private var dryRun: [Request.Parameter] {
    command.dryRun ? [Request.Parameter("dry_run", "true")] : []
  }

  private func send(
    _ request: Request, for what: String, _ send: (Request) throws(DeskError) -> Void
  ) throws(DeskError) {
    onTheWay[sentCount] = what
    sentCount += 1
    try send(request)
  }

  private func take(
    _ index: Int, _ result: Result<[JSONObject], DeskError>
  ) throws(DeskError) {
    let what = onTheWay.removeValue(forKey: index) ?? ""
    switch result {
    case .success(let items):
      if let result = items.first?.text("result") { counts.add(result) }
    case .failure(let error) where error.endsImport: throw error
    case .failure(let error):
      refusedCount += 1
      issues.add(refused: what, error)
    }
  }

  private func write(_ summary: ForeignSummary) throws(DeskError) {
    let seconds = Date().timeIntervalSince(started)
    let speed = Int(Double(summary.rows) / max(seconds, 0.001))
    if command.global.json {
      var object = counts.json
      object["rows"] = .integer(Int64(summary.rows))
      object["rows_left_out"] = .integer(Int64(summary.rowsLeftOut))
      object["tickets_left_out"] = .integer(Int64(summary.ticketsLeftOut + refusedCount))
      object["notes"] = .integer(Int64(issues.count))
      object["dry_run"] = .bool(command.dryRun)
      try StandardOutput.write(object.line + "\n")
    } else {
      let would = command.dryRun ? "Would have: " : ""
      try StandardOutput.write(
        "\(would)\(counts.added) tickets added, \(counts.completed) completed,"
          + " \(counts.unchanged) unchanged, \(summary.ticketsLeftOut + refusedCount) left out,"
          + " from \(summary.rows) rows.\n")
      StandardError.line(
        "\(summary.rows) rows in \(String(format: "%.1f", seconds)) s, \(speed) rows a second")
    }
    issues.summarise()
  }
}

extension DeskError {
  /// Whether the next record would fare no better: the desk, the server or the right to write is
  /// missing, not something in the record.
  var endsImport: Bool {
    code.blame == .ours
      || [.notAllowed, .unauthenticated, .unknown, .busy, .notADesk, .newerSchema].contains(code)
  }
}

extension ForeignTicket {
  /// The ticket as the parameters of `ticket.record`.
  fileprivate var parameters: [Request.Parameter] {
    var text = problem
    for detail in details { text += "\n\(detail.label): \(detail.text)" }
    var parameters = [
      Request.Parameter("foreign", number), Request.Parameter("system", system),
      Request.Parameter("client", client), Request.Parameter("problem", text),
      Request.Parameter("opened", opened.utcText),
    ]
    if let priority { parameters.append(Request.Parameter("priority", String(priority))) }
    parameters += entries.map { Request.Parameter("step", $0.stepText) }
    return parameters
  }
}

extension ForeignEntry {
  /// The entry as the text of a step.
  fileprivate var stepText: String {
    let notes = [
      waitingReason.map { "waiting for \($0)" }, group.map { "group \($0)" },
      by.map { "by \($0)" }, note,
    ]
    let text = notes.compactMap { $0 }.joined(separator: "; ")
    var fields = ["at=\(at.utcText)"]
    if let state { fields.append("state=\(state.rawValue)") }
    if let priority { fields.append("priority=\(priority)") }
    if let assignee { fields.append("assignee=\(JSON.string(assignee).line)") }
    if !text.isEmpty { fields.append("note=\(JSON.string(text).line)") }
    return fields.joined(separator: ",")
  }
}

/// The clients that the desk has, and those that the import adds.
private struct ClientRegister {
  private var known: Set<String> = []
  private var added: Set<String> = []

  private static let pageSize = 1_000

  init(_ global: GlobalOptions) throws(DeskError) {
    let entry = try Catalogue.entry("client.list")
    let access = try DeskAccess(global)
    var after: String?
    while true {
      var parameters = [Request.Parameter("limit", String(Self.pageSize))]
      if let after { parameters.append(Request.Parameter("after", after)) }
      let page = try access.carry(Request("client.list", parameters), entry)
        .compactMap { $0.text("client") }
      known.formUnion(page)
      guard page.count == Self.pageSize else { return }
      after = page.last
    }
  }

  /// Whether the client has to be added; true once a client.
  mutating func isNew(_ code: String) -> Bool {
    !known.contains(code) && added.insert(code).inserted
  }

  /// Whether the desk did not have the client when the import began.
  func isUnknown(_ code: String) -> Bool { !known.contains(code) && added.contains(code) }
}

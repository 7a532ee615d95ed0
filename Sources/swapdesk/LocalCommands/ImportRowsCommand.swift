import ArgumentParser
import DeskImport
import DeskOperations
import DeskRules

/// Which rows a command brings in.
protocol RowSubject {
  static var kind: RowKind { get }
}

enum DeviceRows: RowSubject { static let kind = RowKind.devices }
enum CartridgeRows: RowSubject { static let kind = RowKind.cartridges }
enum BalanceRows: RowSubject { static let kind = RowKind.balances }
enum ClientRows: RowSubject { static let kind = RowKind.clients }
enum PaymentRows: RowSubject { static let kind = RowKind.payments }
enum PriceRows: RowSubject { static let kind = RowKind.prices }
enum SiteRows: RowSubject { static let kind = RowKind.sites }

/// Brings in rows of CSV, each through the operation that enters one by hand.
struct ImportRowsCommand<Subject: RowSubject>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Subject.kind.word, abstract: Subject.kind.abstract,
      discussion: Subject.kind.discussion)
  }

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The CSV file; - reads standard input.") var file: String
  @Option(help: "TITLE=PARAMETER: what a column of another name means.") var column: [String] = []
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Option(help: "Write every row's result to this CSV file.") var report: String?

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let rows = try RowImport(
        global: global, kind: Subject.kind, file: file, renamed: column, isDryRun: dryRun,
        issues: try IssueReport(report, subject: Subject.kind.identity.joined(separator: "/")))
      try rows.run()
    }
  }
}

/// One run of a row import.
private final class RowImport {
  private let global: GlobalOptions
  private let kind: RowKind
  private let isDryRun: Bool
  private let columns: RowColumns
  private var reader: CSVReader
  private var issues: IssueReport
  private var added = 0
  private var unchanged = 0
  private var refused = 0
  /// Why the first refused row was refused, which decides the exit code.
  private var firstRefusal: (line: Int, code: ErrorCode)?
  /// What each request that is on its way is for, by its index.
  private var onTheWay: [Int: CSVRow] = [:]
  /// The journal entries that rows of this run made or found: what stands twice in the file is added
  /// once.
  private var entries: Set<Int64> = []
  /// The rows that an earlier run carried out.
  private var carriedBefore: [CSVRow] = []
  /// The line of the file whose row was the first of each name to be carried out.
  private var lines: [String: Int] = [:]

  init(
    global: GlobalOptions, kind: RowKind, file: String, renamed: [String], isDryRun: Bool,
    issues: IssueReport
  ) throws(DeskError) {
    self.global = global
    self.kind = kind
    self.isDryRun = isDryRun
    self.issues = issues
    var reader = try CSVReader(path: file)
    columns = try RowColumns(try Self.titles(&reader), of: kind, renamed: renamed)
    self.reader = reader
  }

  private static func titles(_ reader: inout CSVReader) throws(DeskError) -> [String] {
    switch try reader.next() {
    case .row(let row): return row.fields
    case .refused(let refusal): throw DeskError(.malformed, "the first row: \(refusal.reason)")
    case nil: throw DeskError(.usage, "the file is empty: its first row names the columns")
    }
  }

  func run() throws(DeskError) {
    let head = try RequestStream.head(global)
    let progress = ProgressLine("sent", unit: kind.word)
    defer { progress.end() }
    var outcomes: [(index: Int, outcome: Outcome)] = []
    func answered(_ index: Int, _ outcome: Outcome) throws(DeskError) {
      guard kind.dayColumn != nil else { return try take(index, outcome, head: head) }
      if case .failure(let error) = outcome.result, error.endsImport { throw error }
      outcomes.append((index, outcome))
    }
    func produce(_ send: (Request) throws(DeskError) -> Void) throws(DeskError) {
      var count = 0
      try eachRow { row throws(DeskError) in
        onTheWay[count] = row
        let name = columns.name(of: row.fields)
        lines[name] = lines[name] ?? row.line
        count += 1
        try send(columns.request(row.fields))
        progress.show(Int64(count), unit: kind.word)
      }
    }
    if isDryRun {
      var requests: [Request] = []
      try produce { requests.append($0) }
      let tried = try RequestTrial.outcomes(global, requests)
      for (index, outcome) in tried.enumerated() { try answered(index, outcome) }
    } else {
      try RequestStream.run(global, answered: answered, produce: produce)
    }
    progress.end()
    // What was carried out in another order is told as it stands in the file.
    outcomes.sort { onTheWay[$0.index]?.line ?? 0 < onTheWay[$1.index]?.line ?? 0 }
    for (index, outcome) in outcomes { try take(index, outcome, head: head) }
    try judgeCarriedBefore()
    try issues.close()
    try write()
    issues.summarise()
    try requireNoneRefused()
  }

  /// The rows in the order in which they are carried out.
  private func eachRow(_ carry: (CSVRow) throws(DeskError) -> Void) throws(DeskError) {
    guard kind.dayColumn != nil else {
      while let row = try nextRow() { try carry(row) }
      return
    }
    var rows: [CSVRow] = []
    while let row = try nextRow() { rows.append(row) }
    for row in columns.ordered(rows) { try carry(row) }
  }

  private func nextRow() throws(DeskError) -> CSVRow? {
    while let item = try reader.next() {
      switch item {
      case .row(let row):
        guard let column = columns.unnamed(row.fields) else { return row }
        refuse(columns.name(of: row.fields), line: row.line, kind.unnamed(column))
      case .refused(let refusal):
        refuse("", line: refusal.line, DeskError(.malformed, refusal.reason))
      }
    }
    return nil
  }

  /// A row that was carried out by an earlier run is answered as that time, with its old number.
  private func take(_ index: Int, _ outcome: Outcome, head: Int64) throws(DeskError) {
    guard let row = onTheWay.removeValue(forKey: index) else { return }
    switch outcome.result {
    case .success where outcome.seq <= head: carriedBefore.append(row)
    case .success where !entries.insert(outcome.seq).inserted: leaveUnchanged(row)
    case .success:
      added += 1
      issues.add(columns.name(of: row.fields), line: row.line, became: "added")
    case .failure(let error) where error.endsImport: throw error
    case .failure(let error) where error.isKnownPayment: leaveUnchanged(row)
    case .failure(let error): refuse(row, error)
    }
  }

  private func leaveUnchanged(_ row: CSVRow) {
    unchanged += 1
    issues.add(columns.name(of: row.fields), line: row.line, became: "unchanged")
  }

  /// What an earlier run carried out is unchanged, if it stands: a payment that was reversed since is
  /// not in the books, whatever its row was answered.
  private func judgeCarriedBefore() throws(DeskError) {
    for row in carriedBefore {
      if let payment = try takenBack(row) {
        refuse(
          row,
          DeskError(
            .state,
            "\(payment) was reversed since; where the money came again, invoice receive or invoice"
              + " pay records it", ["payment": .string(payment)]))
      } else {
        leaveUnchanged(row)
      }
    }
  }

  private func takenBack(_ row: CSVRow) throws(DeskError) -> String? {
    guard let lookup = kind.lookup else { return nil }
    let reference = Request.Parameter("reference", columns.identity(of: row.fields))
    let payments = try DeskAccess(global).carry(
      Request(lookup, [reference]), Catalogue.entry(lookup))
    return payments.allSatisfy { $0["reversed"] == .bool(true) }
      ? payments.last?.text("payment") : nil
  }

  private func refuse(_ row: CSVRow, _ error: DeskError) {
    let name = columns.name(of: row.fields)
    let isOther = error.code == .keyReused
    let first = lines[name] ?? row.line
    let before = first == row.line ? "was imported before" : "stands in line \(first)"
    refuse(
      name, line: row.line,
      isOther ? DeskError(.exists, "\(before) with other values; nothing was changed") : error)
  }

  private func refuse(_ name: String, line: Int, _ error: DeskError) {
    refused += 1
    if line < firstRefusal?.line ?? .max { firstRefusal = (line, error.code) }
    issues.add(refused: name, line: line, error)
  }

  private func write() throws(DeskError) {
    if global.json {
      let counts: JSONObject = [
        "added": .integer(Int64(added)), "unchanged": .integer(Int64(unchanged)),
        "refused": .integer(Int64(refused)), "dry_run": .bool(isDryRun),
      ]
      try StandardOutput.write(counts.line + "\n")
    } else {
      try StandardOutput.write(
        (isDryRun ? "Would have: " : "")
          + "\(added) \(kind.word) added, \(unchanged) unchanged, \(refused) refused.\n")
    }
  }

  private func requireNoneRefused() throws(DeskError) {
    guard let firstRefusal else { return }
    throw DeskError(
      firstRefusal.code, "\(refused) rows were refused; mend them and import the file again",
      ["refused": .integer(Int64(refused))])
  }
}

extension DeskError {
  /// Whether a row is a payment that the books have, entered by hand or by another person.
  fileprivate var isKnownPayment: Bool { code == .exists && details["payment"] != nil }
}

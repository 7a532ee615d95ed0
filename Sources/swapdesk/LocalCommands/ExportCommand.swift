import ArgumentParser
import DeskImport
import DeskOperations
import DeskRules

/// Writes the books for other programs, page by page.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes the books for other programs.",
    subcommands: [
      ExportLedgerCommand.self, ExportRowsCommand<InvoiceExport>.self,
      ExportRowsCommand<TaxExport>.self, ExportRowsCommand<PaymentExport>.self,
      ExportRowsCommand<TicketExport>.self,
    ])
}

/// What a command writes as rows.
protocol ExportSubject {
  static var kind: ExportKind { get }
}

enum InvoiceExport: ExportSubject { static let kind = ExportKind.invoices }
enum TaxExport: ExportSubject { static let kind = ExportKind.taxes }
enum PaymentExport: ExportSubject { static let kind = ExportKind.payments }
enum TicketExport: ExportSubject { static let kind = ExportKind.tickets }

/// Writes rows of CSV with a header that stays as it is.
struct ExportRowsCommand<Subject: ExportSubject>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Subject.kind.word, abstract: Subject.kind.abstract,
      discussion: """
        CSV as RFC 4180 says, in UTF-8, without a byte order mark unless --bom asks for one. Cells that \
        a spreadsheet would take for a formula begin with an apostrophe. New columns are only ever \
        added at the end.

        COLUMNS:
          \(Subject.kind.header.joined(separator: ","))
        """)
  }

  @OptionGroup var global: GlobalOptions
  @Option(help: "Only this client's.") var client: String?
  @Flag(help: "Begin with a byte order mark, which some spreadsheets want.") var bom = false

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let kind = Subject.kind
      let client = client.map { [Request.Parameter("client", $0)] } ?? []
      let pages = try ExportPages(global, kind.operation, kind.fixed + client, cursor: kind.cursor)
      if global.json { return try writeJSON(pages) }
      try StandardOutput.write((bom ? "\u{FEFF}" : "") + CSVWriter.line(kind.header) + "\r\n")
      try pages.forEach { item throws(DeskError) in
        let lines = kind.rows(item).map { CSVWriter.line($0) + "\r\n" }
        try StandardOutput.write(lines.joined())
      }
    }
  }

  private func writeJSON(_ pages: ExportPages) throws(DeskError) {
    var separator = "["
    try pages.forEach { item throws(DeskError) in
      try StandardOutput.write(separator + item.line)
      separator = ",\n"
    }
    try StandardOutput.write(separator == "[" ? "[]\n" : "]\n")
  }
}

/// The items of a list, asked for page after page.
struct ExportPages {
  private let access: DeskAccess
  private let entry: CatalogueEntry
  private let parameters: [Request.Parameter]
  private let cursor: String

  private static let pageSize = 1_000

  /// - Parameter cursor: the member of an item that names it as the last of its page.
  init(
    _ global: GlobalOptions, _ operation: String, _ parameters: [Request.Parameter],
    cursor: String
  ) throws(DeskError) {
    access = try DeskAccess(global)
    entry = try Catalogue.entry(operation)
    self.parameters = parameters
    self.cursor = cursor
  }

  func forEach(_ body: (JSONObject) throws(DeskError) -> Void) throws(DeskError) {
    var after: String?
    while true {
      let page =
        parameters + [Request.Parameter("limit", String(Self.pageSize))]
        + (after.map { [Request.Parameter("after", $0)] } ?? [])
      let items = try access.carry(Request(entry.about.name, page), entry)
      for item in items { try body(item) }
      guard items.count == Self.pageSize, let last = items.last?.text(cursor) else { return }
      after = last
    }
  }
}

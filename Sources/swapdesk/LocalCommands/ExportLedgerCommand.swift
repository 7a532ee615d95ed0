import ArgumentParser
import DeskRules

/// Writes the movements of all budget lines as a journal for hledger and ledger.
struct ExportLedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Writes every movement of budget lines as a journal for hledger.",
    discussion: """
      Every movement is a transaction between two accounts of a client's line in a period, such as \
      clients:bakery:repair:2026:spent and clients:bakery:repair:2026:available. What a line was given \
      stands on limit and transferred as a credit; available, held, pending, spent and unfunded are \
      debits. The journal is of one moment: what is entered meanwhile is left out.

      EXAMPLE:
        swapdesk export ledger > books.journal
        hledger -f books.journal balance clients:bakery
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "Only this client's.") var client: String?
  @Option(help: "Only what belongs to this day of the books or later.") var from: String?
  @Option(help: "Only what belongs to this day of the books or earlier.") var to: String?

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let from = try from.map { text throws(DeskError) in try CalendarDate(text).text }
      let to = try to.map { text throws(DeskError) in try CalendarDate(text).text }
      let head = try RequestStream.head(global)
      let client = client.map { [Request.Parameter("client", $0)] } ?? []
      let pages = try ExportPages(global, "ledger.list", client, cursor: "place")
      var journal = HledgerJournal()
      try StandardOutput.write(journal.opening(entry: head))
      try pages.forEach { item throws(DeskError) in
        guard (item["seq"]?.number ?? 0) <= head, let day = item.text("day") else { return }
        guard from.map({ day >= $0 }) ?? true, to.map({ day <= $0 }) ?? true else { return }
        try StandardOutput.write(journal.transaction(item))
      }
    }
  }
}

/// The text form of hledger's journals.
struct HledgerJournal {
  private var declared: Set<String> = []

  func opening(entry: Int64) -> String {
    "; Movements of budget lines up to journal entry \(entry).\n\n"
  }

  /// A movement as a transaction, after the directive of a currency that was not met before.
  mutating func transaction(_ item: JSONObject) -> String {
    let currency = Self.safe(item.text("currency") ?? "")
    let amount = item.text("amount") ?? "0"
    let name = ["client", "line", "period"].map { Self.safe(item.text($0) ?? "") }
      .joined(separator: ":")
    func account(_ side: String) -> String { "clients:\(name):\(Self.safe(item.text(side) ?? ""))" }
    let directive =
      declared.insert(currency).inserted ? "commodity \(Self.sample(amount)) \(currency)\n\n" : ""
    return directive + """
      \(item.text("day") ?? "") entry \(item["seq"]?.number ?? 0)
          \(account("debit"))  \(amount) \(currency)
          \(account("credit"))  -\(amount) \(currency)


      """
  }

  /// An amount that shows how many decimals the currency has.
  private static func sample(_ amount: String) -> String {
    let decimals = amount.split(separator: ".", omittingEmptySubsequences: false)
    return "1000." + (decimals.count > 1 ? decimals[1].map { _ in "0" }.joined() : "")
  }

  /// A name that cannot be taken for anything else: what separates accounts or begins a comment is
  /// replaced.
  private static func safe(_ text: String) -> String {
    String(text.map { $0 == ":" || $0 == ";" || $0.isWhitespace ? "_" : $0 })
  }
}

import ArgumentParser
import DeskRules

/// Writes the movements of all budget lines and of clients' accounts as a journal for hledger and
/// ledger.
struct ExportLedgerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Writes the movements of budget lines and of clients' accounts for hledger.",
    discussion: """
      Every movement is a transaction between two accounts of a client's line in a period, such as \
      clients:bakery:repair:2026:spent and clients:bakery:repair:2026:available. What a line was given \
      stands on limit and transferred as a credit; available, held, pending, spent and unfunded are \
      debits.

      Invoices, credit notes, payments and refunds are transactions between firm:receivables:CLIENT, \
      firm:sales:CLIENT, firm:vat:RATE and firm:bank: the balance of firm:receivables:CLIENT is what \
      the client owes less what it has on account, as invoice ageing and client statement say it. \
      The journal is of one moment: what is entered meanwhile is left out.

      EXAMPLE:
        swapdesk export ledger > books.journal
        hledger -f books.journal balance clients:bakery
        hledger -f books.journal balance firm:receivables
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
      var journal = HledgerJournal()
      try StandardOutput.write(journal.opening(entry: head))
      func write(
        _ operation: String, day: String, _ transaction: (JSONObject) -> String
      ) throws(DeskError) {
        let pages = try ExportPages(global, operation, client, cursor: "place")
        try pages.forEach { item throws(DeskError) in
          guard (item["seq"]?.number ?? 0) <= head, let day = item.text(day) else { return }
          guard from.map({ day >= $0 }) ?? true, to.map({ day <= $0 }) ?? true else { return }
          try StandardOutput.write(transaction(item))
        }
      }
      try write("ledger.list", day: "day") { journal.movement($0) }
      try write("invoice.entries", day: "date") { journal.document($0) }
    }
  }
}

/// The text form of hledger's journals.
struct HledgerJournal {
  private var declared: Set<String> = []

  func opening(entry: Int64) -> String {
    "; Movements of budget lines and clients' accounts up to journal entry \(entry).\n\n"
  }

  /// A movement of a budget line as a transaction.
  mutating func movement(_ item: JSONObject) -> String {
    let amount = item.text("amount") ?? "0"
    let name = ["client", "line", "period"].map { Self.safe(item.text($0) ?? "") }
      .joined(separator: ":")
    func account(_ side: String) -> String { "clients:\(name):\(Self.safe(item.text(side) ?? ""))" }
    return transaction(
      item, day: item.text("day"), what: "entry \(item["seq"]?.number ?? 0)",
      [(account("debit"), amount), (account("credit"), Self.negative(amount))])
  }

  /// A document of a client's account as a transaction.
  mutating func document(_ item: JSONObject) -> String {
    let client = Self.safe(item.text("client") ?? "")
    let (debit, credit) = (item.text("debit") ?? "0", item.text("credit") ?? "0")
    let isDebit = debit.contains { $0 != "0" && $0 != "." }
    var postings = [("firm:receivables:\(client)", isDebit ? debit : Self.negative(credit))]
    let taxes = item["taxes"]?.elements?.compactMap(\.members)
    if let taxes {
      let isCredit = item.text("kind") == "credit"
      func signed(_ amount: String) -> String { isCredit ? amount : Self.negative(amount) }
      for tax in taxes {
        postings.append(("firm:sales:\(client)", signed(tax.text("net") ?? "0")))
        guard let rate = tax.text("rate"), rate.hasSuffix("%") else { continue }
        postings.append(("firm:vat:\(rate)", signed(tax.text("tax") ?? "0")))
      }
    } else {
      postings.append(("firm:bank", isDebit ? Self.negative(debit) : credit))
    }
    let kind = Self.safe(item.text("kind") ?? "")
    return transaction(
      item, day: item.text("date"), what: "\(kind) \(Self.safe(item.text("document") ?? ""))",
      postings)
  }

  /// A transaction, after the directive of a currency that was not met before.
  private mutating func transaction(
    _ item: JSONObject, day: String?, what: String, _ postings: [(account: String, amount: String)]
  ) -> String {
    let currency = Self.safe(item.text("currency") ?? "")
    let sample = Self.sample(postings.first?.amount ?? "0")
    let directive =
      declared.insert(currency).inserted ? "commodity \(sample) \(currency)\n\n" : ""
    let lines = postings.map { "    \($0.account)  \($0.amount) \(currency)\n" }
    return directive + "\(day ?? "") \(what)\n\(lines.joined())\n"
  }

  private static func negative(_ amount: String) -> String {
    amount.hasPrefix("-") ? String(amount.dropFirst()) : "-" + amount
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

import DeskRules
import Foundation
import Testing

/// The books as other programs read them: hledger, spreadsheets, a browser.
@Suite struct ExportTests {
  private static func isThere(_ program: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
  }
  private static let hasHledger = isThere("hledger")

  private static var year: Int {
    Calendar(identifier: .gregorian).component(.year, from: Date())
  }

  /// A firm with names in Cyrillic, a bill beyond its budget line, and an invoice for it.
  private func firm() async throws -> Workplace {
    let workplace = try Workplace()
    func must(_ words: [String]) async throws { try await workplace.must(words) }
    try await must([
      "init", "Северные принтеры", "--currency", "RUB", "--timezone", "Europe/Moscow",
    ])
    try await must(["client", "add", "bakery", "Пекарня на улице Мира"])
    try await must([
      "contact", "add", "bakery", "Ольга Иванова", "--function", "approver", "--approval-limit",
      "60000",
    ])
    for (line, limit, more) in [
      ("goods", "40000", [String]()), ("repair", "50000", ["--overflow", "goods"]),
    ] {
      try await must(
        ["budget", "set", "bakery", line, "--limit", limit, "--period", "\(Self.year)"] + more)
    }
    try await must(["vat", "set", "--rate", "22%", "--from", "2026-01-01"])
    try await must([
      "client", "terms", "bakery", "--address", "г. Псков, ул. Мира, 5", "--tax-number", "6027",
    ])
    try await must(["ticket", "open", "bakery", "--problem", "зажёвывает бумагу"])
    for (text, amount) in [("ремонт узла закрепления", "60000"), ("=HYPERLINK(\"x\")", "15000")] {
      try await must([
        "ticket", "log", "T-1", "--kind", "part", "--text", text, "--amount", amount,
      ])
    }
    try await must(["ticket", "resolve", "T-1"])
    try await must([
      "budget", "approve", "P-1", "--by", "Ольга Иванова", "--evidence", "письмо",
    ])
    try await must(["invoice", "review", "T-1"])
    try await must(["invoice", "issue", "bakery", "T-1"])
    return workplace
  }

  private func number(_ workplace: Workplace) async throws -> String {
    let invoices = try await workplace.list("invoice", "list", "--json")
    return try #require(invoices.first?.text("invoice"))
  }

  @Test(.enabled(if: hasHledger, "hledger is absent"))
  func hledgerBalancesTheBooksAndFindsOurFigures() async throws {
    let workplace = try await firm()
    try await workplace.must("ticket", "open", "bakery", "--problem", "x")
    try await workplace.must("ticket", "estimate", "T-2", "1000.05")
    try await workplace.must(
      "ticket", "log", "T-2", "--kind", "part", "--text", "x", "--amount", "20000.01")
    try await workplace.must("ticket", "resolve", "T-2")
    let journal = try workplace.write(
      "books.journal", try await workplace.must("export", "ledger"))
    func hledger(_ words: [String]) async throws -> String {
      let ended = try await workplace.run(
        ["-f", journal] + words, program: ["/usr/bin/hledger"])
      try #require(ended.code == 0, "\(ended)")
      return ended.output
    }
    _ = try await hledger(["check"])
    var sums: [String: String] = [:]
    for row in try await hledger(["balance", "--flat", "-N", "-E", "-O", "csv"]).split(
      separator: "\n"
    ).dropFirst() {
      let cells = row.split(separator: ",").map { $0.replacing("\"", with: "") }
      sums[String(cells[0])] = String(cells[1]).replacing(" RUB", with: "")
    }
    let lines = try await workplace.list("budget", "show", "bakery", "--json")
    #expect(lines.count == 2)
    var compared = 0
    for line in lines {
      let name = "clients:bakery:\(line.text("line") ?? ""):\(line.text("period") ?? "")"
      for figure in ["held", "pending", "spent", "unfunded", "available"] {
        let sum = sums["\(name):\(figure)"] ?? "0.00"
        #expect((sum == "0" ? "0.00" : sum) == line.text(figure), "\(name):\(figure)")
        compared += 1
      }
      #expect(sums["\(name):limit"] == "-\(line.text("limit") ?? "")")
    }
    #expect(compared == 10 && sums.values.contains("25000.00"))
    let none = try await workplace.must("export", "ledger", "--to", "2001-01-01")
    #expect(!none.contains("clients:") && !none.contains("firm:"))
  }

  /// Invoices, credit notes, payments in parts and beyond, refunds and what was reversed of them.
  @Test(.enabled(if: hasHledger, "hledger is absent"))
  func hledgerFindsWhatClientsOwe() async throws {
    let workplace = try await firm()
    let invoice = try await number(workplace)
    for words in [
      ["client", "add", "office", "Контора"], ["client", "terms", "office", "--vat", "on_top"],
      ["ticket", "open", "office", "--problem", "x"],
      ["ticket", "log", "T-2", "--kind", "part", "--text", "x", "--amount", "99.99"],
      ["ticket", "resolve", "T-2"], ["invoice", "review", "T-2"], ["invoice", "issue", "office"],
      ["invoice", "pay", invoice, "--amount", "70000.01"],
      ["invoice", "credit", invoice, "--amount", "10000", "--reason", "x"],
      ["invoice", "refund", "bakery", "--amount", "4000", "--reference", "r"],
      ["invoice", "pay", "--client", "office", "--amount", "50"],
      ["invoice", "pay", "--client", "office", "--amount", "7"],
      ["invoice", "unpay", "PAY-4", "--reason", "x"],
    ] {
      try await workplace.must(words)
    }
    let journal = try workplace.write(
      "books.journal", try await workplace.must("export", "ledger"))
    func hledger(_ words: [String]) async throws -> String {
      let ended = try await workplace.run(["-f", journal] + words, program: ["/usr/bin/hledger"])
      try #require(ended.code == 0, "\(ended)")
      return ended.output
    }
    _ = try await hledger(["check"])
    let year = invoice.split(separator: "-")[1]
    let accounts = try await workplace.list("invoice", "ageing", "--json")
    #expect(accounts.map { $0.text("balance") } == ["-1000.01", "71.99"])
    for account in accounts {
      let client = account.text("client") ?? ""
      let sums = try await hledger([
        "balance", "--flat", "-N", "-O", "csv", "firm:receivables:\(client)",
      ])
      #expect(sums.contains("\"\(account.text("balance") ?? "") RUB\""), "\(sums)")
      let statement = try await workplace.must(
        "client", "statement", client, "--from", "\(year)-01-01", "--to", "\(year)-12-31")
      let owed = (account.text("balance") ?? "").replacing("-", with: "")
      #expect(statement.contains("owes") && statement.contains("\(owed) RUB"), "\(statement)")
    }
    // What was paid less what was credited and given back, and the tax of both.
    let bank = try await hledger(["balance", "-N", "-O", "csv", "firm:bank"])
    #expect(bank.contains("\"66050.01 RUB\""), "\(bank)")
    let tax = try await hledger(["balance", "-N", "-O", "csv", "firm:vat"])
    #expect(tax.contains("\"-11743.31 RUB\""), "\(tax)")
  }

  @Test func rowsHaveAStableHeaderAndNoFormulas() async throws {
    let workplace = try await firm()
    let invoices = try await workplace.must("export", "invoices")
    let rows = invoices.split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(
      rows[0] == """
        invoice,original,client,date,due,currency,vat,total,credited,paid,open,line,ticket,kind,text,\
        quantity,list_price,discount,amount,supplied,rate,credited_by,net,tax
        """)
    #expect(rows.count == 4 && rows[3].isEmpty)
    #expect(rows[1].contains(",ремонт узла закрепления,"))
    #expect(rows[2].contains(",\"'=HYPERLINK(\"\"x\"\")\","))
    let taxes = try await workplace.must("export", "taxes")
    #expect(taxes.hasPrefix("invoice,original,client,date,currency,vat,rate,net,tax,gross\r\n"))
    #expect(taxes.split(separator: "\r\n").count == 2, "\(taxes)")
    let marked = try await workplace.must("export", "payments", "--bom")
    #expect(marked.unicodeScalars.first == "\u{FEFF}")
    #expect(marked.contains("payment,invoice,client,date,currency,amount,applied,surplus,"))
    let tickets = try await workplace.must("export", "tickets", "--client", "bakery")
    #expect(tickets.split(separator: "\r\n").count == 2)
    let json = try JSONParser.parse(try await workplace.must("export", "tickets", "--json"))
    #expect(json.elements?.count == 1)
    #expect(try await workplace.must("export", "payments", "--json") == "[]\n")
  }

  @Test(arguments: [false, true])
  func paymentsAreMatchedOnceAndTheOthersListed(throughServer: Bool) async throws {
    let workplace = try await firm()
    let invoice = try await number(workplace)
    let file = try workplace.write(
      "bank.csv",
      """
      Bank number,Date,Amount,Purpose
      118,2026-01-01,1,other firm
      120,,25000.00,остаток
      119,2026-01-02,50000.00,"Оплата по счёту \(invoice), спасибо"
      121,,25000.00,\(invoice)
      ,,1,\(invoice)

      """)
    let words = [
      "import", "payments", file, "--column", "Bank number=reference", "--column", "Purpose=text",
      "--json",
    ]
    func runs() async throws {
      let dry = try await workplace.run(words + ["--dry-run"])
      #expect(dry.output.contains("\"dry_run\":true"), "\(dry)")
      // The row of an earlier day leaves what the one above it pays, and the next finds nothing left.
      #expect(dry.output.contains("\"added\":2,\"unchanged\":0,\"refused\":3"), "\(dry)")
      #expect(dry.errors.contains("line 5, 121: \(invoice) is paid already"), "\(dry)")
      #expect(try await workplace.must("invoice", "payments", "--json") == "[]\n")
      let first = try await workplace.run(words)
      #expect(first.output.contains("\"added\":2,\"unchanged\":0,\"refused\":3"), "\(first)")
      #expect(
        first.errors.contains("line 2, 118") && first.errors.contains("line 5, 121"), "\(first)")
      let again = try await workplace.run(words)
      #expect(again.output.contains("\"added\":0,\"unchanged\":2,\"refused\":3"), "\(again)")
      let dryAgain = try await workplace.run(words + ["--dry-run"])
      #expect(dryAgain.output.contains("\"added\":0,\"unchanged\":2,\"refused\":3"), "\(dryAgain)")
      let told = try #require(first.errors.split(separator: "\n").dropLast().last)
      #expect(told.contains("line 6: has no reference") && told.contains("with invoice pay"))
      let card = try await workplace.object("invoice", "show", invoice, "--json")
      #expect(card.text("open") == "0.00")

      // What was reversed is not in the books, whatever its row was answered.
      try await workplace.must("invoice", "unpay", "PAY-1", "--reason", "the bank took it back")
      let reversed = try await workplace.run(words)
      // The money that found nothing left finds the place of it.
      #expect(reversed.output.contains("\"added\":1,\"unchanged\":1,\"refused\":3"), "\(reversed)")
      #expect(reversed.errors.contains("line 4, 119: PAY-1 was reversed since"), "\(reversed)")
      try await workplace.must("invoice", "unpay", "PAY-3", "--reason", "paid twice")
      try await workplace.must(
        "invoice", "receive", invoice, "--amount", "50000.00", "--reference", "119")
      let whole = try await workplace.run(words)
      #expect(whole.output.contains("\"added\":0,\"unchanged\":2,\"refused\":3"), "\(whole)")
    }
    if throughServer {
      try await withServer(workplace) { _ in try await runs() }
    } else {
      try await runs()
    }
    #expect(try await workplace.must("check").contains("agree"))
  }

  @Test(.enabled(if: Browser.isThere, Browser.reason))
  func aBrowserPrintsTheSheetsOnA4() async throws {
    let workplace = try await firm()
    let invoice = try await number(workplace)
    let year = invoice.split(separator: "-")[1]
    let sheets = [
      ["invoice", "page", invoice], ["invoice", "act", "T-1"],
      ["client", "statement", "bakery", "--from", "\(year)-01-01", "--to", "\(year)-12-31"],
      ["report", "budget", "bakery"],
    ]
    for (index, words) in sheets.enumerated() {
      let html = try await workplace.must(words + ["--html"])
      let paper = try await Browser.print(html, as: "sheet-\(index)", in: workplace)
      #expect(paper.facts.contains("(A4)"), "\(words): \(paper.facts)")
      if words[0] != "report" { #expect(paper.isOneSheetOfA4, "\(words)") }
      let text = paper.text
      #expect(text.contains("Пекарня на улице Мира"), "\(words): \(text)")
      #expect(text.contains("Северные принтеры"), "\(words)")
      #expect(text.contains("75000.00") || text.contains("25000.00"), "\(words)")
      if words[1] == "page" { try await requireAlignment(paper.path, workplace) }
      if words[0] == "report" { #expect(html.contains("<svg ") && html.contains("<polygon ")) }
    }
  }

  @Test(.enabled(if: Browser.isThere, Browser.reason))
  func aLongInvoiceHasItsTotalsOnceAndItsTitlesOnEveryPage() async throws {
    let workplace = try await firm()
    try await workplace.must("client", "add", "office", "Контора")
    try await workplace.must("ticket", "open", "office", "--problem", "длинный счёт")
    for number in 1...45 {
      try await workplace.must(
        "ticket", "log", "T-2", "--kind", "part", "--text",
        "ролик подачи бумаги с очень длинным названием детали \(number)", "--amount", "1000.01")
    }
    try await workplace.must("ticket", "resolve", "T-2")
    try await workplace.must("invoice", "review", "T-2")
    let issued = try await workplace.object("invoice", "issue", "office", "--json")
    let invoice = try #require(issued.text("invoice"))
    let paper = try await Browser.print(
      try await workplace.must("invoice", "page", invoice, "--html"), as: "long", in: workplace)
    let pages = try #require(paper.facts.firstMatch(of: /Pages: +([0-9]+)/).flatMap { Int($0.1) })
    #expect(pages > 1)
    let text = paper.text
    #expect(text.split(separator: "Work or goods").count == pages + 1)
    #expect(
      text.split(separator: "To pay").count == 2 && text.split(separator: "45000.45").count == 2)
    let day = try #require(issued.text("date"))
    #expect(text.split(separator: day).count > 45, "\(text)")
  }

  /// As it was printed: every word stands on the sheet, the amounts of a column end at one place.
  private func requireAlignment(_ paper: String, _ workplace: Workplace) async throws {
    let boxes = try await workplace.run(
      ["-bbox", paper, "-"], program: ["/usr/bin/pdftotext"]
    ).output
    let word = /<word xMin="([0-9.]+)"[^>]* xMax="([0-9.]+)"[^>]*>([^<]*)<\/word>/
    let words = boxes.matches(of: word).compactMap { match -> (Double, Double, String)? in
      guard let left = Double(match.1), let right = Double(match.2) else { return nil }
      return (left, right, String(match.3))
    }
    let sheetPoints = 595.3
    #expect(words.count > 30 && words.allSatisfy { $0.0 > 20 && $0.1 < sheetPoints - 20 })
    for column in [["60000.00", "15000.00", "61475.41", "75000.00"], ["50000.00", "25000.00"]] {
      let ends = column.compactMap { amount in words.first { $0.2 == amount }?.1 }
      #expect(ends.count == column.count)
      let spread = (ends.max() ?? 0) - (ends.min() ?? 0)
      #expect(spread < 1, "\(column): \(ends)")
    }
  }

  @Test func aSheetAsCSVIsItsTables() async throws {
    let workplace = try await firm()
    let invoice = try await number(workplace)
    let year = invoice.split(separator: "-")[1]
    let statement = try await workplace.must(
      "client", "statement", "bakery", "--from", "\(year)-01-01", "--to", "\(year)-12-31", "--csv")
    let rows = statement.split(separator: "\r\n")
    #expect(rows.first == "Date,Document,Debit,Credit" && rows.count == 5, "\(statement)")
    #expect(rows[2].hasSuffix(",Invoice \(invoice),75000.00,"))
    let page = try await workplace.must("invoice", "page", invoice, "--csv")
    #expect(page.contains("\r\n\r\nBudget line,Why,VAT,Amount\r\n"), "\(page)")
    #expect(page.contains("'=HYPERLINK"))
  }

  @Test func theTerminalShowsABar() async throws {
    let workplace = try await firm()
    let report = try await workplace.must("report", "budget", "bakery")
    #expect(report.contains("[" + String(repeating: "#", count: 50) + "] limit 50000.00"))
    #expect(report.contains("# spent 25000.00   + pending 0.00   - held 0.00"))
  }

  @Test func theBarMarksALimitThatWasPassed() async throws {
    let workplace = try await firm()
    try await workplace.must(
      "budget", "transfer", "bakery", "goods", "repair", "10000", "--by", "Ольга", "--document",
      "письмо 2", "--reason", "x")
    try await workplace.must("ticket", "open", "bakery", "--problem", "x")
    try await workplace.must(
      "ticket", "log", "T-2", "--kind", "part", "--text", "x", "--amount", "30000")
    try await workplace.must("ticket", "resolve", "T-2")
    let report = try await workplace.must("report", "budget", "bakery")
    // 45,000 are used of the 30,000 that are left of the limit: two thirds of the bar.
    let bar = String(repeating: "#", count: 27) + String(repeating: "+", count: 6) + "|"
    #expect(report.contains("[" + bar + String(repeating: "+", count: 16) + "]"), "\(report)")
    #expect(
      report.contains("limit 40000.00 - transferred 10000.00 = 30000.00, over by 15000.00"))
    #expect(report.contains("limit 50000.00 + transferred 10000.00 = 60000.00\n"))
    let page = try await workplace.must("report", "budget", "bakery", "--html")
    #expect(page.contains("= 30000.00, over by 15000.00"))
    try await workplace.must(
      "budget", "refuse", "P-2", "--by", "Ольга", "--reason", "слишком дорого")
    let refused = try await workplace.must("report", "budget", "bakery")
    #expect(refused.contains("= 60000.00, and 20000.00 unfunded\n"), "\(refused)")
  }

  @Test func theRolloversPreviewShowsWhatBothLinesHaveLeft() async throws {
    let workplace = try await firm()
    let (year, next) = ("\(Self.year)", "\(Self.year + 1)")
    try await workplace.must("budget", "set", "bakery", "goods", "--limit", "10", "--period", next)
    try await workplace.must("ticket", "open", "bakery", "--problem", "x", "--line", "goods")
    try await workplace.must("ticket", "estimate", "T-2", "1000")
    try await workplace.must("ticket", "approve", "T-2", "--by", "Ольга", "--evidence", "x")
    let preview = try await workplace.must(
      "budget", "rollover", "bakery", "--from", year, "--to", next, "--rule", "lapse", "--line",
      "goods", "--dry-run")
    let rows = preview.split(separator: "\n").map { row in
      row.split(separator: " ").map(String.init)
    }
    #expect(
      rows == [
        ["line", "rule", "carried", "holds", "from", "available", "to", "available", "flags"],
        ["goods", "lapse", "0.00", "T-2", "15000.00", "-990.00", "negative"],
      ])
  }
}

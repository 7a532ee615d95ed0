import DeskRules
import Foundation
import Testing

/// Desks written by earlier versions of the program, one for each schema that was in use. They were
/// made by the user root, who alone may therefore change them.
@Suite(.enabled(if: getuid() == 0, "the older desks know only the user root")) struct UpgradeTests {
  /// A workplace whose desk is the one of that schema, brought to the present by one change.
  private func upgraded(fromSchema schema: Int, _ subject: String = "") async throws -> Workplace {
    let workplace = try Workplace()
    let packed = Program.packageRoot
      .appending(path: "Tests/Scenarios/Desks/schema-\(schema)\(subject).sqlite.xz")
    let unpacked = try await workplace.run(
      ["-c", "xz -dc \"$PACKED\" > \"$SWAPDESK_DESK\""], program: ["/bin/sh"],
      adding: ["PACKED": packed.path])
    try #require(unpacked.code == 0, "\(unpacked)")
    try await workplace.must("client", "add", "newcomer", "Newcomer")
    #expect(try await workplace.must("check").contains("agree"))
    return workplace
  }

  @Test func whatTheFirstSchemaLeftWaitingIsDecidedNow() async throws {
    let workplace = try await upgraded(fromSchema: 1)
    #expect(try await workplace.must("budget", "show", "transco").contains("25000.00"))

    try await workplace.must("contact", "add", "transco", "Tanya", "--function", "approver")
    try await workplace.must("budget", "approve", "P-1", "--by", "Tanya", "--evidence", "letter")
    #expect(try await workplace.must("ticket", "show", "T-17").contains("Tanya"))
    // A bill of that time can be taken back.
    try await workplace.must("ticket", "void", "T-17", "--reason", "wrong client")
    #expect(try await workplace.must("budget", "show", "transco").contains("40000.00  RUB"))
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// The desk of schema 7 has losses, claims, a refused and a waiting excess, jobs without a line,
  /// invoices with a credit note, a bench, a call that nobody answered.
  @Test func theSeventhSchemasDeskGoesOn() async throws {
    let workplace = try await upgraded(fromSchema: 7)
    let pending = try await workplace.must("budget", "pending")
    #expect(pending.contains("34500.00") && pending.contains("9000.00"), "\(pending)")
    try await workplace.must("budget", "approve", "P-3", "--by", "1", "--evidence", "letter")
    #expect(try await workplace.must("callout", "list").contains("unanswered"))

    // The shells that are owed come back, the scrapped line of a refill stays closed.
    let debts = try await workplace.must("swap", "list")
    #expect(debts.contains("S-5") && debts.contains("transco"), "\(debts)")
    try await workplace.must("swap", "return", "S-7", "--taken", "C-0017", "--to", "shelf:main")
    #expect(try await !workplace.must("swap", "list").contains("S-7"))
    try await workplace.must("invoice", "review", "T-9")
    try await workplace.must("invoice", "issue", "bakery", "T-9")
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// The desk of schema 12 has an excess that waits and one that nobody carries, shells that are owed,
  /// a batch at the refiller, a loaner out and one promised, a client's machine on the bench, and a
  /// night call that nobody has acknowledged.
  @Test func theTwelfthSchemasDeskGoesOn() async throws {
    let workplace = try await upgraded(fromSchema: 12)
    let pending = try await workplace.must("budget", "pending")
    for amount in ["22000.00", "3000.00", "11000.00"] {
      #expect(pending.contains(amount), "\(pending)")
    }
    try await workplace.must("budget", "approve", "P-1", "--by", "1", "--evidence", "letter")
    try await workplace.must("callout", "acknowledge", "T-5", "--engineer", "anna")

    try await workplace.must("refill", "receive", "R-1", "C-7", "--passed", "--to", "shelf:main")
    try await workplace.must("swap", "return", "S-2", "--taken", "C-8", "--to", "shelf:main")
    #expect(try await !workplace.must("swap", "list").contains("S-2"))
    try await workplace.must("loan", "return", "L-1", "--meter", "1400", "--condition", "fine")
    try await workplace.must("device", "handback", "T-1")
    try await workplace.must("invoice", "pay", "A-2026-000001", "--amount", "700.00")
    #expect(try await !workplace.must("invoice", "ageing").contains("shop"))
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// The desk of schema 16 has an invoice of two lines of the budget of which an amount was credited that
  /// moved nothing, one with a credited line, one that was paid beyond its total, and a part that waits.
  @Test func theSixteenthSchemasDeskGoesOn() async throws {
    let workplace = try await upgraded(fromSchema: 16, "-credits")
    #expect(try await workplace.must("budget", "show", "bakery").contains("30000.00"))
    // The next credit brings the lines to what is left of the invoice, 69,000 of 75,000.
    try await workplace.must(
      "invoice", "credit", "A-2026-000001", "--amount", "1000", "--reason", "goodwill")
    let lines = try await workplace.list("budget", "show", "bakery")
    #expect(lines.map { $0.text("spent") } == ["28000.00", "46000.00"])
    try await workplace.must("invoice", "reissue", "A-2026-000002", "--line", "1", "--reason", "x")
    try await workplace.must("invoice", "review", "T-2")
    try await workplace.must("invoice", "issue", "bakery", "T-2")
    try await workplace.must("budget", "set", "bakery", "goods", "--title", "Поставка товара")
    #expect(try await workplace.must("budget", "show", "bakery").contains("Поставка товара"))
    #expect(try await workplace.must("invoice", "payments", "--surplus").contains("PAY-1"))
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// Calls to which several went: one ended with the way of another, one with a visit from before it,
  /// one where an arrival was said twice; answers that expired, that came late or after the end.
  @Test func theCallsOfTheTwelfthSchemaKnowWhoWentToThem() async throws {
    let workplace = try await upgraded(fromSchema: 12, "-calls")
    func engineer(_ ticket: String) async throws -> String? {
      try await workplace.list("callout", "list").first { $0.text("ticket") == ticket }?["call"]?
        .members?.text("engineer")
    }
    #expect(try await engineer("T-5") == "nora")
    #expect(try await engineer("T-7") == "gleb")
    #expect(try await engineer("T-9") == nil)
    let report = try await workplace.list("report", "nights", "--period", "2026-11")
    let received = report.filter { $0["received"]?.number != 0 }
    #expect(
      Set(received.map { "\($0.text("engineer") ?? "-") \($0["received"]?.number ?? 0)" }) == [
        "gleb 4", "vera 2", "nora 1", "boris 1", "- 1",
      ])
    #expect(report.compactMap { $0["unanswered"]?.number }.reduce(0, +) == 0)
    try await workplace.must("callout", "arrive", "T-7", "--engineer", "gleb")
    try await workplace.must("callout", "finish", "T-7", "--engineer", "gleb")
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// The desk of schema 16 has swaps around midnight, one that came back unused, both contracts, and
  /// refills that failed, were redone, claimed and corrected.
  @Test func whatTheSixteenthSchemaCountedIsCutByTheDesksDays() async throws {
    let workplace = try await upgraded(fromSchema: 16)
    // They were sent on the last of October in Greenwich, and on the first of November in Moscow.
    let refills = try await workplace.list("report", "refills")
    #expect(refills.map { $0.text("month") } == ["2026-11"])
    #expect(refills.map { $0.text("cost") } == ["1250.00"])
    #expect(try await workplace.list("stock", "par").first?["given"]?.number == 6)
    try await workplace.must("cartridge", "edit", "C-4", "--type", "Q5942X", "--reason", "misread")
    try await workplace.must(
      "device", "correct", "LP-01", "--was", "11023", "--meter", "1102", "--reason", "misread")
    try await workplace.must("loan", "return", "L-1", "--meter", "1200")
    try await workplace.must("swap", "return", "S-6", "--taken", "C-4")
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// The desk of schema 16 has visits whose bills were voided line by line, as a whole and in part, one
  /// that nobody priced, a call whose visit was taken back, and one that is answered.
  @Test func theVisitsOfTheSixteenthSchemaAreTakenBackAsTheirBillsWere() async throws {
    let workplace = try await upgraded(fromSchema: 16, "-visits")
    func takenBack() async throws -> [String] {
      try await workplace.list("callout", "list").filter {
        $0["flags"]?.elements?.contains(.string("taken_back")) == true
      }.compactMap { $0["visit"]?.members?.text("number") }
    }
    #expect(try await takenBack() == ["V-5", "V-3", "V-4"])
    try await workplace.must("callout", "void", "V-1", "--reason", "wrong client")
    try await workplace.must("callout", "void", "T-2", "--reason", "wrong client")
    #expect(try await takenBack() == ["V-5", "V-3", "V-2", "V-4", "V-1"])
    #expect(try await workplace.must("budget", "show", "bakery").contains("20000.00  RUB"))
    try await workplace.must("callout", "receive", "--ticket", "T-4")
    try await workplace.must("callout", "receive", "--ticket", "T-6", "--problem", "smokes")
    let open = try await workplace.list("callout", "list").filter { $0["call"] != nil }
    #expect(Set(open.compactMap { $0.text("ticket") }) == ["T-4", "T-5", "T-6"])
    #expect(try await workplace.must("check").contains("agree"))
  }

  /// The desk of schema 16 has calls of which something was said again, or entered late: a departure after
  /// the answer, an answer and an arrival that were corrected, an earlier arrival of another, a departure
  /// that hands the call back, one before an answer that had expired.
  @Test func whatWasSaidOfCallsOfTheSixteenthSchemaIsToldByItsTimes() async throws {
    let workplace = try await upgraded(fromSchema: 16, "-answers")
    let calls = try await workplace.list("callout", "list").compactMap { $0["call"]?.members }
    func told(_ ticket: String) -> [String?] {
      let call = calls.first { $0.text("ticket") == ticket }
      return [call?.text("engineer"), call?.text("acknowledged").map { String($0.suffix(14)) }]
    }
    #expect(told("T-1") == ["boris", "13:23:00+03:00"])
    #expect(told("T-2") == ["vera", "13:53:00+03:00"])
    #expect(told("T-3") == ["boris", "13:43:00+03:00"])
    #expect(told("T-4") == ["gleb", "13:38:00+03:00"])
    #expect(told("T-5") == ["boris", "13:18:00+03:00"])
    #expect(told("T-7") == ["boris", "13:53:00+03:00"])
    try await workplace.must("callout", "finish", "T-4", "--engineer", "gleb")
    #expect(try await workplace.must("check").contains("agree"))
  }
}

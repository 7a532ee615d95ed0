import DeskRules
import Testing

/// Lines of a bank statement find their invoices.
@Suite struct ReceiveTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    for value: Int64 in [100_00, 70_00, 70_00] { try desk.invoiced([value]) }
    try desk.invoiced([55_00], client: "transco")
    return desk
  }

  @Test(arguments: [
    ("счёт A-2026-000001, спасибо", "40", "A-2026-000001"),
    ("inv. a-2026-2;", "70", "A-2026-000002"),
    ("thanks", "100", "A-2026-000001"), ("", "55", "A-2026-000004"),
    ("A-2026-1 and again A-2026-000001", "100", "A-2026-000001"),
  ])
  func aPaymentFindsItsInvoice(text: String, amount: String, invoice: String) throws {
    let words = text.isEmpty ? "" : "\"\(text)\" "
    let payment = try desk().one("invoice receive \(words)--amount \(amount) --reference b1")
    #expect(payment.text("invoice") == invoice)
  }

  @Test func whatDoesNotMatchIsRefused() throws {
    let desk = try desk()
    try desk.refuse(.notFound, "invoice receive thanks --amount 99 --reference b")
    try desk.refuse(.notFound, "invoice receive A-2026-77 --amount 100 --reference b")
    try desk.refuse(.ambiguous, "invoice receive thanks --amount 70 --reference b")
    try desk.refuse(.ambiguous, "invoice receive \"A-2026-1 A-2026-2\" --amount 170 --reference b")
    try desk.refuse(.notFound, "invoice receive A-2026-1 --client transco --amount 1 --reference b")
    try desk.refuse(.amount, "invoice receive A-2026-1 --amount 100.01 --reference b")
    try desk.refuse(.amount, "invoice receive A-2026-1 --amount 0 --reference b")
    try desk.refuse(.time, "invoice receive A-2026-1 --amount 1 --date 2026-11-23 --reference b")
    try desk.refuse(.notFound, "invoice receive thanks --amount 55 --currency EUR --reference b")
    try desk.refuse(.notAllowed, "invoice receive x --amount 1 --reference b", as: "dasha")
    try desk.type("invoice pay A-2026-1 --amount 100")
    try desk.refuse(.state, "invoice receive A-2026-1 --amount 100 --reference b")
    #expect(
      try desk.one(
        "invoice receive --amount 70 --client office --reference b --dry-run --text A-2026-3"
      )
      .text("open") == "0.00")
    #expect(try desk.problems() == [])
  }

  /// What was in doubt stays so whatever of the same day is entered first: a file imported again adds
  /// nothing.
  @Test(arguments: ["A-2026-2 --amount 10", "A-2026-2 --amount 70"])
  func anAmountInDoubtStaysSo(_ other: String) throws {
    let desk = try desk()
    try desk.refuse(.ambiguous, "invoice receive thanks --amount 70 --reference b1")
    try desk.type("invoice receive \(other) --reference b2")
    try desk.refuse(.ambiguous, "invoice receive thanks --amount 70 --reference b1")
    try desk.type("invoice pay A-2026-3 --amount 70 --reference b1")
    try desk.refuse(.exists, "invoice receive thanks --amount 70 --client office --reference B1")
  }

  /// A rest that came about on the same day or later is no sign of what an earlier row was for.
  @Test func whatAPaymentOfTheDayLeavesIsNotMatched() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([300_00])
    let row = "invoice receive \"no number\" --amount 150 --reference b1"
    try desk.refuse(.notFound, row)
    try desk.type("invoice receive A-2026-1 --amount 150 --reference b2")
    try desk.refuse(.notFound, row)
    try desk.now("2026-11-24T10:00+03:00")
    try desk.refuse(.notFound, row + " --date 2026-11-21")
    // Paid since that day as a whole, so that another of that rest is not the only one.
    try desk.invoiced([150_00])
    try desk.refuse(.ambiguous, row + " --date 2026-11-23")
    try desk.type("invoice pay A-2026-2 --amount 150 --date 2026-11-22")
    #expect(try desk.one(row + " --date 2026-11-23").text("invoice") == "A-2026-000001")
    #expect(try desk.problems() == [])
  }

  /// Which of a day's rows comes first decides nothing: those that were refused are refused again.
  @Test(arguments: 1...12)
  func aStatementEnteredAgainAddsNothing(seed: Int) throws {
    let desk = try TestDesk.pricedFirm()
    for value: Int64 in [300_00, 200_00, 150_00, 100_00] { try desk.invoiced([value]) }
    try desk.now("2026-11-27T10:00+03:00")
    var generator = SeededGenerator(seed: UInt64(seed))
    var rows: [String] = []
    for day in 23...26 {
      for _ in 0..<4 {
        let amount = [50, 100, 150, 200].randomElement(using: &generator) ?? 50
        let number = Int.random(in: 1...8, using: &generator)
        rows.append(
          "invoice receive\(number <= 4 ? " A-2026-\(number)" : "") --amount \(amount)"
            + " --reference b\(rows.count) --date 2026-11-\(day)")
      }
    }
    func added() throws -> Int {
      let before = try desk.seq
      for row in rows { _ = try desk.group([row]) }
      return Int(try desk.seq - before)
    }
    #expect(try added() > 0)
    #expect(try added() == 0, "seed \(seed): \(rows)")
    #expect(try desk.problems() == [])
  }
}

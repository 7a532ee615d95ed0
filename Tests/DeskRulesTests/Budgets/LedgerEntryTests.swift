import DeskRules
import Testing

/// What each movement does to the accounts of a line.
@Suite struct LedgerEntryTests {
  private static let start = BudgetFigures(
    limit: 1_000, transferred: 100, held: 200, pending: 80, spent: 300, unfunded: 40)

  /// A movement, and the figures that change by it.
  static let changes: [(BudgetMovement, limit: Int64, BudgetFigures)] = [
    (.hold, -10, figures(held: 10)), (.release, 10, figures(held: -10)),
    (.post, -10, figures(spent: 10)), (.carry, -10, figures(spent: 10)),
    (.pend, -10, figures(pending: 10)), (.unpend, 10, figures(pending: -10)),
    (.approve, 0, figures(pending: -10, spent: 10)), (.void, 10, figures(spent: -10)),
    (.unfund, 0, figures(unfunded: 10)), (.decline, 0, figures(unfunded: 10)),
    (.cover, 0, figures(unfunded: -10)), (.transferIn, 10, figures(transferred: 10)),
    (.transferOut, -10, figures(transferred: -10)), (.rolloverIn, 10, figures(transferred: 10)),
    (.rolloverOut, -10, figures(transferred: -10)), (.credit, 10, figures(spent: -10)),
  ]

  private static func figures(
    transferred: Int64 = 0, held: Int64 = 0, pending: Int64 = 0, spent: Int64 = 0,
    unfunded: Int64 = 0
  ) -> BudgetFigures {
    BudgetFigures(
      limit: 1_000, transferred: 100 + transferred, held: 200 + held, pending: 80 + pending,
      spent: 300 + spent, unfunded: 40 + unfunded)
  }

  @Test(arguments: changes)
  func theFiguresFollowFromTheEntry(
    movement: BudgetMovement, available: Int64, after: BudgetFigures
  ) throws {
    let entry = movement.entry(10)
    #expect(entry.debit != entry.credit)
    #expect(try Self.start.after(movement, 10) == after)
    #expect(after.available == Self.start.available + available)
  }

  @Test func everyMovementIsCovered() {
    #expect(Set(Self.changes.map(\.0)) == Set(BudgetMovement.allCases))
  }

  @Test func aCeilingIsPostedAsTheDifference() throws {
    let raised = LedgerEntry.limit(from: 100, to: 150)
    #expect(raised == LedgerEntry(debit: .available, credit: .limit, amount: 50))
    #expect(try BudgetFigures(limit: 100).after(raised).limit == 150)
    let lowered = LedgerEntry.limit(from: 150, to: 100)
    #expect(lowered == LedgerEntry(debit: .limit, credit: .available, amount: 50))
    #expect(try BudgetFigures(limit: 150).after(lowered).limit == 100)
  }

  @Test func whatLeavesTheRangeOfAmountsIsRefused() {
    #expect(throws: DeskError.self) {
      try BudgetFigures(limit: .max).after(.transferIn, .max)
        .after(.transferIn, 1)
    }
  }

  @Test func aBillIsDividedInTheOrderOfItsLines() {
    let parts = [
      BillPart(line: 1, kind: .labour, amount: 30), BillPart(line: 2, kind: .part, amount: 45),
    ]
    let (within, beyond) = parts.divided(at: 50)
    #expect(
      within == [
        BillPart(line: 1, kind: .labour, amount: 30), BillPart(line: 2, kind: .part, amount: 20),
      ])
    #expect(beyond == [BillPart(line: 2, kind: .part, amount: 25)])
    #expect(parts.divided(at: 0).within.isEmpty)
    #expect(parts.divided(at: 75).beyond.isEmpty)
    #expect(parts.divided(at: 30).within.map(\.line) == [1])
  }
}

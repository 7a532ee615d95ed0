import Testing

/// No everyday question about money reads a table that grows for ever from end to end.
@Suite struct InvoicePlanTests {
  private static let questions = [
    "invoice queue", "invoice queue --client office", "invoice queue --state review",
    "invoice list", "invoice list --client transco", "invoice list --open",
    "invoice list --overdue", "invoice list --client transco --open",
    "invoice list --from 2026-11-01", "invoice list --lines", "invoice show A-2026-1",
    "invoice page A-2026-1", "invoice act T-1", "invoice payments",
    "invoice payments --client transco", "invoice ageing", "invoice ageing --client transco",
    "invoice dunning", "client statement transco --from 2026-11-01 --to 2026-11-30",
    "report budget bakery", "ledger list", "invoice entries", "invoice entries --client transco",
    "report overrides", "report overrides --client transco --period 2026-11", "discount list",
    "discount list --client transco", "client show transco", "ledger list --client bakery",
    "vat list", "invoice ageing --as-of 2026-11-01", "invoice dunning --as-of 2026-11-01",
    "invoice ageing --client transco --as-of 2026-11-01", "price list", "price list RM1-4554",
    "report sales", "invoice payments --surplus", "invoice payments --surplus --client transco",
  ]

  private static let changes = [
    "invoice review T-2", "invoice back T-2 --reason x", "invoice issue transco T-3",
    "invoice receive A-2026-1 --amount 0.10 --reference x --date 2026-11-21",
    "invoice receive --amount 0.90 --reference y", "invoice pay A-2026-1 --amount 1",
    "invoice pay --client transco --amount 5 --reference z", "invoice refund transco --reference z",
    "discount set 5% --group chains", "client group transco chains", "discount stacking best_of",
    "ticket log T-3 --kind labour --text x --quantity 30",
    "price set RM1-4554 5", "ticket log T-3 --kind part --text RM1-4554",
    "invoice credit A-2026-1 --reason x", "invoice unpay PAY-1 --reason x",
    "invoice reissue A-2026-2 --reason x", "invoice credit A-2026-3 --amount 1 --reason x",
    "budget set bakery goods --title Goods",
  ]

  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.invoiced([100], client: "transco")
    try desk.resolvedTicket([], client: "transco")
    try desk.type("invoice review \(try desk.resolvedTicket([], client: "transco"))")
    try desk.invoiced([100], client: "bakery")
    try desk.invoiced([100], client: "bakery")
    try desk.type("invoice credit A-2026-2 --reason typo")
    return desk
  }

  @Test func everydayQuestionsUseIndexes() throws {
    try QueryPlanTests().requireIndexes(questions: Self.questions, on: try desk())
  }

  @Test func everydayChangesUseIndexes() throws {
    try QueryPlanTests().requireIndexes(changes: Self.changes, on: try desk())
  }
}

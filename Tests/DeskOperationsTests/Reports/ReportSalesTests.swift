import DeskRules
import Testing

/// How much of the firm's sales each client is.
@Suite struct ReportSalesTests {
  @Test func sharesAreOfWhatWasInvoicedWithoutTax() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.setRates()
    try desk.typeAll(["client terms transco --vat none", "client terms bakery --vat on_top"])
    try desk.invoiced([122_00])
    try desk.invoiced([500_00], client: "transco")
    try desk.invoiced([300_00], client: "bakery")
    try desk.invoiced([7_00], client: "berlin")
    try desk.type("invoice credit A-2026-2 --amount 100 --reason x")
    let sales = try desk.type("report sales", as: "mark")
    #expect(
      sales.map { $0.only("client", "sales", "currency", "share", "key", "warning") } == [
        try json(
          """
          {"client":"transco","sales":"400.00","currency":"RUB","share":"50%","key":true,
           "warning":"50%"}
          """),
        try json(
          """
          {"client":"bakery","sales":"300.00","currency":"RUB","share":"37.5%","key":true,
           "warning":"20%"}
          """),
        try json(
          "{\"client\":\"office\",\"sales\":\"100.00\",\"currency\":\"RUB\",\"share\":\"12.5%\",\"key\":true}"
        ),
        try json(
          """
          {"client":"berlin","sales":"5.74","currency":"EUR","share":"100%","key":true,
           "warning":"50%"}
          """),
      ])
    #expect(try desk.type("report sales --period 2026-11").count == 4)
    #expect(try desk.type("report sales --period 2025") == [])
    try desk.refuse(.notAllowed, "report sales", as: "boris")
    try desk.refuse(.time, "report sales --period soon")
  }
}

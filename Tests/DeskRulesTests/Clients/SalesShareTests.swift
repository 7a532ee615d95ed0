import DeskRules
import Testing

/// How much of the sales one client is.
@Suite struct SalesShareTests {
  @Test(
    arguments: [
      (0, 0, "0%", false, nil), (-5, 100, "0%", false, nil), (10, 100, "10%", false, nil),
      (199_999, 1_000_000, "20%", true, nil), (20, 100, "20%", true, "20%"),
      (40, 100, "40%", true, "40%"), (50, 100, "50%", true, "50%"),
      (120, 100, "120%", true, "50%"),
      (.max, .max, "100%", true, "50%"),
    ] as [(Int64, Int64, String, Bool, String?)])
  func boundsAreComparedInMinorUnits(
    sales: Int64, total: Int64, percent: String, isKey: Bool, warning: String?
  ) throws {
    let share = try SalesShare(of: sales, in: total)
    #expect(share.percent.text == percent)
    #expect(share.isKey == isKey)
    #expect(share.warning?.text == warning)
  }

  @Test(.enabled(if: SharedCases.arePresent, SharedCases.reason)) func theWorkedShares() throws {
    for example in try SharedCases.examples("share-") {
      let share = try SalesShare(of: example.given("sales"), in: example.given("total"))
      #expect(example.expected["key"] == .bool(share.isKey), "\(example.id)")
      #expect(
        try example.expected("band") == (share.warning?.basisPoints ?? 0) / 100, "\(example.id)")
    }
  }
}

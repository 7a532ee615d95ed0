import DeskRules
import Testing

@Suite struct NearestTests {
  static let names = ["bakery", "backery", "transco", "library", "LP-03", "LP-30", "L-03", "T-17"]

  @Test(arguments: [
    ("bakrey", ["bakery", "backery"]), ("BAKERY", ["bakery", "backery"]),
    ("trasnco", ["transco"]), ("LP-13", ["LP-03"]), ("warehouse", []), ("", []),
  ])
  func offersWhatIsWrittenAlike(wanted: String, expected: [String]) {
    #expect(Nearest.names(to: wanted, among: Self.names) == expected)
  }

  @Test func offersNoMoreThanTheLimit() {
    #expect(Nearest.names(to: "LP-0", among: Self.names, limit: 1) == ["LP-03"])
  }

  @Test func doesNotCompareOverlongNames() {
    let long = String(repeating: "a", count: Nearest.lengthLimit + 1)
    #expect(Nearest.names(to: long, among: [long]).isEmpty)
  }
}

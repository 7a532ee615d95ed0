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

  @Test(arguments: [
    ("bakrey", "; did you mean bakery, backery?"), ("warehouse", "; ask anna"),
  ])
  func aMessageNamesTheNearestElseAdvises(wanted: String, clause: String) {
    #expect(Nearest.clause(for: wanted, among: Self.names, or: "; ask anna") == clause)
    let near = Nearest.names(to: wanted, among: Self.names)
    let error = DeskError.unknownName(
      .notFound, "there is no \(wanted)", nearest: near, or: "; ask anna")
    #expect(error.message == "there is no \(wanted)\(clause)")
    #expect(error.details["nearest"] == .array(near.map(JSON.string)))
  }

  @Test func doesNotCompareOverlongNames() {
    let long = String(repeating: "a", count: Nearest.lengthLimit + 1)
    #expect(Nearest.names(to: long, among: [long]).isEmpty)
  }
}

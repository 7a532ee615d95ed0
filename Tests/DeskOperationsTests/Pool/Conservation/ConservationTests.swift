import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// A hundred thousand requests of a busy desk, good and bad, on time and late: after every one of
/// them each piece has one holder, what is owned is somewhere, and balances are what the swaps say.
@Suite struct ConservationTests {
  private static let steps = 100_000
  private static let seed: UInt64 = 20_261_122

  @Test func nothingIsEverInTwoPlacesOrInNone() throws {
    print("\(Self.steps) requests to the pool with seed \(Self.seed)")
    let town = try PoolTown(seed: Self.seed)
    var book = try PoolMirror(town.desk)
    var counts: [String: Int] = [:]
    for step in 1...Self.steps {
      let act = town.act(book)
      let result = town.carryOut(act)
      let place = "step \(step), seed \(Self.seed): \(act)"
      switch result {
      case .success: counts["\(act.name) ok", default: 0] += 1
      case .failure(let error):
        counts["\(act.name) \(error.code.rawValue)", default: 0] += 1
        let isOurs = [.internalFault, .damaged, .unknown, .storage].contains(error.code)
        try #require(!isOurs, "\(place): \(error.message)")
      }
      let problems = try book.follow(act, result)
      try #require(problems == [], "\(place)")
      guard step % 2_000 == 0 || (step < 2_000 && step % 20 == 0) else { continue }
      let whole = try book.wholeProblems()
      try #require(whole == [], "\(place)")
    }
    for (what, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(count) \(what)") }
    for name in PoolAct.names {
      #expect((counts["\(name) ok"] ?? 0) > 100, "\(name) hardly ever worked")
    }
    #expect(town.desk.reports.lines == [])
    #expect(try town.desk.problems() == [])
  }
}

import DeskEngine
import DeskOperations
import DeskRules
import Foundation
import Testing

/// A hundred thousand requests of a busy desk, good and bad, on time and late, alone, in batches and
/// from imports: after every one of them each piece has one holder, what is owned is somewhere, balances
/// are what the swaps say, and what is listed as owed is the balance. SWAPDESK_SEED makes it another
/// run, SWAPDESK_STEPS a longer or shorter one.
@Suite struct ConservationTests {
  private let steps: Int
  private let seed: UInt64

  init() {
    let given = ProcessInfo.processInfo.environment
    steps = given["SWAPDESK_STEPS"].flatMap { Int($0) } ?? 100_000
    seed = given["SWAPDESK_SEED"].flatMap { UInt64($0) } ?? 20_261_122
  }

  @Test func nothingIsEverInTwoPlacesOrInNone() throws {
    print("\(steps) requests to the pool with seed \(seed)")
    let town = try PoolTown(seed: seed)
    var book = try PoolMirror(town.desk)
    var counts: [String: Int] = [:]
    for step in 1...steps {
      let act = town.act(book)
      let outcome = try town.carryOut(act)
      let place = "step \(step), seed \(seed): \(act)"
      switch outcome.result {
      case .success:
        for act in act.all + (act.members.isEmpty ? [] : [act]) {
          counts["\(act.name) ok", default: 0] += 1
        }
      case .failure(let error):
        counts["\(act.name) \(error.code.rawValue)", default: 0] += 1
        let isOurs = [.internalFault, .damaged, .unknown, .storage].contains(error.code)
        try #require(!isOurs, "\(place): \(error.message)")
      }
      let problems = try book.follow(act, outcome)
      let entries = problems.isEmpty ? "" : try town.entries(of: outcome)
      try #require(problems == [], "\(place)\n\(entries)")
      guard step % 2_000 == 0 || (step < 2_000 && step % 50 == 0) else { continue }
      let whole = try book.wholeProblems()
      try #require(whole == [], "\(place)")
    }
    for (what, count) in counts.sorted(by: { $0.key < $1.key }) { print("  \(count) \(what)") }
    for name in PoolAct.names {
      #expect((counts["\(name) ok"] ?? 0) * 1_000 > steps, "\(name) hardly ever worked")
    }
    #expect(town.desk.reports.lines == [])
    #expect(try town.desk.problems() == [])
  }
}

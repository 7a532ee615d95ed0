import DeskEngine
import DeskRules
import DeskStore
import Testing

/// One thing is in one place: by the rules, by the database, and however late it is entered.
@Suite struct OnePlaceTests {
  @Test func theDatabaseRefusesASecondOpenHolding() throws {
    let desk = try TestDesk.firm()
    for (since, until) in [("1", "NULL"), ("9999999999", "NULL"), ("1795000000", "9999999999")] {
      let fault = try #require(throws: (any Error).self) {
        try desk.force(
          """
          INSERT INTO holding (piece, since_at, entry, until_at, holder, holder_name)
          VALUES ('LP-03', \(since), 1000, \(until), 'van', 'boris')
          """)
      }
      #expect("\(fault)".contains("constraint"), "\(since) \(until)")
    }
    #expect(try desk.problems() == [])
  }

  @Test func aLateEntryTakesItsPlaceInTheOrderOfWhatHappened() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "device move LP-03 van:boris --at 2026-11-21T10:00",
      "device move LP-03 bench --at 2026-11-21T20:00",
    ])
    let late = "device move LP-03 shelf:north --at 2026-11-21T15:00"
    try desk.refuse(.implausible, late)
    #expect(try desk.one(late + " --reason diary").texts("flags") == ["entered_late"])
    let shown = try desk.one("device show LP-03")
    #expect(shown.text("holder") == "bench")
    #expect(
      shown.objects("history").map { $0.text("holder") }
        == ["shelf:main", "van:boris", "shelf:north", "bench"])
    #expect(
      shown.objects("history").map { $0.text("until") } == [
        "2026-11-21T10:00:00+03:00", "2026-11-21T15:00:00+03:00", "2026-11-21T20:00:00+03:00",
        nil,
      ])
    #expect(
      shown.objects("history").map { $0.texts("flags") } == [[], [], ["entered_late"], []])
  }

  @Test func aLateSwapDoesNotUndoTheStateThatCameAfter() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012 --at 2026-11-21T10:00")
    try desk.type("swap return S-1 --taken C-0012 --at 2026-11-21T20:00")
    #expect(try desk.one("cartridge show C-0012").text("state") == "empty")
    try desk.type(
      "swap make bakery --given C-0012 --at 2026-11-20T10:00 --reason \"the first time\"")
    #expect(
      try desk.one("cartridge show C-0012").only("state", "holder")
        == (try json(#"{"state":"empty","holder":"shelf:main"}"#)))
  }

  @Test(arguments: [1, 20_261_122, 77])
  func randomMovesLeaveEveryPieceInOnePlaceAtATime(seed: UInt64) throws {
    print("moves with seed \(seed)")
    let desk = try TestDesk.firm(seed: seed)
    var random = SeededGenerator(seed: seed)
    let ours = ["shelf", "bench", "van:boris", "shelf:north", "scrap", "lost"]
    let theirs = ["client:bakery", "client:office/main", "client:transco", "lost"]
    for _ in 0..<6 {
      try desk.typeAll(
        (0..<40).map { _ in
          let minute = Int.random(in: 0..<60, using: &random)
          let hour = Int.random(in: 0..<3, using: &random)
          let time = "2026-11-2\(random.pick([1, 2]))T0\(hour):\(minute < 10 ? "0" : "")\(minute)"
          let device = random.pick(["LP-01", "LP-02", "LP-03", "BK-P1"])
          let place = random.pick(device == "BK-P1" ? theirs : ours)
          return "device move \(device) \(place) --at \(time) --reason diary"
        })
    }
    for row in try desk.rows("SELECT tag FROM piece") {
      try requireUnbroken(desk, row[0].shown)
    }
    #expect(try desk.problems() == [])
  }

  private func requireUnbroken(_ desk: TestDesk, _ tag: String) throws {
    let holdings = try desk.books.pieces.holdings(try Tag(tag))
    let last = try #require(holdings.last)
    #expect(last.until == nil)
    for (one, next) in zip(holdings, holdings.dropFirst()) {
      #expect(one.until == next.since, "\(tag) from \(one.since) and from \(next.since)")
      #expect(one.since <= next.since)
    }
  }
}

import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// Two hundred clients, six hundred cartridges, forty loaners, three refillers, and somebody who makes
/// up what happens to them.
final class PoolTown {
  let desk: TestDesk
  var random: SeededGenerator
  var added = 0
  /// Rows that were imported, to be imported again.
  var rows: [PoolAct] = []

  static let clients = 200
  static let cartridges = 600
  static let loaners = 40
  static let types = ["Q5942A", "Q5942X", "Q2612A", "CF226A", "CF226X", "TN-1"]
  static let groups = ["Q5942A", "Q2612A", "CF226A", "TN-1"]
  /// Into which groups types are put, for better or worse.
  static let joins = [
    ("Q5942X", "Q5942X"), ("Q5942X", "Q5942A"), ("CF226X", "CF226X"), ("CF226X", "CF226A"),
    ("CF226X", "Q5942A"), ("TN-1", "Q2612A"), ("TN-1", "TN-1"), ("Q2612A", "TN-1"),
    ("Q2612A", "Q2612A"), ("CF226A", "Q5942A"),
  ]

  init(seed: UInt64) throws {
    random = SeededGenerator(seed: seed)
    desk = try TestDesk(seed: seed, inMemory: true)
    try setUp()
  }

  private func setUp() throws {
    try desk.typeAll([
      "model add \"HP LaserJet 4250\" --format A4 --supply \"Q5942A yield=10000\""
        + " --supply \"Q5942X group=Q5942A yield=20000\" --supply \"Q2612A yield=2000\""
        + " --supply \"CF226A yield=3100\" --supply \"CF226X group=CF226A yield=9000\"",
      "staff add boris \"Boris Engineer\" --role engineer",
      "staff add dasha \"Dasha Dispatcher\" --role dispatcher",
      "refiller add tonerfix \"Toner Fix\"", "refiller add inkhouse \"Ink House\"",
      "refiller add drummers \"Drummers\"", "tariff set --rate 10.00 --from 2026-01-01",
    ])
    for number in 1...Self.clients {
      try desk.typeAll([
        "client add c\(number) \"Client \(number)\"",
        "client edit c\(number) --contract \(number % 3 == 0 ? "own_back" : "exchange")",
        "device add P-\(number) --model \"HP LaserJet 4250\" --owner c\(number)",
        "ticket open c\(number) --device P-\(number) --problem \"prints grey\"",
      ])
    }
    try desk.typeAll(
      (1...Self.loaners).map { "device add LP-\($0) --model \"HP LaserJet 4250\" --owner pool" })
    try desk.typeAll(
      (1...Self.cartridges).map { number in
        let type = Self.types[number % Self.types.count]
        let isOurs = number % 2 == 0
        let owner = isOurs ? "pool" : "c\(number % Self.clients + 1)"
        return "cartridge add C-\(number) --type \(type) --owner \(owner)"
          + (isOurs && number % 5 == 0 ? " --state empty" : "")
      })
    added = Self.cartridges
    try desk.now("2026-11-23T09:00+03:00")
  }

  /// Carries an act out.
  func carryOut(_ act: PoolAct) throws -> PoolOutcome {
    desk.clock.advance(minutes: Int64.random(in: 1...20, using: &random))
    let before = try desk.seq
    let result: Result<[JSONObject], DeskError>
    do {
      result =
        act.members.isEmpty
        ? try desk.outcome(act.request).result
        : try desk.batch(act.members.map(\.request)).result
    } catch let error as DeskError {
      result = .failure(error)
    }
    if act.parameters.last?.0 == "key", case .success = result { rows.append(act) }
    return PoolOutcome(result: result, before: before, after: try desk.seq)
  }

  /// What was recorded of an act, for people.
  func entries(of outcome: PoolOutcome) throws -> String {
    try desk.rows("SELECT events FROM journal WHERE seq > ?", [.integer(outcome.before)])
      .map { $0[0].shown }.joined(separator: "\n")
  }

  /// What happens next: mostly what makes sense, sometimes anything at all; alone, or with others in a
  /// batch.
  func act(_ book: PoolMirror) -> PoolAct {
    guard random.once(in: 25) else { return one(book) }
    let members = (0..<Int.random(in: 2...3, using: &random)).map { _ in one(book) }
    return PoolAct(name: "batch", parameters: [], members: members)
  }

  private func one(_ book: PoolMirror) -> PoolAct {
    let act =
      switch Int.random(in: 0..<1_000, using: &random) {
      case 0..<270: swap(book)
      case 270..<340: visit(book)
      case 340..<410: fetch(book)
      case 410..<440: settle(book)
      case 440..<450: open(isRow: false)
      case 450..<520: send(book)
      case 520..<620: receive(book)
      case 620..<700: test(book)
      case 700..<725: claim(book)
      case 725..<735: correct(book)
      case 735..<795: move(book)
      case 795..<825: writeOff("cartridge.lose", book)
      case 825..<865: find(book)
      case 865..<885: writeOff("cartridge.scrap", book)
      case 885..<905: add(isRow: false)
      case 905..<920: row()
      case 920..<924: regroup()
      case 924..<928: agree()
      case 928..<934: mend(book)
      case 934..<960: lend(book)
      case 960..<985: takeBack(book)
      default: moveDevice(book)
      }
    let isNow = [
      "cartridge.add", "cartridge.edit", "callout.log", "refill.correct", "supply.set",
      "client.edit",
    ]
    guard random.once(in: 10), !isNow.contains(act.name), act.parameters.last?.0 != "key" else {
      return act
    }
    let most: Int64 = random.once(in: 2) ? 600 : 20_000
    return act.late(by: Int64.random(in: 1...most, using: &random), desk.clock.now)
  }

  func client() -> String { "c\(Int.random(in: 1...Self.clients, using: &random))" }

  /// A piece that meets a condition, or now and then any piece.
  func piece(_ book: PoolMirror, _ condition: (PoolMirror.Piece) -> Bool) -> String {
    for _ in 0..<30 {
      let tag = random.pick(book.cartridges)
      if random.once(in: 60) { return tag }
      if let piece = book.pieces[tag], condition(piece) { return tag }
    }
    return random.pick(book.cartridges)
  }

  /// What a scanner reads: a few pieces that meet a condition, each once.
  func scanned(
    _ book: PoolMirror, upTo count: Int, _ condition: (PoolMirror.Piece) -> Bool
  ) -> [String] {
    Set((0..<Int.random(in: 1...count, using: &random)).map { _ in piece(book, condition) })
      .sorted()
  }

  func isAtHand(_ piece: PoolMirror.Piece) -> Bool {
    piece.holder.hasPrefix("shelf") || piece.holder.hasPrefix("van")
  }

  func reason() -> [(String, String)] { random.once(in: 4) ? [("reason", "it was so")] : [] }

  /// Now and then a place that is named for what comes to us, or that is not one of ours.
  func place() -> [(String, String)] {
    guard random.once(in: 8) else { return [] }
    let places = ["van:boris", "shelf:two", "bench", "lost", "scrap", "refiller:tonerfix"]
    return [("to", random.pick(places + ["client:\(client())"]))]
  }
}

import DeskEngine
import DeskOperations
import DeskRules
import Testing

/// One request, and the pieces it touches if it is carried out.
struct PoolAct: CustomStringConvertible {
  let name: String
  let parameters: [(String, String)]
  /// Who is concerned, if a client is.
  var client: String?
  /// What it should do to pieces where it is carried out now and not late.
  var expects: [(piece: String, holder: String, states: [String])] = []

  static let names = [
    "swap.make", "swap.return", "refill.send", "refill.receive", "refill.test", "cartridge.move",
    "cartridge.lose", "cartridge.find", "cartridge.scrap", "cartridge.add", "loan.issue",
    "loan.return", "device.move", "callout.log",
  ]

  var description: String {
    name + parameters.map { " \($0.0)=\($0.1)" }.joined()
  }

  /// The tags it names.
  var pieces: [String] {
    let named = ["given", "taken", "cartridge", "device", "loan"]
    return sides.filter { named.contains($0.0) && !$0.1.hasPrefix("new:") }
      .map { $0.1.replacing("unused:", with: "") }
  }

  /// The parameters, with the sides of a visit's swaps as a swap itself would name them.
  private var sides: [(String, String)] {
    parameters.flatMap { name, value -> [(String, String)] in
      // swap.return names by it what it settles.
      guard name == "swap", value.contains("=") else { return [(name, value)] }
      return value.split(separator: ",").map { side in
        let pair = side.split(separator: "=").map(String.init)
        return (pair[0], pair[1])
      }
    }
  }

  /// Whether it may change whose shells are.
  var swaps: Bool { name.hasPrefix("swap.") || name == "callout.log" }

  var isLate: Bool { parameters.contains { $0.0 == "at" } }
}

/// Two hundred clients, six hundred cartridges, forty loaners, three refillers, and somebody who makes
/// up what happens to them.
final class PoolTown {
  let desk: TestDesk
  private var random: SeededGenerator
  private var added = 0

  static let clients = 200
  static let cartridges = 600
  static let loaners = 40
  static let types = ["Q5942A", "Q5942X", "Q2612A", "CF226A", "CF226X", "TN-1"]
  static let groups = ["Q5942A", "Q2612A", "CF226A", "TN-1"]

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

  /// Carries a request out.
  func carryOut(_ act: PoolAct) -> Result<[JSONObject], DeskError> {
    desk.clock.advance(minutes: Int64.random(in: 1...20, using: &random))
    let request = Request(act.name, act.parameters.map { Request.Parameter($0.0, $0.1) })
    do {
      return try desk.outcome(request).result
    } catch {
      return .failure(DeskError(.internalFault, "\(error)"))
    }
  }

  /// What happens next: mostly what makes sense, sometimes anything at all.
  func act(_ book: PoolMirror) -> PoolAct {
    var act =
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<32: swap(book)
      case 32..<40: visit(book)
      case 40..<46: settle(book)
      case 46..<53: send(book)
      case 53..<63: receive(book)
      case 63..<72: test(book)
      case 72..<78: move(book)
      case 78..<81: writeOff("cartridge.lose", book)
      case 81..<85: find(book)
      case 85..<87: writeOff("cartridge.scrap", book)
      case 87..<90: add()
      case 90..<94: lend(book)
      case 94..<98: takeBack(book)
      default: moveDevice(book)
      }
    if random.once(in: 10), !["cartridge.add", "callout.log"].contains(act.name) {
      let minutes = Int64.random(in: 1...20_000, using: &random)
      act = PoolAct(
        name: act.name,
        parameters: act.parameters + [("at", desk.clock.now.adding(minutes: -minutes).utcText)],
        client: act.client)
    }
    return act
  }

  private func client() -> String { "c\(Int.random(in: 1...Self.clients, using: &random))" }

  /// A piece that meets a condition, or now and then any piece.
  private func piece(
    _ book: PoolMirror, _ condition: (PoolMirror.Piece) -> Bool
  ) -> String {
    for _ in 0..<30 {
      let tag = random.pick(book.cartridges)
      if random.once(in: 60) { return tag }
      if let piece = book.pieces[tag], condition(piece) { return tag }
    }
    return random.pick(book.cartridges)
  }

  private func isAtHand(_ piece: PoolMirror.Piece) -> Bool {
    piece.holder.hasPrefix("shelf") || piece.holder.hasPrefix("van")
  }

  private func reason() -> [(String, String)] {
    random.once(in: 4) ? [("reason", "it was so")] : []
  }

  /// Now and then a place that is named for what comes to us, or that is not one of ours.
  private func place() -> [(String, String)] {
    guard random.once(in: 8) else { return [] }
    let places = [
      "van:boris", "shelf:two", "bench", "lost", "scrap", "refiller:tonerfix", client(),
    ]
    return [("to", random.pick(places.map { $0.hasPrefix("c") ? "client:\($0)" : $0 }))]
  }

  private func swap(_ book: PoolMirror) -> PoolAct {
    let client = client()
    let place = place()
    let shelf = place.first?.1 ?? "shelf:main"
    var parameters = [("client", client)]
    var expects: [(String, String, [String])] = []
    var group: String?
    if !random.once(in: 6) {
      let given = piece(book) {
        self.isAtHand($0) && $0.state == "full" && ($0.owner == nil || $0.owner == client)
      }
      group = book.pieces[given]?.group
      parameters.append(("given", given))
      expects.append((given, "client:\(client)", ["full"]))
    }
    if !random.once(in: 5) || parameters.count == 1 {
      let here = book.cartridges(at: "client:\(client)").filter {
        group == nil || book.pieces[$0]?.group == group
      }
      if let taken = here.first, !random.once(in: 20) {
        let isUnused = book.pieces[taken]?.state == "full" && random.once(in: 3)
        parameters.append(("taken", (isUnused ? "unused:" : "") + taken))
        expects.append((taken, shelf, isUnused ? ["full"] : ["empty", "failed"]))
      } else if random.once(in: 2), let group {
        parameters.append(("taken", "new:\(group)"))
      } else {
        parameters.append(("taken", piece(book) { _ in true }))
        expects.append((parameters[parameters.count - 1].1, shelf, ["empty", "failed"]))
      }
    }
    return PoolAct(
      name: "swap.make", parameters: parameters + place + reason(), client: client,
      expects: expects)
  }

  /// A visit with several swaps, most of them with one side only.
  private func visit(_ book: PoolMirror) -> PoolAct {
    let number = Int.random(in: 1...Self.clients, using: &random)
    let client = "c\(number)"
    let group = random.pick(Self.groups)
    let at = desk.clock.now
    var sides: [String] = []
    var expects: [(String, String, [String])] = []
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let given = piece(book) {
        self.isAtHand($0) && $0.state == "full" && $0.group == group && $0.owner == nil
      }
      guard !expects.contains(where: { $0.0 == given }) else { continue }
      sides.append("given=\(given)")
      expects.append((given, "client:\(client)", ["full"]))
    }
    let here = book.cartridges(at: "client:\(client)").filter { book.pieces[$0]?.group == group }
    for taken in here.prefix(2) where !expects.contains(where: { $0.0 == taken }) {
      sides.append("taken=\(taken)")
      expects.append((taken, "van:nora", ["empty", "failed"]))
    }
    if random.once(in: 3) { sides.append("taken=new:\(group)") }
    sides.shuffle(using: &random)
    if random.once(in: 3), sides.count > 1 { sides = [sides[0] + "," + sides[1]] + sides[2...] }
    return PoolAct(
      name: "callout.log",
      parameters: [
        ("client", client), ("device", "P-\(number)"), ("problem", "empty"), ("work", "swapped"),
        ("arrived", at.adding(minutes: -1).utcText), ("done", at.utcText),
      ] + sides.map { ("swap", $0) } + reason(), client: client, expects: expects)
  }

  private func settle(_ book: PoolMirror) -> PoolAct {
    guard let debt = book.openDebts.randomElement(using: &random) else { return swap(book) }
    if debt.owed < 0 {
      let given = piece(book) {
        self.isAtHand($0) && $0.state == "full" && $0.owner == nil && $0.group == debt.group
      }
      return PoolAct(
        name: "swap.return",
        parameters: [("swap", debt.origin), ("client", debt.client), ("given", given)] + reason(),
        client: debt.client, expects: [(given, "client:\(debt.client)", ["full"])])
    }
    let here = book.cartridges(at: "client:\(debt.client)")
      .first { book.pieces[$0]?.group == debt.group }
    let place = place()
    return PoolAct(
      name: "swap.return",
      parameters: [
        ("swap", debt.origin), ("client", debt.client), ("taken", here ?? "new:\(debt.group)"),
      ] + place + reason(),
      client: debt.client,
      expects: here.map { [($0, place.first?.1 ?? "shelf:main", ["empty", "failed"])] } ?? [])
  }

  private func send(_ book: PoolMirror) -> PoolAct {
    let refiller = random.pick(["tonerfix", "inkhouse", "drummers", "nobody"])
    let pieces = Set(
      (0..<Int.random(in: 1...8, using: &random)).map { _ in
        piece(book) { self.isAtHand($0) && ["empty", "failed"].contains($0.state) }
      }
    ).sorted()
    return PoolAct(
      name: "refill.send",
      parameters: [("refiller", refiller)] + pieces.map { ("cartridge", $0) } + reason(),
      expects: pieces.map { ($0, "refiller:\(refiller)", ["empty", "failed"]) })
  }

  private func receive(_ book: PoolMirror) -> PoolAct {
    guard let (batch, waiting) = book.batches.randomElement(using: &random) else {
      return send(book)
    }
    let pieces = waiting.shuffled(using: &random).prefix(Int.random(in: 1...4, using: &random))
    let verdict = random.pick([[], [], [("passed", "true")], [("failed", "true")]])
    let place = place()
    return PoolAct(
      name: "refill.receive",
      parameters: [("refill", batch)] + pieces.map { ("cartridge", $0) } + verdict + place
        + reason(),
      expects: pieces.map {
        ($0, place.first?.1 ?? "shelf:main", ["full", "failed", "untested"])
      })
  }

  private func test(_ book: PoolMirror) -> PoolAct {
    let tested = piece(book) { self.isAtHand($0) && $0.state == "untested" }
    let passes = !random.once(in: 5)
    return PoolAct(
      name: "refill.test",
      parameters: [("cartridge", tested), (passes ? "passed" : "failed", "true")],
      expects: [(tested, book.pieces[tested]?.holder ?? "", [passes ? "full" : "failed"])])
  }

  private func move(_ book: PoolMirror) -> PoolAct {
    let moved = piece(book, isAtHand)
    let place = random.pick(["shelf:main", "shelf:two", "van:boris", "van:dasha"])
    return PoolAct(
      name: "cartridge.move", parameters: [("to", place), ("cartridge", moved)] + reason(),
      expects: [(moved, place, PieceState.allCases.map(\.rawValue))])
  }

  private func writeOff(_ name: String, _ book: PoolMirror) -> PoolAct {
    let gone = piece(book) { $0.holder != "lost" && $0.holder != "scrap" }
    let settle = random.once(in: 2) ? [("settle", "true")] : []
    return PoolAct(
      name: name, parameters: [("cartridge", gone), ("reason", "it was so")] + settle,
      expects: [
        (gone, name == "cartridge.lose" ? "lost" : "scrap", PieceState.allCases.map(\.rawValue))
      ])
  }

  private func find(_ book: PoolMirror) -> PoolAct {
    let found = piece(book) { $0.holder == "lost" || $0.holder == "scrap" }
    let place = random.once(in: 3) ? "client:\(client())" : "shelf:main"
    return PoolAct(
      name: "cartridge.find", parameters: [("cartridge", found), ("to", place)],
      expects: [(found, place, PieceState.allCases.map(\.rawValue))])
  }

  private func add() -> PoolAct {
    added += 1
    let isOurs = random.once(in: 2)
    let client = client()
    return PoolAct(
      name: "cartridge.add",
      parameters: [
        ("cartridge", random.once(in: 20) ? "C-1" : "CX-\(added)"),
        ("type", random.pick(Self.types)), ("owner", isOurs ? "pool" : client),
        ("state", random.pick(["full", "empty"])),
      ])
  }

  private func lend(_ book: PoolMirror) -> PoolAct {
    let number = Int.random(in: 1...Self.clients, using: &random)
    let device = "LP-\(Int.random(in: 1...Self.loaners, using: &random))"
    let due = desk.clock.now.adding(minutes: Int64.random(in: 60...40_000, using: &random))
    return PoolAct(
      name: "loan.issue",
      parameters: [("ticket", "T-\(number)"), ("device", device), ("due", due.utcText)] + reason(),
      client: "c\(number)", expects: [(device, "client:c\(number)", ["ready", "defective"])])
  }

  private func takeBack(_ book: PoolMirror) -> PoolAct {
    let device = "LP-\(Int.random(in: 1...Self.loaners, using: &random))"
    let breaks = random.once(in: 12)
    return PoolAct(
      name: "loan.return",
      parameters: [("loan", device)] + (breaks ? [("defective", "true")] : []) + reason(),
      expects: [(device, "shelf:main", [breaks ? "defective" : "ready"])])
  }

  private func moveDevice(_ book: PoolMirror) -> PoolAct {
    let device = "LP-\(Int.random(in: 1...Self.loaners, using: &random))"
    let place = random.pick(["shelf:main", "van:boris", "bench"])
    return PoolAct(
      name: "device.move", parameters: [("device", device), ("to", place)] + reason(),
      expects: [(device, place, ["ready", "defective"])])
  }
}

import DeskRules

/// What clients and their full and empty cartridges have to do with.
extension PoolTown {
  func swap(_ book: PoolMirror) -> PoolAct {
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
  func visit(_ book: PoolMirror) -> PoolAct {
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

  func fetch(_ book: PoolMirror) -> PoolAct {
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

  /// Somebody pays for shells, or gives them up: all of a line, so many, or some by tag.
  func settle(_ book: PoolMirror) -> PoolAct {
    let origins = book.openDebts.map(\.origin) + book.writeOffs
    guard let from = origins.randomElement(using: &random) else { return swap(book) }
    var parameters = [("from", from), ("reason", "paid")]
    if random.once(in: 3) {
      parameters.append(("pieces", random.pick(["1", "2", "0", "-1", "999999999999"])))
    }
    if random.once(in: 4) {
      parameters += scanned(book, upTo: 2) { !self.isAtHand($0) }.map { ("cartridge", $0) }
    }
    return PoolAct(name: "swap.settle", parameters: parameters)
  }

  /// What was owed before the books began, by hand or as a row of an import.
  func open(isRow: Bool) -> PoolAct {
    let client = client()
    let type = random.pick(Self.types)
    let parameters = [
      ("client", client), ("type", type),
      (random.pick(["owes", "is_owed"]), "\(Int.random(in: 1...3, using: &random))"),
    ]
    let key = isRow ? [("key", "import balances: \(client)/\(type)".uppercased())] : []
    return PoolAct(name: "swap.opening", parameters: parameters + key, client: client)
  }

  /// A client's contract becomes another.
  func agree() -> PoolAct {
    let client = client()
    return PoolAct(
      name: "client.edit",
      parameters: [("client", client), ("contract", random.pick(["exchange", "own_back"]))],
      client: client)
  }
}

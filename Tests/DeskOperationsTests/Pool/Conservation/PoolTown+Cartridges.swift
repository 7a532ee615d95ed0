import DeskRules

/// What happens to cartridges at refillers, on shelves and in dustbins.
extension PoolTown {
  func send(_ book: PoolMirror) -> PoolAct {
    let refiller = random.pick(["tonerfix", "inkhouse", "drummers", "nobody"])
    let pieces = scanned(book, upTo: 8) {
      self.isAtHand($0) && ["empty", "failed"].contains($0.state)
    }
    return PoolAct(
      name: "refill.send",
      parameters: [("refiller", refiller)] + pieces.map { ("cartridge", $0) } + reason(),
      expects: pieces.map { ($0, "refiller:\(refiller)", ["empty", "failed"]) })
  }

  func receive(_ book: PoolMirror) -> PoolAct {
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

  func test(_ book: PoolMirror) -> PoolAct {
    let tested = scanned(book, upTo: 3) { self.isAtHand($0) && $0.state == "untested" }
    let passes = !random.once(in: 5)
    return PoolAct(
      name: "refill.test",
      parameters: tested.map { ("cartridge", $0) } + [(passes ? "passed" : "failed", "true")],
      expects: tested.map {
        ($0, book.pieces[$0]?.holder ?? "", [passes ? "full" : "failed"])
      })
  }

  /// Refills that failed, at a client or wherever they are by now.
  func claim(_ book: PoolMirror) -> PoolAct {
    let pieces = scanned(book, upTo: 2) {
      $0.holder.hasPrefix("client") || $0.state == "full" || $0.state == "empty"
    }
    return PoolAct(
      name: "refill.claim",
      parameters: pieces.map { ("cartridge", $0) } + [("reason", "leaks")])
  }

  /// The refiller's bill, for one that came back, or for any.
  func correct(_ book: PoolMirror) -> PoolAct {
    guard let (batch, piece) = book.received.randomElement(using: &random) else {
      return receive(book)
    }
    return PoolAct(
      name: "refill.correct",
      parameters: [
        ("refill", batch),
        ("cartridge", random.once(in: 10) ? random.pick(book.cartridges) : piece),
        ("price", random.pick(["0.00", "450.00", "12.5", "900.00"])),
      ] + reason())
  }

  func move(_ book: PoolMirror) -> PoolAct {
    let moved = scanned(book, upTo: 4, isAtHand)
    let place = random.pick([
      "shelf:main", "shelf:two", "van:boris", "van:dasha", "bench",
      random.once(in: 4) ? "client:\(client())" : "shelf:main",
      random.once(in: 4) ? "lost" : "van:boris",
    ])
    let state = random.once(in: 8) ? [("state", random.pick(["full", "empty"]))] : []
    return PoolAct(
      name: "cartridge.move",
      parameters: [("to", place)] + moved.map { ("cartridge", $0) } + state + reason(),
      expects: moved.map { ($0, place, PieceState.allCases.map(\.rawValue)) })
  }

  func writeOff(_ name: String, _ book: PoolMirror) -> PoolAct {
    let gone = scanned(book, upTo: 2) { $0.holder != "lost" && $0.holder != "scrap" }
    let settle = random.once(in: 2) ? [("settle", "true")] : []
    let isLost = name == "cartridge.lose"
    let loser = isLost && random.once(in: 4) ? [("at_client", client())] : []
    return PoolAct(
      name: name,
      parameters: gone.map { ("cartridge", $0) } + [("reason", "it was so")] + loser + settle,
      expects: gone.map {
        ($0, isLost ? "lost" : "scrap", PieceState.allCases.map(\.rawValue))
      })
  }

  func find(_ book: PoolMirror) -> PoolAct {
    let found = piece(book) { $0.holder == "lost" || $0.holder == "scrap" }
    let place = random.once(in: 3) ? "client:\(client())" : "shelf:main"
    return PoolAct(
      name: "cartridge.find", parameters: [("cartridge", found), ("to", place)],
      expects: [(found, place, PieceState.allCases.map(\.rawValue))])
  }

  /// One that comes into the books, by hand or as a row of an import.
  func add(isRow: Bool) -> PoolAct {
    added += 1
    let tag = random.once(in: 20) ? "C-1" : "CX-\(added)"
    let holders = ["shelf:two", "van:boris", "bench", "lost", "client:\(client())"]
    return PoolAct(
      name: "cartridge.add",
      parameters: [
        ("cartridge", tag), ("type", random.pick(Self.types)),
        ("owner", random.once(in: 2) ? "pool" : client()),
        ("state", random.pick(["full", "empty"])),
      ] + (random.once(in: 3) ? [("holder", random.pick(holders))] : [])
        + (isRow ? [("key", "import cartridges: \(tag)")] : []))
  }

  /// A row of an import, or one that was imported before.
  func row() -> PoolAct {
    if random.once(in: 3), var again = rows.randomElement(using: &random) {
      again.isRepeated = true
      return again
    }
    return random.once(in: 2) ? open(isRow: true) : add(isRow: true)
  }

  /// One that was registered as another type, or as somebody else's.
  func mend(_ book: PoolMirror) -> PoolAct {
    let owner = random.once(in: 2) ? "pool" : client()
    let what = random.once(in: 3) ? ("owner", owner) : ("type", random.pick(Self.types))
    return PoolAct(
      name: "cartridge.edit",
      parameters: [("cartridge", piece(book) { _ in true }), what, ("reason", "mistyped")])
  }

  /// A type goes over into another substitution group.
  func regroup() -> PoolAct {
    let (type, group) = random.pick(Self.joins)
    return PoolAct(
      name: "supply.set", parameters: [("type", type), ("group", group), ("reason", "same shell")])
  }
}

import DeskRules

/// Loaners going out and coming back.
extension PoolTown {
  func lend(_ book: PoolMirror) -> PoolAct {
    let number = Int.random(in: 1...Self.clients, using: &random)
    let device = "LP-\(Int.random(in: 1...Self.loaners, using: &random))"
    let due = desk.clock.now.adding(minutes: Int64.random(in: 60...40_000, using: &random))
    return PoolAct(
      name: "loan.issue",
      parameters: [("ticket", "T-\(number)"), ("device", device), ("due", due.utcText)] + reason(),
      client: "c\(number)", expects: [(device, "client:c\(number)", ["ready", "defective"])])
  }

  func takeBack(_ book: PoolMirror) -> PoolAct {
    let device = "LP-\(Int.random(in: 1...Self.loaners, using: &random))"
    let breaks = random.once(in: 12)
    return PoolAct(
      name: "loan.return",
      parameters: [("loan", device)] + (breaks ? [("defective", "true")] : []) + reason(),
      expects: [(device, "shelf:main", [breaks ? "defective" : "ready"])])
  }

  func moveDevice(_ book: PoolMirror) -> PoolAct {
    let device = "LP-\(Int.random(in: 1...Self.loaners, using: &random))"
    let place = random.pick(["shelf:main", "van:boris", "bench"])
    return PoolAct(
      name: "device.move", parameters: [("device", device), ("to", place)] + reason(),
      expects: [(device, place, ["ready", "defective"])])
  }
}

import DeskOperations
import DeskRules
import Testing

/// Thousands of mixed requests, good and bad: whatever happens, the books agree with the journal.
@Suite struct SeededRunTests {
  @Test(arguments: [20_261_122, 7])
  func theBooksAgreeAfterAnythingAtAll(seed: UInt64) throws {
    print("mixed requests with seed \(seed)")
    let desk = try TestDesk.pricedFirm(seed: seed)
    var crowd = Crowd(seed: seed)
    var counts: [String: Int] = [:]
    for _ in 0..<400 {
      desk.clock.advance(minutes: crowd.minutes(upTo: 90))
      crowd.tickets = Int(try #require(try desk.one("stats").number("tickets")))
      let commands = (0..<crowd.groupSize()).map { _ in crowd.command() }
      for outcome in try desk.group(commands, as: crowd.staff()) {
        switch outcome.result {
        case .success: counts["ok", default: 0] += 1
        case .failure(let error):
          counts[error.code.rawValue, default: 0] += 1
          #expect(!Self.ours.contains(error.code), "\(error.message)")
        }
      }
      if crowd.isBatchDue() {
        _ = try desk.batch((0..<5).map { _ in crowd.command() }, key: crowd.key())
      }
    }
    print("outcomes: \(counts.sorted { $0.value > $1.value })")
    #expect((counts["ok"] ?? 0) > 2_000)
    #expect(desk.reports.lines == [])
    #expect(try desk.problems() == [])
    try requireBalance(desk)
  }

  private static let ours: [ErrorCode] = [.internalFault, .damaged, .unknown, .storage]

  /// What has reached the budgets is what the tickets say has, and what is held is what they hold.
  private func requireBalance(_ desk: TestDesk) throws {
    for (figure, tickets) in [
      ("sum(spent + pending + unfunded) FROM budget", "sum(posted) FROM ticket"),
      ("sum(held) FROM budget", "coalesce(sum(amount), 0) FROM hold"),
      (
        "sum(pending) FROM budget",
        "coalesce(sum(amount), 0) FROM pending WHERE state = 'waiting'"
      ),
      ("sum(posted) FROM ticket", "sum(amount) FROM allocation WHERE state <> 'void'"),
      (
        "count(*) FROM loan WHERE state = 'out'",
        "count(*) FROM holding WHERE until_at IS NULL AND cause LIKE 'L-%' AND holder = 'client'"
      ),
      ("sum(billed) FROM ticket", "sum(amount) FROM ticket_line WHERE voided_by IS NULL"),
      (
        "count(*) FROM loaner",
        "count(*) FROM piece WHERE kind = 'device' AND owner IS NULL"
      ),
      ("sum(devices) FROM loaner_count", "count(*) FROM loaner"),
      ("count(*) FROM piece", "count(*) FROM holding WHERE until_at IS NULL"),
    ] {
      #expect(try desk.rows("SELECT " + figure) == desk.rows("SELECT " + tickets), "\(figure)")
    }
  }
}

/// Everybody at once: makes up requests, most of which make sense.
private struct Crowd {
  private var random: SeededGenerator
  /// How many tickets there are.
  var tickets = 0
  private var pieces = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func minutes(upTo limit: Int64) -> Int64 { Int64.random(in: 1...limit, using: &random) }
  mutating func groupSize() -> Int { Int.random(in: 1...30, using: &random) }
  mutating func isBatchDue() -> Bool { random.once(in: 8) }
  mutating func staff() -> String { random.pick(["nora", "nora", "nora", "mark", "dasha"]) }
  mutating func key() -> String { "k\(Int.random(in: 0..<400, using: &random))" }

  private mutating func client() -> String {
    random.once(in: 30) ? "nobody" : random.pick(["bakery", "transco", "office"])
  }
  private mutating func ticket() -> String {
    "T-\(Int.random(in: 1...(tickets + 1), using: &random))"
  }
  private mutating func device() -> String {
    random.pick(["BK-P1", "TC-P1", "OF-P1", "LP-01", "LP-02", "LP-03", "LP-99"])
  }
  private mutating func cartridge() -> String {
    guard pieces == 0 || random.once(in: 2) else {
      return "CX-\(Int.random(in: 1...pieces, using: &random))"
    }
    return random.pick(["C-0012", "C-0013", "C-0014", "C-0044", "C-0051"])
  }
  private mutating func amount() -> String {
    "\(Int.random(in: 0...9_000, using: &random)).\(random.pick(["00", "50", "99", "999"]))"
  }
  private mutating func place() -> String {
    random.pick(["shelf", "bench", "van:boris", "client:bakery", "client:office", "lost"])
  }
  private mutating func late() -> String {
    random.once(in: 3) ? " --at 0\(Int.random(in: 0...9, using: &random)):30" : ""
  }
  private mutating func reason() -> String { random.once(in: 2) ? " --reason \"it was so\"" : "" }

  mutating func command() -> String {
    var command = plain()
    if random.once(in: 6) { command += " --key " + key() }
    if random.once(in: 25) { command += " --dry-run" }
    return command
  }

  private mutating func money() -> String {
    let pending = "P-\(Int.random(in: 1...40, using: &random))"
    switch Int.random(in: 0..<9, using: &random) {
    case 8: return "callout void V-\(Int.random(in: 1...60, using: &random)) --reason wrong"
    case 0: return "budget approve \(pending) --by 1 --evidence mail"
    case 1: return "budget approve \(pending) --by 1 --evidence mail --line goods"
    case 2: return "budget refuse \(pending) --by 1 --reason no"
    case 3: return "ticket void \(ticket()) --reason wrong"
    case 4: return "ticket void \(ticket()) --line 1 --reason wrong"
    case 5:
      return "budget transfer \(client()) goods repair \(amount()) --by 1 --document d --reason r"
    case 6:
      let day = Int.random(in: 1...28, using: &random)
      return "budget close bakery --period 2026-11-01..2026-11-\(day < 10 ? "0" : "")\(day)"
    default: return "client edit \(client()) --goods-line \(random.pick(["goods", "repair"]))"
    }
  }

  private mutating func plain() -> String {
    if random.once(in: 6) { return money() }
    switch Int.random(in: 0..<24, using: &random) {
    case 0...1:
      return "ticket open \(client()) --problem \"call \(key())\" --priority \(random.pick([1, 3]))"
    case 2: return "ticket assign \(ticket()) \(random.pick(["boris", "dasha", "nobody"]))"
    case 3: return "ticket start \(ticket())" + late()
    case 4: return "ticket pause \(ticket()) --reason parts" + late()
    case 5: return "ticket resume \(ticket())"
    case 6: return "ticket log \(ticket()) --kind part --text roller --amount \(amount())" + late()
    case 7: return "ticket resolve \(ticket())" + late()
    case 8: return "ticket \(random.pick(["cancel", "reopen", "close"])) \(ticket()) --reason so"
    case 9: return "ticket estimate \(ticket()) \(amount())"
    case 10: return "ticket approve \(ticket()) --by \(random.pick([1, 2])) --evidence mail"
    case 11: return "ticket note \(ticket()) \"seen by \(device())\""
    case 12: return "loan issue \(ticket()) \(device()) --due 2030-01-31" + late() + reason()
    case 13: return "loan return \(device())" + late() + (random.once(in: 9) ? " --defective" : "")
    case 14: return "device move \(device()) \(place())" + late() + reason()
    case 15:
      pieces += 1
      let type = random.pick(["Q5942A", "Q5942X", "Q2612A", "TN-1"])
      return "cartridge add CX-\(pieces) --type \(type) --owner \(random.pick(["pool", client()]))"
    case 16:
      return "swap make \(client()) --given \(cartridge()) --taken \(cartridge())"
        + late() + reason()
    case 17:
      return "swap return S-\(Int.random(in: 1...40, using: &random)) --taken \(cartridge())"
        + late() + reason()
    case 18:
      return "budget set \(client()) \(random.pick(["repair", "goods"])) --limit \(amount())"
        + " --period 2026" + (random.once(in: 2) ? " --overflow goods" : "")
    case 19...22: return lending()
    default:
      return "callout log \(client()) --arrived 0\(Int.random(in: 0...9, using: &random)):10"
        + " --done 0\(Int.random(in: 0...9, using: &random)):40 --problem noise"
        + " --part roller=\(amount()) --swap given=\(cartridge()),taken=\(cartridge())" + reason()
    }
  }

  private mutating func loan() -> String { "L-\(Int.random(in: 1...60, using: &random))" }
  private mutating func day() -> String {
    let day = Int.random(in: 10...29, using: &random)
    return "20\(random.pick(["26-12", "27-01"]))-\(day)"
  }
  private mutating func breaking() -> String { random.once(in: 3) ? " --break" : "" }

  private mutating func lending() -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0...1:
      return "loan reserve \(ticket()) \(device()) --from \(day()) --until \(day())" + reason()
    case 2: return "loan extend \(loan()) --due \(day())" + breaking() + reason()
    case 3: return "loan cancel \(loan())"
    case 4: return "ticket expect \(ticket()) \(day())" + breaking() + reason()
    case 5:
      return "loan issue \(ticket()) \(random.pick(["LP-01", "LP-02", "LP-03"]))" + late()
        + breaking() + reason()
    case 6: return "device receive \(ticket()) \(device())" + late() + reason()
    default: return "device handback \(ticket()) \(device())" + late()
    }
  }
}

import DeskOperations
import DeskRules

/// One request, and the pieces it touches if it is carried out; or several that stand or fall together.
struct PoolAct: CustomStringConvertible {
  let name: String
  let parameters: [(String, String)]
  /// Who is concerned, if a client is.
  var client: String?
  /// What it should do to pieces where it is carried out now and not late.
  var expects: [(piece: String, holder: String, states: [String])] = []
  /// The requests of a batch.
  var members: [PoolAct] = []
  /// Whether it was carried out before, under the same key.
  var isRepeated = false

  static let names = [
    "swap.make", "swap.return", "swap.settle", "swap.opening", "refill.send", "refill.receive",
    "refill.test", "refill.claim", "refill.correct", "cartridge.move", "cartridge.lose",
    "cartridge.find", "cartridge.scrap", "cartridge.add", "cartridge.edit", "supply.set",
    "client.edit",
    "loan.issue", "loan.return", "device.move", "callout.log", "batch",
  ]

  var description: String {
    name + parameters.map { " \($0.0)=\($0.1)" }.joined()
      + (members.isEmpty ? "" : " [\(members.map(\.description).joined(separator: "; "))]")
  }

  /// The request, if it is one.
  var request: Request {
    Request(name, parameters.map { Request.Parameter($0.0, $0.1) })
  }

  /// Itself, or what is in it.
  var all: [PoolAct] { members.isEmpty ? [self] : members }

  /// The tags it names.
  var pieces: [String] {
    let named = ["given", "taken", "cartridge", "device", "loan"]
    return sides.filter { named.contains($0.0) && !$0.1.hasPrefix("new:") }
      .map { $0.1.replacing("unused:", with: "") } + members.flatMap(\.pieces)
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

  /// Whether it hands cartridges over, so that it may change whose they are, pair by pair.
  var swaps: Bool {
    members.isEmpty
      ? ["swap.make", "swap.return", "callout.log"].contains(name) : members.allSatisfy(\.swaps)
  }

  /// Whether it says where pieces are from now on: nothing of it is late, or comes after another.
  var saysWhatIs: Bool { members.isEmpty && !parameters.contains { $0.0 == "at" } }

  /// The same, as something that happened earlier.
  func late(by minutes: Int64, _ now: Instant) -> PoolAct {
    PoolAct(
      name: name, parameters: parameters + [("at", now.adding(minutes: -minutes).utcText)],
      client: client)
  }
}

/// What became of a request.
struct PoolOutcome {
  let result: Result<[JSONObject], DeskError>
  /// The number of the last entry before it, and after it.
  let before: Int64
  let after: Int64

  /// The items of each request of the act.
  func items(of act: PoolAct) -> [[JSONObject]] {
    guard case .success(let items) = result else { return [] }
    return act.members.isEmpty ? [items] : items.map { $0.objects("items") }
  }
}

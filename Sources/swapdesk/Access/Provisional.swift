import DeskClient
import DeskOperations
import DeskRules

/// What can be said of a change before the desk has it: what the desk would have said at the time
/// of the last sync.
struct Provisional {
  /// The changes whose answer is a price; what others answer is mostly numbers yet to be given.
  private static let priced: Set<String> = ["callout.log", "callout.finish"]

  /// What is to be known of steps that end somebody's being called, before what they cost.
  private static let unheard: [String: (flag: String, warning: String)] = [
    "callout.receive": ("no_server", "nobody is called before the desk has it: call yourself"),
    "callout.acknowledge": (
      "still_calling", "the desk goes on calling people until it has this: ring them"
    ),
    "callout.depart": (
      "still_calling",
      "where nobody has taken it, the desk goes on calling people until it has this: ring them"
    ),
    "callout.arrive": (
      "still_calling",
      "where nobody has set out, the desk goes on calling people until it has this: ring them"
    ),
  ]

  private let extract: Extract
  private let waiting: [Request]

  /// - Parameter waiting: the changes that the desk will hear of before.
  init(_ extract: Extract, after waiting: [Request]) {
    self.extract = extract
    self.waiting = waiting
  }

  /// What the desk would have answered.
  struct Estimate {
    /// The answer, as far as it may be relied on.
    var item: JSONObject
    /// Why the desk might refuse it.
    var doubt: String?
  }

  /// The estimate for a change; nil where there is nothing to make it from. A call that the desk has
  /// not heard of reaches nobody, and one whose answer it has not heard of goes on, which is the first
  /// thing to know.
  func estimate(of request: Request) -> Estimate? {
    let judged = judged(request)
    guard let unheard = Self.unheard[request.name] else { return judged }
    let doubts = [unheard.warning, judged?.doubt]
    return Estimate(
      item: ["flags": .array([.string(unheard.flag)])],
      doubt: doubts.compactMap { $0 }.joined(separator: "; "))
  }

  /// What the extract says of a change.
  ///
  /// Whatever the extract says against it is a doubt: the books may have changed since, and this
  /// machine's clock may be slow.
  private func judged(_ request: Request) -> Estimate? {
    let isPriced = Self.priced.contains(request.name)
    let unknown = isPriced ? Self.unknownPrice : [:]
    let syncedAt: Instant
    do throws(DeskError) {
      guard let state = try extract.state() else {
        return isPriced ? Estimate(item: unknown) : nil
      }
      guard let synced = state.syncedAt else {
        return Estimate(
          item: unknown, doubt: "the extract is not whole yet; swapdesk sync goes on with it")
      }
      syncedAt = synced
    } catch {
      return Estimate(item: unknown, doubt: error.message)
    }
    do throws(DeskError) {
      let items = try tryOut(request)
      return isPriced ? Estimate(item: Self.item(items, of: request, syncedAt)) : nil
    } catch {
      return Estimate(
        item: isPriced ? bare(request, syncedAt) : [:],
        doubt: "by the extract of \(syncedAt.localText) the desk may refuse it:"
          + " \(error.message) [\(error.code.rawValue)]")
    }
  }

  /// The price of a visit whose device, ticket or cartridges the extract does not know like that, or
  /// that it has already.
  private func bare(_ request: Request, _ syncedAt: Instant) -> JSONObject {
    var request = request
    request.parameters.removeAll {
      ["device", "ticket", "swap", "engineer", "problem"].contains($0.name)
    }
    request.parameters.append(Request.Parameter("problem", "visit"))
    if !request.isGiven("reason") { request.parameters.append(.init("reason", "price")) }
    do throws(DeskError) {
      return Self.item(try tryOut(request), of: request, syncedAt)
    } catch {
      // Without even a price for the client, what was said of the visit itself is the doubt.
      return Self.unknownPrice
    }
  }

  private static let unknownPrice: JSONObject = ["price": .string("unknown until sent")]

  private func tryOut(_ request: Request) throws(DeskError) -> [JSONObject] {
    var request = request
    request.parameters.removeAll { ["key", "dry_run"].contains($0.name) }
    request.parameters.append(Request.Parameter("dry_run", "true"))
    return try extract.tryOut(request, after: waiting)
  }

  /// The answer without the numbers that the desk has yet to give.
  private static func item(
    _ items: [JSONObject], of request: Request, _ syncedAt: Instant
  ) -> JSONObject {
    let isOnTicket = request.parameters.contains { $0.name == "ticket" }
    let unknown: Set = isOnTicket ? ["number", "swap"] : ["number", "swap", "ticket"]
    var item = (items.first ?? [:]).without(unknown)
    item["as_of"] = .string(syncedAt.localText)
    return item
  }
}

extension JSONObject {
  /// The object without members of some names, at whatever depth.
  fileprivate func without(_ names: Set<String>) -> JSONObject {
    var rest: JSONObject = [:]
    for member in members where !names.contains(member.key) {
      rest.append(member.key, member.value.without(names))
    }
    return rest
  }
}

extension JSON {
  fileprivate func without(_ names: Set<String>) -> JSON {
    switch self {
    case .object(let object): .object(object.without(names))
    case .array(let elements): .array(elements.map { $0.without(names) })
    case .string, .integer, .bool: self
    }
  }
}

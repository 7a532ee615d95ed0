import DeskRules
import Foundation
import Synchronization

/// What several clients have had answered, and what there is to name in requests.
final class Traffic: Sendable {
  /// The last number of each kind that an answer named.
  fileprivate struct Known {
    var tickets = 1
    var pendings = 1
    var invoices = 1
    var payments = 1
  }

  private struct State {
    var known = Known()
    var isOpen = true
    var isPaused = false
    var idle = 0
    var clients = 0
    var outcomes: [String: Int] = [:]
    var answered = 0
    var faults: [String] = []
    var failure: (any Error)?
  }
  private let state = Mutex(State())
  private let progress = DispatchSemaphore(value: 0)
  /// After so many answers whoever waits looks how far the run is.
  private static let step = 2_000

  /// Notes an answer, with the numbers that it names.
  func note(_ request: String, _ reply: LineClient.Reply) {
    let word = request.prefix { $0 != " " }
    state.withLock { state in
      for item in reply.items {
        state.known.tickets = max(state.known.tickets, Self.number(item.text("number"), "T-"))
        state.known.invoices = max(
          state.known.invoices, Self.number(item.text("invoice"), "A-2026-"))
        state.known.payments = max(state.known.payments, Self.number(item.text("payment"), "PAY-"))
        for flag in (item["flags"]?.elements ?? []).compactMap(\.text) {
          state.known.pendings = max(state.known.pendings, Self.number(flag, "pending P-"))
        }
      }
      state.outcomes["\(word) \(reply.code?.rawValue ?? "ok")", default: 0] += 1
      if let error = reply.error, [.internalFault, .damaged, .unknown].contains(error.code) {
        state.faults.append("\(request): \(error.message)")
      }
      state.answered += 1
      if state.answered.isMultiple(of: Self.step) { progress.signal() }
    }
  }

  private static func number(_ text: String?, _ prefix: String) -> Int {
    guard let text, text.hasPrefix(prefix) else { return 0 }
    return Int(text.dropFirst(prefix.count)) ?? 0
  }

  /// Waits until there are some more answers.
  ///
  /// - Throws: why a client could not go on.
  func waitForProgress() throws {
    progress.wait()
    if let failure = state.withLock(\.failure) { throw failure }
  }

  /// Notes that a client could not go on.
  func fail(_ error: any Error) {
    state.withLock { $0.failure = error }
    progress.signal()
  }

  /// Whether a client may go on; waits while all of them pause.
  func mayGoOn() -> Bool {
    var isIdle = false
    while true {
      let answer = state.withLock { state -> Bool? in
        guard state.isOpen, state.isPaused else {
          if isIdle { state.idle -= 1 }
          return state.isOpen
        }
        if !isIdle { state.idle += 1 }
        isIdle = true
        return nil
      }
      if let answer { return answer }
      sched_yield()
    }
  }

  /// Does something while no client has anything on its way.
  func whilePaused<Value>(_ body: () throws -> Value) throws -> Value {
    state.withLock { $0.isPaused = true }
    defer { state.withLock { $0.isPaused = false } }
    while try state.withLock({ state in
      if let failure = state.failure { throw failure }
      return state.idle < state.clients
    }) { sched_yield() }
    return try body()
  }

  func join() { state.withLock { $0.clients += 1 } }
  func stop() { state.withLock { $0.isOpen = false } }
  var faults: [String] { state.withLock(\.faults) }
  var outcomes: [String: Int] { state.withLock(\.outcomes) }

  /// A number to name: of those that are known one of the last.
  fileprivate func recent(
    _ kind: KeyPath<Known, Int>, _ count: Int, _ random: inout SeededGenerator
  ) -> Int {
    let last = state.withLock { $0.known[keyPath: kind] }
    return Int.random(in: max(1, last - count)...last, using: &random)
  }
}

/// One of the clients: a session of its own on the desk's socket or over TCP. It makes up requests
/// that move money and sends many at a time.
final class MoneyClient: Sendable {
  private static let lines = ["repair", "consumables", "goods"]
  /// How many requests are on their way at once.
  private static let window = 32
  private let seed: UInt64
  private let traffic: Traffic
  private let open: @Sendable () throws -> LineClient
  private let done = DispatchSemaphore(value: 0)

  init(seed: UInt64, traffic: Traffic, open: @escaping @Sendable () throws -> LineClient) {
    self.seed = seed
    self.traffic = traffic
    self.open = open
  }

  /// Begins on a thread of its own.
  func start() -> MoneyClient {
    traffic.join()
    Thread.detachNewThread { [self] in
      var random = SeededGenerator(seed: seed)
      do {
        let session = try open()
        while traffic.mayGoOn() {
          let requests = (0..<Self.window).map { _ in request(&random) }
          session.send(bytes: Array(requests.map { $0 + "\n" }.joined().utf8))
          for request in requests { traffic.note(request, try session.reply()) }
        }
      } catch {
        traffic.fail(error)
      }
      done.signal()
    }
    return self
  }

  /// Waits until it has ended.
  func wait() { done.wait() }

  private func request(_ random: inout SeededGenerator) -> String {
    switch Int.random(in: 0..<40, using: &random) {
    case 0..<18: budget(&random)
    case 18..<27: invoice(&random)
    default: log(&random)
    }
  }

  private func ticket(_ random: inout SeededGenerator) -> String {
    "ticket=T-\(traffic.recent(\.tickets, 200, &random))"
  }

  private func amount(_ random: inout SeededGenerator) -> String {
    "amount=\(Int.random(in: 1...300, using: &random)).\(random.pick(["00", "50", "99"]))"
  }

  /// What was done, also late; August never had a budget.
  private func log(_ random: inout SeededGenerator) -> String {
    let days = ["2026-08-20", "2026-10-30", "2026-11-20"]
    let late = random.once(in: 9) ? " at=\(random.pick(days))T12:00" : ""
    let kind = random.pick(["part", "labour", "consumable"])
    return "ticket.log \(ticket(&random)) kind=\(kind) text=x \(amount(&random))\(late)"
  }

  private func budget(_ random: inout SeededGenerator) -> String {
    let ticket = ticket(&random)
    let amount = amount(&random)
    let number = "number=P-\(traffic.recent(\.pendings, 300, &random))"
    let word = "by=1 evidence=mail"
    switch Int.random(in: 0..<23, using: &random) {
    case 0: return "ticket.open client=bakery problem=x line=\(random.pick(Self.lines))"
    case 1:
      let goods = random.pick(["", " goods=1", " goods=\(amount.dropFirst("amount=".count))"])
      return "ticket.estimate \(ticket) \(amount)\(goods)"
    case 2: return "ticket.approve \(ticket) \(word)"
    case 3: return "ticket.approve \(ticket) \(word) expected=2026-12-20"
    case 4:
      let day = random.pick(["2026-11-25", "2026-12-20", "2027-01-10"])
      return "ticket.expect \(ticket) date=\(day)"
    case 5: return "budget.approve \(number) \(word) line=reserve on=2027-01-01"
    case 6:
      let rule = random.pick(["lapse", "carry_all", "carry_deficit"])
      return "budget.rollover client=bakery from=2026-10 to=2026-11 line=consumables rule=\(rule)"
    case 7:
      let agreed = random.once(in: 2) ? " \(word)" : ""
      return "ticket.edit \(ticket) line=\(random.pick(Self.lines))\(agreed)"
    case 8...11: return "ticket.resolve \(ticket)"
    case 12: return "ticket.\(random.pick(["cancel", "reopen"])) \(ticket) reason=so"
    case 13, 14: return "budget.approve \(number) \(word)"
    case 15: return "budget.approve \(number) \(word) line=consumables"
    case 16: return "budget.refuse \(number) by=1 reason=no"
    case 17: return "ticket.void \(ticket) reason=wrong"
    case 18: return "ticket.void \(ticket) line=\(Int.random(in: 1...3, using: &random)) reason=x"
    default:
      let names = random.pick(["from=goods to=repair", "from=consumables to=goods"])
      return "budget.transfer client=bakery \(names) \(amount) by=1 document=d reason=r"
    }
  }

  private func invoice(_ random: inout SeededGenerator) -> String {
    let invoice = "invoice=A-2026-\(traffic.recent(\.invoices, 40, &random))"
    let amount = amount(&random)
    switch Int.random(in: 0..<12, using: &random) {
    case 0...2: return "invoice.review \(ticket(&random))"
    case 3: return "invoice.issue client=bakery"
    case 4, 5: return "invoice.credit \(invoice) \(amount) reason=x"
    case 6:
      let part = random.pick(["", " line=1", " reissue=true", " line=1 reissue=true"])
      return "invoice.credit \(invoice) reason=x\(part)"
    case 7: return "invoice.reissue \(invoice) reason=x"
    case 8, 9:
      return "invoice.pay \(invoice) \(amount) reference=r\(random.next() % 100_000)"
    case 10: return "invoice.unpay payment=PAY-\(traffic.recent(\.payments, 40, &random)) reason=x"
    default: return "invoice.refund client=bakery reference=r\(random.next() % 100_000)"
    }
  }
}

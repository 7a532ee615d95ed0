import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import Foundation
import Logging
import SQLiteEngine
import Synchronization
import Testing

/// Several clients at once move money on the same lines over sockets, as fast as they can: whatever
/// order their requests meet in, the books balance.
@Suite struct LedgerRunTests {
  /// How many movements the run makes at least; scripts/simulate asks for more.
  private static let movements =
    ProcessInfo.processInfo.environment["SWAPDESK_MOVEMENTS"].flatMap { Int64($0) } ?? 20_000
  private static let clients = 4
  private static let seed: UInt64 = 20_261_122

  @Test func theBooksBalanceWhateverMeetsWhatever() async throws {
    print("movements of \(Self.clients) clients at once with seed \(Self.seed)")
    let clock = RunClock(try Instant(iso8601: "2026-11-20T09:00+03:00"))
    let log = RunLog()
    let surroundings = Surroundings(now: { clock.now }, random: TestDesk.surroundings.random)
    try await withDesk(surroundings: surroundings, logger: log.logger) { desk in
      try Self.lay(desk)
      clock.set(try Instant(iso8601: "2026-11-22T03:15+03:00"))
      try Self.run(desk, clock)
    }
    #expect(log.lines == [])
  }

  private static func run(_ desk: TestDesk, _ clock: RunClock) throws {
    let office = try desk.local()
    let token = try desk.token(of: "anna", office)
    let books = RunBooks(reader: try desk.engine.openReader())
    let traffic = Traffic()
    let clients = (1...Self.clients).map { client in
      MoneyClient(seed: seed &+ UInt64(client), traffic: traffic) {
        guard client.isMultiple(of: 2) else { return try desk.local() }
        let session = try desk.remote()
        try session.must("hello token=\(token)")
        return session
      }.start()
    }
    var closed: [[SQLValue]]?
    var moved: Int64 = 0
    do {
      defer {
        traffic.stop()
        for client in clients { client.wait() }
      }
      while moved < movements {
        try traffic.waitForProgress()
        moved = try books.count("SELECT count(*) FROM ledger_entry")
        guard closed == nil, moved > movements / 2 else { continue }
        closed = try traffic.whilePaused {
          clock.set(try Instant(iso8601: "2026-12-02T10:00+03:00"))
          try endNovember(office, books)
          return try books.figures(until: "2026-11-30")
        }
      }
    }
    print("\(moved) movements; outcomes: \(traffic.outcomes.sorted { $0.key < $1.key })")
    #expect(traffic.faults == [])
    for word in ["issue", "credit", "reissue", "pay", "unpay", "refund"] {
      #expect(traffic.outcomes["invoice.\(word) ok"] ?? 0 > 0, "\(word)")
    }
    // Whatever is entered late, or reversed, leaves the closed months as they were.
    #expect(try books.figures(until: "2026-11-30") == closed)
    try books.requireBalance()
    #expect(try problems(desk) == [])
  }

  private static func problems(_ desk: TestDesk) throws -> [String] {
    let report = try Check(of: try desk.engine.openReader()) { () throws(DeskError) in
      try SQLiteEngine.create(path: desk.folder.file("derived.sqlite")).openWriter()
    }.run { _, _ in }
    return report.problems + report.remarks
  }

  private static func lay(_ desk: TestDesk) throws {
    let session = try desk.local()
    try session.must("client.add client=bakery name=Bakery")
    try session.must("client.edit client=bakery goods_line=goods")
    try session.must("contact.add client=bakery name=Ivan function=approver")
    for month in ["2026-10", "2026-11", "2026-12", "2027-01"] {
      try session.must("budget.set client=bakery line=reserve limit=90000 period=\(month)")
      for (line, overflow) in [("repair", "goods"), ("goods", "reserve"), ("consumables", nil)] {
        try session.must(
          "budget.set client=bakery line=\(line) limit=90000 period=\(month) warn_at=80% stop_at=90%"
            + (overflow.map { " overflow=" + $0 } ?? ""))
      }
    }
    try session.must("budget.close client=bakery period=2026-09")
  }

  /// December comes: what is open of the months before is taken back, their lines go over and are
  /// closed; their figures stay from then on.
  private static func endNovember(_ session: LineClient, _ books: RunBooks) throws {
    let open = try books.rows(
      """
      SELECT DISTINCT 'T-' || allocation.ticket, allocation.ticket_line FROM allocation
      JOIN pending ON pending.number = allocation.pending
      WHERE allocation.state IN ('pending', 'unfunded') AND pending.day <= '2026-11-30'
      """)
    for row in open {
      guard case .text(let ticket) = row[0], case .integer(let line) = row[1] else { continue }
      try session.must("ticket.void ticket=\(ticket) line=\(line) reason=\"the month ends\"")
    }
    // October's consumables go over while the run goes on.
    for line in ["repair", "goods", "reserve"] {
      try session.must(
        "budget.rollover client=bakery from=2026-10 to=2026-11 rule=carry_all line=\(line)")
    }
    try session.must("budget.rollover client=bakery from=2026-11 to=2026-12 rule=carry_all")
    try session.must("budget.close client=bakery period=2026-10")
    try session.must("budget.close client=bakery period=2026-11")
  }
}

/// A clock that stands still until it is set.
private final class RunClock: Sendable {
  private let instant: Mutex<Instant>
  init(_ instant: Instant) { self.instant = Mutex(instant) }
  var now: Instant { instant.withLock { $0 } }
  func set(_ instant: Instant) { self.instant.withLock { $0 = instant } }
}

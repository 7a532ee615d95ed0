import DeskRules
import DeskServer
import Foundation
import Synchronization
import Testing

@Suite struct RaceTests {
  /// Sends one line on each of many connections at once and gives every reply.
  private static func race(
    _ count: Int, _ desk: TestDesk, _ line: @escaping @Sendable (Int) -> String
  ) throws -> [(seq: Int64, code: ErrorCode?)] {
    let clients = try (0..<count).map { _ in Sender(try desk.local()) }
    let replies = Mutex<[(seq: Int64, code: ErrorCode?)]>([])
    DispatchQueue.concurrentPerform(iterations: count) { index in
      guard let reply = try? clients[index].client.ask(line(index)) else { return }
      replies.withLock { $0.append((reply.seq, reply.code)) }
    }
    return replies.withLock { $0 }
  }

  @Test func oneWinsAndTheOthersAreTold() async throws {
    try await withDesk { desk in
      for round in 0..<5 {
        let replies = try Self.race(24, desk) { _ in "client.add client=c\(round) name=C" }
        #expect(replies.count == 24)
        let won = replies.filter { $0.code == nil }
        #expect(won.count == 1)
        #expect(replies.filter { $0.code == .exists }.count == 23)
        // Who was told so was judged at books that hold the winner's entry.
        #expect(replies.allSatisfy { $0.seq >= won[0].seq })
      }
    }
  }

  @Test func theSameKeyEverywhereIsOneEntry() async throws {
    try await withDesk { desk in
      let replies = try Self.race(24, desk) { _ in "client.add client=c name=C key=once" }
      #expect(replies.allSatisfy { $0.code == nil && $0.seq == 2 })
      #expect(try desk.local().must("ping").seq == 2)
    }
  }

  /// Invoices of many sessions at once, every third of them refused or only tried.
  @Test func invoiceNumbersHaveNoGapsAmongRefusals() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      try session.must("client.add client=bakery name=Bakery")
      for number in 1...36 {
        try session.must("ticket.open client=bakery problem=p")
        try session.must("ticket.resolve ticket=T-\(number)")
        try session.must("invoice.review ticket=T-\(number)")
      }
      let replies = try Self.race(72, desk) { index in
        let ticket = "ticket=T-\(index % 36 + 1)"
        return index % 6 == 5
          ? "invoice.issue client=bakery \(ticket) dry_run=true"
          : "invoice.issue client=bakery \(ticket)"
      }
      #expect(replies.count == 72)
      #expect(replies.contains { $0.code == .state })
      let issued = 30
      for number in 1...issued {
        try session.must("invoice.show invoice=A-2026-\(number)")
      }
      let next = "invoice.show invoice=A-2026-\(issued + 1)"
      #expect(try session.ask(next).code == .notFound)
    }
  }

  @Test func numbersAreGivenOnceAndWithoutGaps() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      try session.must("client.add client=bakery name=Bakery")
      let replies = try Self.race(48, desk) { number in
        "ticket.open client=bakery problem=p\(number)"
      }
      #expect(replies.map(\.seq).sorted() == Array(3...50))
      #expect(try session.must("ticket.show ticket=T-48").error == nil)
      #expect(try session.ask("ticket.show ticket=T-49").code == .notFound)
    }
  }

  @Test func oneGetsTheLoanerAndTheOthersReadWhoHasItUntilWhen() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      for line in [
        "client.add client=bakery name=Bakery", "model.add model=\"HP LaserJet 4250\"",
        "device.add device=LP-1 model=\"HP LaserJet 4250\" owner=pool",
      ] {
        try session.must(line)
      }
      for number in 1...24 { try session.must("ticket.open client=bakery problem=p\(number)") }
      for _ in 0..<5 {
        let line: @Sendable (Int) -> String = { index in
          let loan = "ticket=T-\(index + 1) device=LP-1"
          // Some want it now, some promise the same days.
          return index.isMultiple(of: 2)
            ? "loan.issue \(loan) due=2030-01-31"
            : "loan.reserve \(loan) from=2030-01-01 until=2030-01-31"
        }
        let clients = try (0..<24).map { _ in Sender(try desk.local()) }
        let replies = Mutex<[LineClient.Reply]>([])
        DispatchQueue.concurrentPerform(iterations: 24) { index in
          guard let reply = try? clients[index].client.ask(line(index)) else { return }
          replies.withLock { $0.append(reply) }
        }
        let all = replies.withLock { $0 }
        #expect(all.count == 24)
        let won = all.filter { $0.code == nil }
        #expect(won.count == 1)
        let loan = try #require(won.first?.items.first)
        for reply in all where reply.code != nil {
          #expect(reply.code == .taken)
          #expect(reply.error?.details.text("loan") == loan.text("loan"))
          #expect(reply.error?.details.text("client") == "bakery")
          #expect(reply.error?.details.text("until") == "2030-01-31")
        }
        let number = loan.text("loan") ?? ""
        let isOut = loan.text("state") == "out"
        try session.must(isOut ? "loan.return loan=\(number)" : "loan.cancel loan=\(number)")
      }
    }
  }
}

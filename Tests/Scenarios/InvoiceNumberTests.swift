import DeskRules
import Foundation
import Testing

/// Invoices that several processes issue at once, some of which are killed on the way.
@Suite(.serialized) struct InvoiceNumberTests {
  private static let rounds = 4
  private static let processes = 6

  private func desk() async throws -> (desk: Workplace, tickets: [String]) {
    let desk = try Workplace()
    try await desk.must([
      "init", "Northern Printers", "--currency", "RUB", "--timezone", "Europe/Moscow",
    ])
    try await desk.must(["client", "add", "office", "Office on Lenin Square"])
    let tickets = (1...Self.rounds * Self.processes).map { "T-\($0)" }
    for ticket in tickets {
      try await desk.must(["ticket", "open", "office", "--problem", "jam"])
      try await desk.must(["ticket", "resolve", ticket])
    }
    try await desk.must(["invoice", "review"] + tickets)
    return (desk, tickets)
  }

  @Test func haveNoGapsWhoeverIsKilled() async throws {
    let (desk, tickets) = try await desk()
    var acknowledged: [String] = []
    for round in 0..<Self.rounds {
      let issuing = try tickets.dropFirst(round * Self.processes).prefix(Self.processes).map {
        try desk.start(["invoice", "issue", "office", $0, "--json"])
      }
      let first = try await issuing[round].ended()
      #expect(first.code == 0, "\(first)")
      for (index, process) in issuing.enumerated() where index % 2 != round % 2 {
        process.signal(SIGKILL)
      }
      for process in issuing {
        let ended = try await process.ended()
        #expect([0, -SIGKILL].contains(ended.code), "\(ended)")
        guard ended.code == 0 else { continue }
        let number = try JSONParser.parse(ended.output.trimmingCharacters(in: .newlines))
          .members?.text("invoice")
        acknowledged.append(try #require(number))
      }
    }
    // Those that were killed before they were done are still ready, and get the next numbers.
    for bill in try await desk.list("invoice", "queue") {
      try await desk.must("invoice", "issue", "office", bill.text("ticket") ?? "")
    }
    let issued = try await desk.list("invoice", "list").compactMap { $0.text("invoice") }
    let year = try #require(issued.first?.split(separator: "-")[1])
    #expect(issued.count == tickets.count)
    #expect(
      Set(issued)
        == Set((1...tickets.count).map { "A-\(year)-0000\($0 < 10 ? "0" : "")\($0)" }))
    #expect(Set(acknowledged).count == acknowledged.count)
    #expect(Set(acknowledged).isSubset(of: issued))
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }
}

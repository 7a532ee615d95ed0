import DeskRules
import Testing

/// Processes that write at the same time wait for each other instead of failing.
@Suite(.serialized) struct ParallelWriterTests {
  private static let processes = 8
  private static let ticketsEach = 20

  @Test func eightProcessesWriteOnOneFile() async throws {
    let desk = try await ByHandTests.desk()
    try await writeTogether(desk)
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func eightProcessesWriteWhileAServerHoldsTheDesk() async throws {
    let desk = try await ByHandTests.desk()
    try await withServer(desk) { _ in try await writeTogether(desk) }
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  private func writeTogether(_ desk: Workplace) async throws {
    let before = try await desk.object("stats")["tickets"]?.number ?? 0
    let numbers = try await withThrowingTaskGroup(of: [String].self) { group in
      for process in 1...Self.processes {
        group.addTask {
          var numbers: [String] = []
          for ticket in 1...Self.ticketsEach {
            let opened = try await desk.object(
              "ticket", "open", "cafe", "--problem", "call \(ticket) of process \(process)")
            numbers.append(opened.text("number") ?? "none")
          }
          return numbers
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let count = Int64(Self.processes * Self.ticketsEach)
    #expect(Set(numbers) == Set((before + 1...before + count).map { "T-\($0)" }))
    #expect(try await desk.object("stats")["tickets"]?.number == before + count)
  }
}

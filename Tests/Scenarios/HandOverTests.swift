import DeskRules
import Foundation
import Testing

/// Commands on a desk whose server comes and goes.
@Suite struct HandOverTests {
  private static let rounds = 4
  private static let commandsAtOnce = 4

  @Test(.timeLimit(.minutes(15))) func noCommandFailsBecauseAServerComesOrGoes() async throws {
    let desk = try await ByHandTests.desk()
    let before = try await desk.object("stats")["tickets"]?.number ?? 0
    for _ in 1...Self.rounds {
      async let early: Void = openTickets(desk)
      let server = try await ServedDesk.start(desk)
      async let late: Void = openTickets(desk)
      _ = try await desk.must("ticket", "open", "cafe", "--problem", "while it serves")
      let ended = try await server.stop()
      #expect(ended.code == 0, "\(ended)")
      _ = try await (early, late)
    }
    let made = Int64(Self.rounds * (2 * Self.commandsAtOnce * 3 + 1))
    #expect(try await desk.object("stats")["tickets"]?.number == before + made)
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  private func openTickets(_ desk: Workplace) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for command in 1...Self.commandsAtOnce {
        group.addTask {
          for number in 1...3 {
            try await desk.must(
              "ticket", "open", "cafe", "--problem", "call \(number) of command \(command)")
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test func everyNameOfADeskLeadsToItsServer() async throws {
    let desk = try await Firm.workplace()
    let link = desk.file("link.sqlite")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: desk.desk)
    try await withServer(desk) { _ in
      try await desk.must("ticket", "start", "T-17", "--desk", link)
      try await desk.must("ticket", "note", "T-17", "by a relative name", "--desk", "desk.sqlite")
    }
    #expect(try await desk.object("ticket", "show", "T-17").text("state") == "in_progress")
  }

  @Test func theEnvironmentNamesAServer() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { server in
      let variables = ["SWAPDESK_SERVER": server.socket, "SWAPDESK_DESK": desk.file("none")]
      let listed = try await desk.run(["client", "list"], adding: variables)
      #expect(listed.output.contains("bakery"), "\(listed)")
      let named = try await desk.run(
        ["client", "list", "--desk", desk.file("none")], adding: variables)
      #expect(named.code == 73, "\(named)")
    }
  }

  @Test func aPathTooLongForASocketIsRefusedWithTheWayOut() async throws {
    let desk = try await Firm.workplace()
    let folder = try desk.makeFolder(String(repeating: "x", count: 120))
    let path = folder + "/desk.sqlite"
    try await desk.must("backup", path)
    let refused = try await desk.run("serve", "--desk", path)
    #expect(refused.code == 64, "\(refused)")
    #expect(refused.errors.contains("symbolic link"), "\(refused)")
    try await desk.must("client", "list", "--desk", path)
  }
}

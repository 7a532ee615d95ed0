import DeskRules
import Foundation
import Testing

/// The real log of a foreign service desk, once from end to end.
@Suite struct RealLogTests {
  private static let packed: String = {
    let named = ProcessInfo.processInfo.environment["SWAPDESK_SHARED"].map { URL(filePath: $0) }
    let shared =
      named ?? Program.packageRoot.deletingLastPathComponent().appending(path: "shared")
    return shared.appending(path: "data/uci498_incident_event_log.csv.xz").path
  }()

  private static let isReadable =
    FileManager.default.fileExists(atPath: packed)
    && FileManager.default.fileExists(atPath: "/usr/bin/xz")

  @Test(
    .enabled(if: isReadable, "the log beside the package, or xz, is absent"),
    .timeLimit(.minutes(15)))
  func theWholeLogIsImportedAndARepetitionChangesNothing() async throws {
    let desk = try Workplace()
    try await desk.must("init", "Archive", "--currency", "EUR", "--timezone", "UTC")
    let unpacked = try await desk.run(
      [Self.packed, desk.file("log.csv")],
      program: ["/bin/sh", "-c", "exec xz -dc \"$0\" >\"$1\""])
    #expect(unpacked.code == 0, "\(unpacked)")
    let mapping = Program.packageRoot.appending(path: "mappings/uci-incident-log.yaml").path
    let words = ["import", "tickets", desk.file("log.csv"), "--map", mapping]
    let first = try await desk.object(words)
    #expect(first["rows"]?.number == 141_712)
    #expect(first["added"]?.number == 24_918)
    #expect(first["tickets_left_out"]?.number == 0)
    let head = try await desk.head()
    let again = try await desk.object(words)
    #expect(again["added"]?.number == 0)
    #expect(again["unchanged"]?.number == 24_918)
    #expect(try await desk.head() == head)
    let ticket = try await desk.object("ticket", "show", "INC0000045")
    #expect(ticket.text("state") == "closed")
    #expect(ticket.text("foreign") == "INC0000045")
  }
}

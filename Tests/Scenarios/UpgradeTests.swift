import Foundation
import Testing

/// Desks written by earlier versions of the program, one for each schema that was in use. They were
/// made by the user root, who alone may therefore change them.
@Suite struct UpgradeTests {
  @Test(
    .enabled(if: getuid() == 0, "the older desks know only the user root"), arguments: [1])
  func theTablesOfAnOlderDeskStillFollowFromItsJournal(schema: Int) async throws {
    let workplace = try Workplace()
    let packed = Program.packageRoot
      .appending(path: "Tests/Scenarios/Desks/schema-\(schema).sqlite.xz")
    let unpacked = try await workplace.run(
      ["-c", "xz -dc \"$PACKED\" > \"$SWAPDESK_DESK\""], program: ["/bin/sh"],
      adding: ["PACKED": packed.path])
    try #require(unpacked.code == 0, "\(unpacked)")

    try await workplace.must("client", "add", "newcomer", "Newcomer")
    #expect(try await workplace.must("check").contains("agree"))
    #expect(try await workplace.must("budget", "show", "transco").contains("25000.00"))

    // What an older version left waiting is decided by now, and its bill can be taken back.
    try await workplace.must("contact", "add", "transco", "Tanya", "--function", "approver")
    try await workplace.must("budget", "approve", "P-1", "--by", "Tanya", "--evidence", "letter")
    #expect(try await workplace.must("ticket", "show", "T-17").contains("Tanya"))
    try await workplace.must("ticket", "void", "T-17", "--reason", "wrong client")
    #expect(try await workplace.must("budget", "show", "transco").contains("40000.00  RUB"))
    #expect(try await workplace.must("check").contains("agree"))
  }
}

import DeskRules
import Foundation
import Testing

/// Who speaks is the operating system's user; here it is one that the desk does not know at first.
@Suite(.enabled(OtherUser.reason, OtherUser.isUsable))
struct AccessTests {
  @Test func aUserWhomNobodyBoundIsRefused() async throws {
    let desk = try await Firm.workplace()
    try desk.openToEverybody()
    for words in [["client", "list"], ["ticket", "start", "T-17"]] {
      let ended = try await desk.run(words, program: OtherUser.program)
      #expect(ended.code == 77, "\(ended)")
      #expect(ended.refusalCode == "unauthenticated")
      #expect(ended.errors.contains("--login \(OtherUser.name)"))
    }
  }

  @Test func aBoundUserSpeaksAsThatPersonOnFileAndSocket() async throws {
    let desk = try await Firm.workplace()
    try await desk.must(
      "staff", "add", "ivan", "Ivan Engineer", "--role", "engineer", "--login", OtherUser.name)
    try desk.openToEverybody()
    let opened = try await desk.run(
      ["ticket", "open", "bakery", "--problem", "stripes"], program: OtherUser.program)
    #expect(opened.code == 0, "\(opened)")
    let refused = try await desk.run(
      ["client", "add", "new", "New"], program: OtherUser.program)
    #expect(refused.code == 77, "\(refused)")
    #expect(refused.refusalCode == "not_allowed")
    try await withServer(desk) { server in
      try desk.openToEverybody()
      let told = try await desk.run(
        ["ticket", "note", "T-18", "looked at it", "--server", server.socket],
        program: OtherUser.program)
      #expect(told.code == 0, "\(told)")
    }
    let authors = try await desk.list("journal", "list", "--limit", "2").map { $0.text("by") }
    #expect(authors == ["ivan", "ivan"])
  }

  @Test func aTokenSpeaksFromElsewhere() async throws {
    let desk = try await Firm.workplace()
    let token = try #require(try await desk.object("token", "issue", "dasha").text("token"))
    try await withServer(desk, listen: ["127.0.0.1:0"]) { server in
      let address = try #require(server.addresses.last)
      #expect(address.hasPrefix("tcp:127.0.0.1:"))
      let stranger = try await desk.run("client", "list", "--server", address)
      #expect(stranger.code == 77, "\(stranger)")
      let listed = try await desk.run(
        ["client", "list", "--server", address], adding: ["SWAPDESK_TOKEN": token])
      #expect(listed.code == 0, "\(listed)")
      let refused = try await desk.run(
        ["staff", "list", "--server", address], adding: ["SWAPDESK_TOKEN": "nonsense"])
      #expect(refused.code == 77, "\(refused)")
    }
  }

  @Test func aFolderThatCannotBeWrittenIsSaidPlainly() async throws {
    let desk = try await Firm.workplace()
    try await desk.must("ticket", "note", "T-17", "written once")
    try desk.openToEverybody()
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: desk.folder)
    for words in [["ticket", "start", "T-17"], ["backup", desk.file("copy.sqlite")], ["serve"]] {
      let ended = try await desk.run(words, program: OtherUser.program)
      #expect(ended.code == 73, "\(ended)")
      #expect(ended.refusalCode == "storage", "\(ended)")
      #expect(ended.errors.contains(desk.folder), "\(ended)")
    }
    let made = try await desk.run(
      ["init", "Firm", "--desk", desk.file("new.sqlite")], program: OtherUser.program)
    #expect(made.code == 73, "\(made)")
    let read = try await desk.run(["client", "list"], program: OtherUser.program)
    #expect(read.code == 73, "\(read)")
    #expect(read.errors.contains("folder"), "\(read)")
  }

  @Test func aDeskThatOthersMayNotReadIsSaidPlainly() async throws {
    let desk = try await Firm.workplace()
    try desk.openToEverybody()
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: desk.desk)
    for words in [["client", "list"], ["ticket", "start", "T-17"], ["check"]] {
      let ended = try await desk.run(words, program: OtherUser.program)
      #expect(ended.code == 73, "\(ended)")
      #expect(ended.refusalCode == "storage", "\(ended)")
    }
  }
}

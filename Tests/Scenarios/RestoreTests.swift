import DeskRules
import Foundation
import Testing

/// A backup becomes the desk again, and whoever remembers later entries is told.
@Suite struct RestoreTests {
  @Test func aBackupComesBackAndTheOldDeskStaysAside() async throws {
    let desk = try await Firm.workplace()
    let copy = desk.file("copy.sqlite")
    try await desk.must("backup", copy)
    try await desk.must(Firm.callout)
    let books = try #require(await desk.object("stats").text("desk"))
    let refused = try await desk.run("restore", copy)
    #expect(refused.refusalCode == "exists")
    let made = try await desk.object("restore", copy, "--force")
    #expect(made.text("books") == books.dropLast() + "1")
    #expect(try await desk.run("ticket", "show", "T-18").refusalCode == "not_found")
    #expect(try await desk.object("check")["problems"]?.line == "[]")
    let aside = try #require(made.text("aside"))
    #expect(
      try await desk.object("ticket", "show", "T-18", "--desk", aside).text("client") == "bakery")
    let again = try await desk.object("restore", copy, "--force")
    #expect(again.text("books") == books.dropLast() + "2")
    #expect(again.text("aside") != aside)
    let mode = try FileManager.default.attributesOfItem(atPath: desk.desk)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  /// The desk that is replaced cannot say how often it was restored, and may have entries that the
  /// backup has not.
  @Test(arguments: [true, false])
  func noTwoRestoresGiveTheSameBooks(theDeskIsGone: Bool) async throws {
    let desk = try await Firm.workplace()
    let copy = desk.file("copy.sqlite")
    try await desk.must("backup", copy)
    var books: Set<String> = [try #require(await desk.object("stats").text("desk"))]
    for restore in 1...3 {
      if theDeskIsGone {
        try FileManager.default.removeItem(atPath: desk.desk)
      } else {
        _ = try desk.write("desk.sqlite", String(repeating: "damaged ", count: 2_000))
      }
      let made = try await desk.object("restore", copy, "--force")
      books.insert(try #require(made.text("books")))
      #expect(books.count == restore + 1, "\(books)")
      try await desk.must("ticket", "open", "bakery", "--problem", "after the restore")
    }
    let again = try await desk.object("restore", copy, "--force")
    books.insert(try #require(again.text("books")))
    #expect(books.count == 5, "\(books)")
  }

  @Test func aDeskThatIsLostNeedsNoForce() async throws {
    let desk = try await Firm.workplace()
    let copy = desk.file("copy.sqlite")
    try await desk.must("backup", copy)
    try FileManager.default.removeItem(atPath: desk.desk)
    let made = try await desk.object("restore", copy)
    #expect(made["aside"] == nil)
    try await desk.must(Firm.callout)
  }

  @Test func aServersDeskAndABadBackupAreLeftAlone() async throws {
    let desk = try await Firm.workplace()
    let copy = desk.file("copy.sqlite")
    try await desk.must("backup", copy)
    let head = try await desk.head()
    try await withServer(desk) { _ in
      let refused = try await desk.run("restore", copy, "--force")
      #expect(refused.refusalCode == "busy")
    }
    let letter = try desk.write("letter.txt", String(repeating: "dear client ", count: 500))
    #expect(try await desk.run("restore", letter, "--force").refusalCode == "not_a_desk")
    #expect(try await desk.run("restore", desk.file("none"), "--force").code == 73)
    #expect(try await desk.head() == head)
  }

  @Test func anOutboxStopsBeforeARestoredDesk() async throws {
    let desk = try await Firm.workplace()
    let copy = desk.file("copy.sqlite")
    try await desk.must("backup", copy)
    try await withServer(desk) { _ in
      let first = try await desk.away("ticket", "open", "bakery", "--problem", "first")
      #expect(first.code == 0)
    }
    _ = try await desk.away("ticket", "open", "bakery", "--problem", "second")
    try await desk.must("restore", copy, "--force")
    try await withServer(desk) { _ in
      let stopped = try await desk.run("outbox", "send")
      #expect(stopped.refusalCode == "other_books")
      let sent = try await desk.run("outbox", "send", "--force")
      #expect(sent.code == 0)
    }
    #expect(try await desk.object("ticket", "show", "T-18").text("problem") == "second")
  }
}

@Suite struct CompletionsTests {
  @Test(arguments: ["bash", "zsh", "fish"])
  func aShellIsToldTheNounsAndVerbs(_ shell: String) async throws {
    let script = try await Workplace().must("completions", shell)
    for word in ["callout", "outbox", "restore", "json"] {
      #expect(script.contains(word), "\(word)")
    }
    #expect(try await Workplace().run("completions", "tcsh").code == 64)
  }
}

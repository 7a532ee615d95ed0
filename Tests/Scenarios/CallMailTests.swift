import DeskRules
import Foundation
import Testing

/// A call that somebody takes by mail.
@Suite struct CallMailTests {
  private static let event = """
    {"event":17,"desk":"Northern","books":"abc123","kind":"escalation.stepped",\
    "at":"2026-11-22T03:15:00+03:00","loop":1,"step":1,"next":"2026-11-22T03:25:00+03:00",\
    "ticket":"T-18","client":"bakery","client_name":"Пекарня на улице Мира","site":"main",\
    "problem":"бумага застряла\\n.\\nFrom me","priority":1,"received":"2026-11-22T03:15:00+03:00",\
    "to":[{"name":"boris","full_name":"Борис","mail":"boris@example.org"},\
    {"name":"vera","full_name":"Vera","phone":"1"},\
    {"name":"gleb","full_name":"Gleb","mail":"gleb@example.org"}],\
    "message":"CALL T-18: Пекарня: бумага застряла."}
    """

  /// A mail program that keeps what it is given.
  private func keeper(_ place: Workplace, code: Int = 0) throws -> String {
    let path = try place.write(
      "sendmail",
      "#!/bin/sh\necho \"$@\" > \(place.file("words"))\ncat > \(place.file("mail"))\n"
        + "exit \(code)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    return path
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  /// The headers, unfolded, and the decoded body.
  private func parts(_ message: String) throws -> (headers: [String], body: String) {
    let split = try #require(message.range(of: "\n\n"))
    let headers = String(message[..<split.lowerBound]).replacing("\n ", with: " ")
      .split(separator: "\n").map(String.init)
    let body = String(message[split.upperBound...]).replacing("\n", with: "")
    return (headers, String(decoding: try #require(Data(base64Encoded: body)), as: UTF8.self))
  }

  private func run(
    _ place: Workplace, _ input: String, _ words: [String]
  ) async throws -> Ended {
    let path = try place.write("event", input)
    return try await place.run(["notify", "mail"] + words, inputPath: path)
  }

  @Test(arguments: [
    ("escalation.stepped", "CALL T-18, Bakery"), ("call.taken_over", "TAKEN OVER T-18, Bakery"),
    ("escalation.exhausted", "NOBODY ANSWERS T-18, Bakery"),
  ])
  func theSubjectSaysWhatHasHappened(kind: String, subject: String) async throws {
    let place = try Workplace()
    let program = try keeper(place)
    let event = Self.event.replacing("escalation.stepped", with: kind)
      .replacing("Пекарня на улице Мира", with: "Bakery")
    let ended = try await run(place, event, ["--sendmail", program])
    #expect(ended.code == 0, "\(ended)")
    let headers = try parts(try text(place.file("mail"))).headers
    #expect(headers.contains("Subject: \(subject)"), "\(headers)")
  }

  @Test func aStepIsAMessageToWhoeverHasAnAddress() async throws {
    let place = try Workplace()
    let program = try keeper(place)
    for _ in 1...2 {
      let ended = try await run(
        place, Self.event, ["--sendmail", program, "--from", "desk@example.org"])
      #expect(ended.code == 0, "\(ended)")
    }
    #expect(try text(place.file("words")) == "-t -i\n")
    let message = try text(place.file("mail"))
    #expect(
      message.split(separator: "\n").allSatisfy {
        $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 128 }
      })
    let (headers, body) = try parts(message)
    #expect(headers.contains("To: boris@example.org, gleb@example.org"))
    #expect(headers.contains("From: desk@example.org"))
    #expect(headers.contains("Message-ID: <call.17@abc123.swapdesk>"))
    #expect(headers.contains("Date: Sun, 22 Nov 2026 03:15:00 +0300"))
    #expect(headers.contains { $0.hasPrefix("Subject: =?UTF-8?B?") })
    #expect(headers.count == 9)
    #expect(body.hasPrefix("CALL T-18: Пекарня") && body.contains("Event: 17"))
  }

  @Test(arguments: [
    ("{}", 64), ("not json", 64), ("[]", 64),
    (#"{"event":1,"ticket":"T-1","message":"x","to":[]}"#, 65),
    (#"{"event":1,"ticket":"T-1","message":"x","to":[{"mail":"a@b,c@d"}]}"#, 65),
  ])
  func whatIsNoStepOrGoesToNobodyIsRefused(input: String, code: Int32) async throws {
    let place = try Workplace()
    let program = try keeper(place)
    let ended = try await run(place, input, ["--sendmail", program])
    #expect(ended.code == code || (code == 64 && ended.code == 65), "\(ended)")
    #expect(!FileManager.default.fileExists(atPath: place.file("mail")))
  }

  @Test func aMailProgramThatFailsOrIsMissingIsSaid() async throws {
    let place = try Workplace()
    let failing = try await run(place, Self.event, ["--sendmail", try keeper(place, code: 75)])
    #expect(failing.code == 69 && failing.errors.contains("code 75"), "\(failing)")
    let missing = try await run(place, Self.event, ["--sendmail", place.file("nothing")])
    #expect(missing.code == 69, "\(missing)")
  }

  private static let realProgram = "/usr/sbin/dma"
  private static let mailbox = "/var/mail/" + NSUserName()

  /// The Dragonfly mail agent delivers to a mailbox of this machine without any network.
  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: realProgram), "dma is not installed"))
  func aRealMailProgramDeliversIt() async throws {
    let place = try Workplace()
    let number = UInt32.random(in: 1...UInt32.max)
    let user = NSUserName()
    let event =
      #"{"event":\#(number),"books":"abc123","ticket":"T-1","client_name":"Bakery","#
      + #""at":"2026-11-22T03:15:00+03:00","message":"CALL T-1","#
      + #""to":[{"name":"x","mail":"\#(user)@localhost"}]}"#
    let ended = try await run(
      place, event, ["--sendmail", Self.realProgram, "--from", "\(user)@localhost"])
    #expect(ended.code == 0, "\(ended)")
    let wanted = "<call.\(number)@abc123.swapdesk>"
    // It delivers in a process of its own, behind the one that was waited for.
    let patience = ContinuousClock.now + .seconds(20)
    while !((try? text(Self.mailbox)) ?? "").contains(wanted) {
      guard ContinuousClock.now < patience else {
        Issue.record("\(wanted) has not come to \(Self.mailbox)")
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }
}

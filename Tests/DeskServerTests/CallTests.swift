import DeskOperations
import DeskRules
import DeskServer
import Foundation
import Synchronization
import Testing

/// A clock that stands until it is let go, and then runs so fast that ten minutes are a moment.
private final class Elapsed: Sendable {
  private static let speed = 2_000
  private let start = Mutex<ContinuousClock.Instant?>(nil)

  init(isRunning: Bool = true) {
    if isRunning { run() }
  }

  var now: Duration {
    start.withLock { $0.map { $0.duration(to: .now) * Self.speed } ?? .zero }
  }

  func run() { start.withLock { $0 = $0 ?? .now } }
}

/// The chains of calls and the notifier, in a server that runs.
@Suite struct CallTests {
  private static let crew = [
    "client.add client=bakery name=Bakery", "staff.edit name=anna phone=\"+7 900 1\"",
    "roster.set person=anna every=day handover=09:00",
  ]

  /// Sets up a server whose notifier is a line of shell.
  private func configure(
    _ configuration: inout ServerConfiguration, _ elapsed: Elapsed, notifier shell: String?,
    limitMilliseconds: Int = 10_000
  ) {
    configuration.limits.callRound = .milliseconds(10)
    configuration.elapsed = { elapsed.now }
    configuration.notifier = shell.flatMap {
      NotifierCommand(words: ["/bin/sh", "-c", $0], limitMilliseconds: limitMilliseconds)
    }
  }

  /// Follows the journal until an event of a kind comes, and gives its fact.
  private func event(_ kind: String, in watching: LineClient) throws -> JSONObject {
    while true {
      let line = try watching.line()
      guard let item = try JSONParser.parse(line).members else {
        throw TestFailure("no item of a watch: \(line)")
      }
      for event in item["events"]?.elements?.compactMap(\.members) ?? []
      where event.text("kind") == kind {
        return event["fact"]?.members ?? [:]
      }
    }
  }

  private func follow(_ desk: TestDesk) throws -> LineClient {
    let watching = try desk.local()
    watching.send("watch since=0")
    return watching
  }

  private func ask(_ session: LineClient, _ lines: [String]) throws {
    for line in lines {
      let reply = try session.ask(line)
      if let error = reply.error { throw TestFailure("\(line): \(error.message)") }
    }
  }

  private func letters(_ path: String) throws -> [JSONObject] {
    let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    return try text.split(separator: "\n").compactMap { try JSONParser.parse(String($0)).members }
  }

  @Test func theChainRunsToItsEndAndTheNotifierHearsEveryStep() async throws {
    let scratch = try TestFolder()
    let path = scratch.file("letters")
    let elapsed = Elapsed()
    try await withDesk {
      configure(&$0, elapsed, notifier: "cat >> \(path)")
    } _: { desk in
      let session = try desk.local()
      try ask(session, Self.crew)
      let watching = try follow(desk)
      let card = try #require(
        try session.ask("callout.receive client=bakery problem=\"бумага, jam\"").items.first)
      #expect(card["flags"]?.elements?.isEmpty == true)
      for _ in 1...4 {
        #expect(try event("notifier.done", in: watching)["tries"]?.number == 1)
      }
      let letters = try letters(path).sorted {
        ($0["event"]?.number ?? 0) < ($1["event"]?.number ?? 0)
      }
      #expect(letters.compactMap { $0["loop"]?.number } == [1, 2, 3])
      #expect(
        letters.map { $0.text("kind") }
          == Array(repeating: "escalation.stepped", count: 3) + ["escalation.exhausted"])
      #expect(Set(letters.compactMap { $0["event"]?.number }).count == 4)
      let first = try #require(letters.first)
      #expect(first.text("problem") == "бумага, jam" && first.text("ticket") == "T-1")
      let person = first["to"]?.elements?.first?.members
      #expect(person?.text("phone") == "+7 900 1" && person?.text("name") == "anna")
    }
  }

  @Test func anAnswerEndsTheCalling() async throws {
    let elapsed = Elapsed(isRunning: false)
    try await withDesk {
      configure(&$0, elapsed, notifier: nil)
    } _: { desk in
      let session = try desk.local()
      try ask(session, Self.crew)
      let reply = try session.ask("callout.receive client=bakery problem=jam")
      #expect(reply.items.first?["flags"]?.elements?.compactMap(\.text) == ["no_notifier"])
      try ask(session, ["callout.acknowledge ticket=T-1", "callout.depart ticket=T-1"])
      elapsed.run()
      // A second call is driven, so that the first had every chance to be.
      try ask(session, ["callout.receive client=bakery problem=again"])
      let watching = try follow(desk)
      var stepped: [String] = []
      while stepped.count(where: { $0 == "T-2" }) < 2 {
        let fact = try event("escalation.stepped", in: watching)
        stepped.append(fact.text("ticket") ?? "")
      }
      #expect(stepped.count(where: { $0 == "T-1" }) == 1)
    }
  }

  @Test func aNotifierThatFailsIsTriedAgainUntilItSucceeds() async throws {
    let scratch = try TestFolder()
    let path = scratch.file("tries")
    let elapsed = Elapsed()
    let shell = "echo x >> \(path); test $(wc -l < \(path)) -ge 3 || { echo no modem >&2; exit 3; }"
    try await withDesk {
      configure(&$0, elapsed, notifier: shell)
    } _: { desk in
      let session = try desk.local()
      // The step waits for a day, so that only one letter is told.
      try ask(session, Self.crew + ["escalation.set step=\"on-duty 1440\" loops=1"])
      let watching = try follow(desk)
      try ask(session, ["callout.receive client=bakery problem=jam"])
      let first = try event("notifier.failed", in: watching)
      #expect(first["tries"]?.number == 1)
      #expect(first["next"]?.number == TestDesk.now.seconds + 5)
      // The notifier's words may be anything, so they are not in the open part.
      #expect(first.text("reason") == nil)
      let second = try event("notifier.failed", in: watching)
      #expect(second["tries"]?.number == 2)
      #expect(second["next"]?.number == TestDesk.now.seconds + 30)
      #expect(try event("notifier.done", in: watching)["tries"]?.number == 3)
    }
  }

  @Test func aNotifierThatFailsForEverIsGivenUpAndTheCallSaysSo() async throws {
    let elapsed = Elapsed()
    try await withDesk {
      configure(&$0, elapsed, notifier: "exit 1")
    } _: { desk in
      let session = try desk.local()
      // The step waits for a day, so that only the notifier is heard.
      try ask(session, Self.crew + ["escalation.set step=\"on-duty 1440\" loops=1"])
      let watching = try follow(desk)
      try ask(session, ["callout.receive client=bakery problem=jam"])
      for _ in NotifierFailed.backoffSeconds {
        #expect(try event("notifier.failed", in: watching)["next"] != nil)
      }
      #expect(try event("notifier.failed", in: watching)["next"] == nil)
      let call = try session.ask("callout.list").items.first
      #expect(call?["flags"]?.elements?.compactMap(\.text) == ["notifier_failed"])
    }
  }

  @Test func aNotifierThatHangsIsEndedAndHoldsUpNobody() async throws {
    let scratch = try TestFolder()
    let path = scratch.file("heard")
    let elapsed = Elapsed(isRunning: false)
    // It hangs for the first ticket, with a child of its own, and hears the second.
    let shell = "read -r line; case $line in *T-1*) sleep 600 & wait;; *) echo x > \(path);; esac"
    try await withDesk {
      configure(&$0, elapsed, notifier: shell, limitMilliseconds: 300)
    } _: { desk in
      let session = try desk.local()
      try ask(session, Self.crew)
      let watching = try follow(desk)
      try ask(
        session,
        [
          "callout.receive client=bakery problem=jam",
          "callout.receive client=bakery problem=other",
        ])
      #expect(try event("notifier.done", in: watching).text("ticket") == "T-2")
      #expect(try event("notifier.failed", in: watching).text("ticket") == "T-1")
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func aNotifierThatReadsNothingOrDoesNotExistEndsNoServer() async throws {
    for (words, kind) in [
      (["/bin/true"], "notifier.done"), (["/nonexistent/notifier"], "notifier.failed"),
    ] {
      let elapsed = Elapsed()
      try await withDesk {
        configure(&$0, elapsed, notifier: nil)
        $0.notifier = NotifierCommand(words: words)
      } _: { desk in
        let session = try desk.local()
        try ask(session, Self.crew)
        let watching = try follow(desk)
        let problem = String(repeating: "x", count: 4_000)
        try ask(session, ["callout.receive client=bakery problem=\(problem)"])
        _ = try event(kind, in: watching)
        #expect(try session.ask("ping").error == nil)
      }
    }
  }

  @Test func whatTheNotifierWasNotToldBeforeARestartItIsToldAfter() async throws {
    let scratch = try TestFolder()
    let path = scratch.file("letters")
    let elapsed = Elapsed(isRunning: false)
    let before = try await TestDesk.start(in: nil) { configure(&$0, elapsed, notifier: nil) }
    try await onThread {
      let session = try before.local()
      try ask(session, Self.crew + ["callout.receive client=bakery problem=jam"])
    }
    try await before.stop()
    let after = try await TestDesk.start(in: before.folder) {
      configure(&$0, elapsed, notifier: "cat >> \(path)")
    }
    try await onThread {
      _ = try event("notifier.done", in: try follow(after))
      #expect(try letters(path).count == 1)
    }
    try await after.stop()
  }

  @Test func whoeverWasNotToldInTimeIsNotWokenForACallThatWasAnswered() async throws {
    let scratch = try TestFolder()
    let path = scratch.file("letters")
    let elapsed = Elapsed(isRunning: false)
    let before = try await TestDesk.start { configure(&$0, elapsed, notifier: nil) }
    try await onThread {
      try ask(
        try before.local(),
        Self.crew + [
          "callout.receive client=bakery problem=jam", "callout.acknowledge ticket=T-1",
          "callout.receive client=bakery problem=other",
        ])
    }
    try await before.stop()
    let after = try await TestDesk.start(in: before.folder) {
      configure(&$0, elapsed, notifier: "cat >> \(path)")
    }
    try await onThread {
      let watching = try follow(after)
      let done = [
        try event("notifier.done", in: watching), try event("notifier.done", in: watching),
      ]
      #expect(Set(done.compactMap { $0["tries"]?.number }) == [0, 1])
      #expect(try letters(path).map { $0.text("ticket") } == ["T-2"])
    }
    try await after.stop()
  }

  @Test(arguments: [
    ("a b  c", ["a", "b", "c"]), ("a \"b c\" 'd \"e'", ["a", "b c", "d \"e"]),
    ("/x/y --z=\"1 2\"", ["/x/y", "--z=1 2"]), ("a \"\"", ["a", ""]), ("a\tb", ["a", "b"]),
  ])
  func aNotifierIsWrittenAsWords(text: String, words: [String]) {
    #expect(NotifierCommand(text)?.words == words)
  }

  @Test(arguments: ["", "  ", "a \"b", "'", "\"\" x"])
  func whatIsNoCommandIsRefused(text: String) {
    #expect(NotifierCommand(text) == nil)
  }
}

import DeskRules
import Foundation
import Testing

/// What can be said without a network is what the desk says once it hears of it.
@Suite struct ExtractTests {
  @Test func aVisitIsPricedLikeTheDeskPricesIt() async throws {
    let desk = try await synced()
    let kept = try await desk.away(Firm.callout + ["--json"])
    #expect(kept.code == 0)
    let estimate = try #require(JSONParser.parse(String(kept.output.dropLast())).members)
    #expect(estimate.text("outbox") == "O-1")
    #expect(estimate["provisional"] == .bool(true))
    #expect(estimate["ticket"] == nil && estimate["as_of"] != nil)
    var sent: JSONObject = [:]
    try await withServer(desk) { _ in
      sent = try #require(await desk.list("outbox", "send").first)
    }
    let answer = try #require(sent["answer"]?.elements?.first?.members)
    for key in ["client", "device", "minutes", "lines", "currency", "total", "budget", "flags"] {
      #expect(estimate[key] == answer[key], "\(key)")
    }
    for key in ["called", "arrived", "done"] {
      #expect(estimate["visit"]?.members?[key] == answer["visit"]?.members?[key], "\(key)")
    }
  }

  @Test func aDryRunIsPricedAndNotKept() async throws {
    let desk = try await synced()
    let tried = try await desk.away(Firm.callout + ["--dry-run"])
    #expect(tried.code == 0)
    #expect(tried.output.contains("total 9500.00 RUB"))
    #expect(tried.output.contains("provisional"))
    #expect(try await desk.list("outbox", "list").isEmpty)
  }

  @Test func withoutAnExtractThePriceIsUnknownUntilSent() async throws {
    let desk = try await Firm.workplace()
    #expect(try await desk.away(Firm.callout).output == "O-1  price unknown until sent\n")
  }

  @Test(arguments: [
    ["--device", "BK-P1", "--swap", "given=C-0999,taken=C-0044"],
    ["--device", "BK-P77"], ["--ticket", "T-999"], ["--engineer", "nobody"],
  ])
  func whatTheExtractDoesNotKnowIsADoubtAndStillPriced(_ flags: [String]) async throws {
    let desk = try await synced()
    let kept = try await desk.away(Self.visit + flags)
    #expect(kept.code == 0)
    #expect(kept.output.contains("total 5000.00 RUB"), "\(kept)")
    #expect(kept.errors.contains("the desk may refuse it"))
    #expect(try await desk.list("outbox", "list").count == 1)
  }

  @Test func aClientThatTheExtractDoesNotKnowHasNoPriceYet() async throws {
    let desk = try await synced()
    let words = Self.visit.map { $0 == "bakery" ? "bakry" : $0 }
    #expect(try await desk.away(words).output == "O-1  price unknown until sent\n")
  }

  @Test(arguments: [["--arrivd", "01:40"], ["--part", "fuser"]])
  func whatIsNoVisitAtAllIsRefusedAtOnce(_ flags: [String]) async throws {
    let desk = try await synced()
    let refused = try await desk.away(Self.visit + flags)
    #expect([64, 65].contains(refused.code), "\(refused)")
    #expect(try await desk.list("outbox", "list").isEmpty)
  }

  @Test(arguments: [["--part", "fuser=1.234"], ["--called", "2099-01-01T01:00"]])
  func whatTheDeskMightTakeIsADoubtAndKept(_ flags: [String]) async throws {
    let desk = try await synced()
    let kept = try await desk.away(Self.visit + flags)
    #expect(kept.code == 0, "\(kept)")
    #expect(kept.errors.contains("the desk may refuse it"))
    #expect(try await desk.list("outbox", "list").count == 1)
  }

  @Test(arguments: ["", "{", "[]", "{\"books\":\"x\"}"])
  func aSpoiltExtractIsADoubtAndMadeAnew(_ text: String) async throws {
    let desk = try await synced()
    try Data(text.utf8).write(to: URL(filePath: Self.state(desk)))
    let kept = try await desk.away(Self.visit)
    #expect(kept.output == "O-1  price unknown until sent\n", "\(kept)")
    #expect(kept.errors.contains("swapdesk sync makes it anew"))
    try await withServer(desk) { _ in
      let ended = try await desk.away("sync")
      #expect(ended.code == 0)
    }
    #expect(try await desk.away(Self.visit).output.contains("total 5000.00 RUB"))
  }

  @Test func aSyncThatWasCutOffIsNoExtractYet() async throws {
    let desk = try await Firm.workplace()
    let greeting = ScriptedServer.greeting("0123456789abcdef.0")
    let me = "{\"name\":\"nora\",\"role\":\"admin\"}\nok 1 40\n"
    try await withScript(desk, [[greeting, me, "ok 0 40\n"]]) {
      let ended = try await desk.away("sync")
      #expect(ended.code != 0)
    }
    let kept = try await desk.away(Self.visit)
    #expect(kept.output == "O-1  price unknown until sent\n", "\(kept)")
    #expect(kept.errors.contains("the extract is not whole yet"))
  }

  @Test func anotherHistoryUnderTheSameNameIsReadFromItsBeginning() async throws {
    let desk = try await Firm.workplace()
    let before = try Data(contentsOf: URL(filePath: desk.desk))
    try await desk.must("client", "add", "gone", "Gone with the disk")
    try await sync(desk)
    try before.write(to: URL(filePath: desk.desk))
    for rest in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: desk.desk + rest)
    }
    // First it is shorter than the extract, then as long, with another entry at the end.
    try await sync(desk)
    #expect(try await !codes(desk).contains("gone"))
    try await desk.must("client", "add", "first", "First")
    try await sync(desk)
    try before.write(to: URL(filePath: desk.desk))
    for rest in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: desk.desk + rest)
    }
    try await desk.must("client", "add", "second", "Second")
    try await sync(desk)
    #expect(try await codes(desk).contains("second"))
    #expect(try await !codes(desk).contains("first"))
  }

  @Test func aNewerServerSaysSo() async throws {
    let desk = try await Firm.workplace()
    let greeting = ScriptedServer.greeting("0123456789abcdef.0")
    let me = "{\"name\":\"nora\",\"role\":\"admin\"}\nok 1 1\n"
    let entry =
      "{\"seq\":1,\"entered\":\"2026-11-22T05:02:40+03:00\",\"happened\":"
      + "\"2026-11-22T05:02:40+03:00\",\"by\":\"nora\",\"operation\":\"moon.land\",\"events\":"
      + "[{\"kind\":\"moon.landed\",\"fact\":{}}]}\n"
    try await withScript(desk, [[greeting, me, "ok 0 1\n", entry]]) {
      let refused = try await desk.away("sync")
      #expect(refused.refusalCode == "newer_schema", "\(refused)")
      #expect(refused.errors.contains("the server is newer"))
    }
  }

  @Test func theSecondVisitSeesWhatTheFirstHasLeft() async throws {
    let desk = try await synced()
    #expect(try await desk.away(Firm.callout).output.contains("repair \(Firm.period): 40500.00"))
    let second = try await desk.away(Self.visit + ["--reason", "another printer"])
    #expect(second.output.contains("repair \(Firm.period): 35500.00"), "\(second)")
  }

  @Test func aSyncBringsWhatIsNewAndTheFiguresAreTheDesksOwn() async throws {
    let desk = try await synced()
    let head = try await desk.head()
    try await withServer(desk) { _ in
      #expect(try await desk.away(Firm.callout).code == 0)
      #expect(try await desk.away(Firm.issue).code == 0)
      let synced = try await desk.away("sync", "--json")
      #expect(
        try JSONParser.parse(String(synced.output.dropLast())).members?["entries"] == .integer(2))
    }
    #expect(try await desk.head() == head + 2)
    for words in [["budget", "show", "bakery"], ["device", "list"], ["loan", "list"]] {
      let own = try await desk.must(words)
      #expect(try await desk.must(words + ["--desk", Self.extract(desk)]) == own)
    }
  }

  /// An administrator sees all of it in the feed, and needs none of it on a laptop.
  @Test func loginsTokensAndLimitsStayWithTheDesk() async throws {
    let desk = try await Firm.workplace()
    try await desk.must(
      "staff", "add", "gleb", "Gleb Engineer", "--role", "engineer", "--login", "secretlogin")
    try await desk.must("token", "issue", "gleb")
    try await sync(desk)
    let bytes = try Data(contentsOf: URL(filePath: Self.extract(desk)))
    func holds(_ text: String) -> Bool { bytes.range(of: Data(text.utf8)) != nil }
    #expect(holds("withheld K-1") && !holds("secretlogin"))
    func limits(_ words: String...) async throws -> [String?] {
      try await desk.object(["client", "show", "bakery"] + words)["contacts"]?.elements?
        .map { $0.members?.text("approval_limit") } ?? []
    }
    #expect(try await limits() == ["30000.00"])
    #expect(try await limits("--desk", Self.extract(desk)) == [nil])
  }

  /// Trying a change out leaves nothing in the extract, however often.
  @Test func anEstimateLeavesTheExtractAsItWas() async throws {
    let desk = try await synced()
    func rows() async throws -> [String] {
      try await desk.list("callout", "list", "--desk", Self.extract(desk)).map(\.line)
        + desk.list("journal", "list", "--limit", "1", "--desk", Self.extract(desk)).map(\.line)
    }
    let before = try await rows()
    for _ in 1...2 { _ = try await desk.away(Firm.callout + ["--dry-run"]) }
    _ = try await desk.away(Firm.callout)
    _ = try await desk.away(Self.visit + ["--reason", "another printer"])
    #expect(try await rows() == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: desk.folder)
    #expect(!left.contains { $0.hasPrefix("swapdesk-") })
  }

  @Test func namesStayWithTheDesk() async throws {
    let desk = try await synced()
    let bytes = try Data(contentsOf: URL(filePath: Self.extract(desk)))
    #expect(bytes.range(of: Data("HP LaserJet 4250".utf8)) != nil)
    for name in ["Olga Ivanova", "Bakery on Mira Street", "fuser dead", "Dasha Dispatcher"] {
      #expect(bytes.range(of: Data(name.utf8)) == nil, "\(name)")
    }
  }

  @Test func anExtractOfOtherBooksIsMadeAnew() async throws {
    let desk = try await synced()
    let other = try await Firm.otherWorkplace()
    let server = try await ServedDesk.start(other)
    try FileManager.default.createSymbolicLink(
      atPath: desk.desk + ".sock", withDestinationPath: server.socketPath)
    #expect(try await desk.away("sync").output.contains("2 new entries"))
    #expect(try await server.stop().code == 0)
    let clients = try await desk.list("client", "list", "--desk", Self.extract(desk))
    #expect(clients.map { $0.text("client") } == ["bakery"])
  }

  @Test func anExtractIsForTheDesksOwnPeople() async throws {
    let desk = try await Firm.workplace()
    try await desk.must(
      "staff", "add", "olga", "Olga Ivanova", "--role", "client", "--client", "bakery")
    let token = try await desk.object("token", "issue", "olga").text("token") ?? ""
    try await withServer(desk) { _ in
      let refused = try await desk.run(
        ["sync", "--server", desk.server], adding: ["SWAPDESK_TOKEN": token])
      #expect(refused.refusalCode == "not_allowed")
    }
    #expect(try await desk.run("sync").refusalCode == "usage")
    #expect(try await desk.away("sync").refusalCode == "unreachable")
  }

  private static let visit = [
    "callout", "log", "bakery", "--arrived", "01:40", "--done", "03:10", "--problem", "jam",
  ]

  /// The firm's desk with an extract of it, and no server.
  private func synced() async throws -> Workplace {
    let desk = try await Firm.workplace()
    try await sync(desk)
    return desk
  }

  private func sync(_ desk: Workplace) async throws {
    try await withServer(desk) { _ in
      let synced = try await desk.away("sync")
      guard synced.code == 0 else { throw TestFailure("\(synced)") }
    }
  }

  /// The clients that the extract knows.
  private func codes(_ desk: Workplace) async throws -> [String?] {
    try await desk.list("client", "list", "--desk", Self.extract(desk)).map { $0.text("client") }
  }

  private static func extract(_ desk: Workplace) throws -> String {
    try folder(desk) + "/desk.sqlite"
  }

  private static func state(_ desk: Workplace) throws -> String {
    try folder(desk) + "/extract.json"
  }

  private static func folder(_ desk: Workplace) throws -> String {
    let folder = desk.file(".local/state/swapdesk/extracts")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return folder + "/" + (names.first ?? "")
  }
}

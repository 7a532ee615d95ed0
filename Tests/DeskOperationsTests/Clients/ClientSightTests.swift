import DeskOperations
import DeskRules
import DeskStore
import Testing

/// A client sees itself only, and cannot tell what it may not see from what does not exist.
@Suite struct ClientSightTests {
  /// Two clients with everything; the words `sentinel…` belong to the transport company.
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "contact add transco \"Sentinel Person\" --function door --phone \"+7 495 sentinel\"",
      "budget set transco repair --limit 777 --period 2026",
      "ticket open transco --device TC-P1 --problem \"sentinel problem\"",
      "ticket note T-1 \"sentinel note\" --audience client",
      "loan issue T-1 LP-03 --due 2026-11-30",
      "swap make transco --given C-0013 --taken C-0051 --ticket T-1",
      "callout log transco --ticket T-1 --arrived 02:00 --done 02:30 --work sentinel",
      "ticket open bakery --device BK-P1 --problem noise",
      "ticket note T-2 \"between us\"", "ticket note T-2 \"we come at nine\" --audience client",
      "ticket record INC1 --system old --client transco --problem sentinel"
        + " --opened 2016-02-29T01:16Z",
    ])
    try desk.type(TestDesk.night, as: "boris")
    return desk
  }

  /// Commands about the other client, and the same about nobody.
  private static let alike: [(other: String, nobody: String)] = [
    ("client show transco", "client show xransco"),
    ("ticket show T-1", "ticket show T-9"), ("ticket show INC1", "ticket show INC9"),
    ("ticket list --client transco", "ticket list --client xransco"),
    ("ticket list --after T-1", "ticket list --after T-9"),
    ("ticket open transco --problem x", "ticket open xransco --problem x"),
    (
      "ticket open bakery --device TC-P1 --problem x",
      "ticket open bakery --device TX-P1 --problem x"
    ),
    (
      "ticket open bakery --device LP-03 --problem x",
      "ticket open bakery --device LX-03 --problem x"
    ),
    ("device show TC-P1", "device show TX-P1"),
    ("device show CNGXB05678", "device show CNGXB95678"),
    ("device show LP-03", "device show LX-03"),
    ("device list --owner transco", "device list --owner xransco"),
    ("device list --holder client:transco", "device list --holder client:xransco"),
    ("cartridge show C-0013", "cartridge show C-0015"),
    ("cartridge list --owner transco", "cartridge list --owner xransco"),
    ("swap balance transco", "swap balance xransco"),
    ("swap list --client transco", "swap list --client xransco"),
    ("loan list --client transco", "loan list --client xransco"),
    ("callout list --client transco", "callout list --client xransco"),
    ("callout list --before V-1", "callout list --before V-9"),
    ("budget show transco", "budget show xransco"),
    ("budget history transco repair", "budget history xransco repair"),
    (
      "tariff quote transco --from 10:00 --to 11:00", "tariff quote xransco --from 10:00 --to 11:00"
    ),
  ]

  @Test func whatMayNotBeSeenAnswersLikeWhatDoesNotExist() throws {
    let desk = try desk()
    for (other, nobody) in Self.alike {
      let one = try desk.refuse(.notFound, other, as: "olga")
      let same = try desk.refuse(.notFound, nobody, as: "olga")
      let names = zip(other.split(separator: " "), nobody.split(separator: " "))
        .filter { $0 != $1 }
      var text = same.json.line
      for (name, missing) in names {
        for (name, missing) in zip(name.split(separator: ":"), missing.split(separator: ":")) {
          text = text.replacing(missing, with: name)
        }
      }
      #expect(one.json.line == text, "\(other)")
    }
  }

  @Test func listsShowOnlyTheCallersOwn() throws {
    let desk = try desk()
    let questions = [
      "client show bakery", "ticket list --all", "ticket show T-2", "ticket show T-4",
      "device list", "cartridge list", "device show BK-P1", "cartridge show C-0012",
      "swap balance", "swap list", "loan list", "loan list --all", "callout list",
      "budget show bakery",
      "budget history bakery repair", "budget show bakery --movements 9", "help", "ping", "health",
    ]
    for question in questions {
      let text = try desk.type(question, as: "olga").map(\.line).joined()
      #expect(!text.lowercased().contains("transco"), "\(question)")
      #expect(!text.lowercased().contains("sentinel"), "\(question)")
      #expect(!text.contains("between us"), "\(question)")
    }
    #expect(try desk.type("loan list --all", as: "tom").count == 1)
    #expect(try desk.type("callout list", as: "tom").count == 1)
    #expect(
      try desk.type("device list", as: "tom").map { $0.text("device") } == ["LP-03", "TC-P1"])
    #expect(try desk.one("ticket show T-2", as: "olga").line.contains("we come at nine"))
    #expect(try desk.one("ticket show T-2", as: "dasha").line.contains("between us"))
  }

  @Test func suggestionsNameOnlyWhatMayBeSeen() throws {
    let desk = try desk()
    func nearest(_ command: String, _ staff: String) throws -> [String] {
      try desk.refuse(.notFound, command, as: staff).details.texts("nearest")
    }
    #expect(try nearest("client show transcu", "dasha") == ["transco"])
    #expect(try nearest("client show transcu", "olga") == [])
    #expect(try nearest("client show baker", "olga") == ["bakery"])
    #expect(try nearest("device show TC-P2", "dasha").contains("TC-P1"))
    #expect(try nearest("device show TC-P2", "olga") == [])
    #expect(try nearest("device show BK-P2", "olga") == ["BK-P1"])
    #expect(try nearest("cartridge show C-0043", "olga") == ["C-0012"])
  }

  @Test func aMachineThatIsElsewhereSaysNotWhere() throws {
    let desk = try desk()
    try desk.type("device move BK-P1 client:transco")
    let own = try desk.one("device show BK-P1", as: "olga")
    #expect(own.text("holder") == "client")
    #expect(own.text("owner") == "bakery")
    let guest = try desk.one("device show BK-P1", as: "tom")
    #expect(guest.text("owner") == "other")
    #expect(guest.text("holder") == "client:transco")
    for staff in ["olga", "tom"] {
      let other = staff == "olga" ? "transco" : "bakery"
      #expect(!(try desk.type("device list", as: staff).map(\.line).joined().contains(other)))
    }
  }

  @Test func theFeedOfAClientIsItsOwnAndWithoutTexts() throws {
    let desk = try desk()
    var feed = JournalFeed(after: 0, of: nil, as: Credential(staff: "olga"))
    let slice = try feed.next(1_000, from: desk.books, desk.surroundings)
    let text = slice.items.map(\.line).joined()
    #expect(slice.isAtEnd)
    #expect(text.contains("budget.moved") || text.contains("budget.set"))
    for word in ["transco", "sentinel", "between us", "Olga"] {
      #expect(!text.contains(word), "\(word)")
    }
    var stale = JournalFeed(after: 0, of: "other.0", as: Credential(staff: "olga"))
    let error = #expect(throws: DeskError.self) {
      try stale.next(1, from: desk.books, desk.surroundings)
    }
    #expect(error?.code == .otherBooks)
  }

  /// The journal has two doors, the feed and the list, and both obey one rule.
  @Test func byWhatOthersSignInTheJournalTellsTheAdministratorAlone() throws {
    let desk = try desk()
    try desk.type("staff add gleb \"Gleb Engineer\" --role engineer --login secretlogin")
    try desk.type("token issue gleb")
    try desk.type("token issue gleb")
    func fed(_ name: String) throws -> String {
      var feed = JournalFeed(after: 0, of: nil, as: Credential(staff: name))
      return try feed.next(10_000, from: desk.books, desk.surroundings).items.map(\.line).joined()
    }
    func listed(_ name: String) throws -> String {
      try desk.type("journal list --limit 1000", as: name).map(\.line).joined()
    }
    for seen in [try fed("gleb"), try fed("dasha")]
      + [try listed("dasha"), try listed("alla"), try listed("mark")]
    {
      #expect(seen.contains("token.issued") && seen.contains("staff.added"))
      #expect(!seen.contains("secretlogin"))
      #expect(seen.contains("\"digest\":\"withheld K-1\"") && seen.contains("withheld K-2"))
    }
    for seen in [try fed("nora"), try listed("nora")] {
      #expect(seen.contains("secretlogin") && !seen.contains("withheld"))
    }
    func logins(_ name: String) throws -> [String] {
      try desk.type("staff list", as: name).compactMap { $0.text("login") }
    }
    #expect(try logins("nora") == ["boris", "secretlogin", "nora"])
    #expect(try logins("gleb") == ["secretlogin"])
    #expect(try logins("mark") == [])
    let edited = try desk.one("staff edit gleb --phone 1", as: "dasha")
    #expect(edited.text("name") == "gleb" && edited["login"] == nil)
  }

  @Test func whatAContactMayApproveIsNotForEngineers() throws {
    let desk = try desk()
    try desk.type("contact edit bakery 1 --approval-limit 7777.00")
    func seen(_ name: String) throws -> String {
      var feed = JournalFeed(after: 0, of: nil, as: Credential(staff: name))
      return try feed.next(10_000, from: desk.books, desk.surroundings).items.map(\.line).joined()
        + desk.one("client show bakery", as: name).line
    }
    let engineers = try seen("boris")
    #expect(engineers.contains("contact.added") && engineers.contains("contact.changed"))
    for word in ["approvalLimit", "approval_limit", "777700", "7777.00", "60000.00"] {
      #expect(!engineers.contains(word), "\(word)")
    }
    for name in ["dasha", "alla", "mark", "nora"] {
      let others = try seen(name)
      #expect(others.contains("\"approvalLimit\":777700"))
      #expect(others.contains("\"approval_limit\":\"7777.00\""))
    }
    // No laptop keeps it, not even an accountant's.
    let contacts = try desk.books.journal(after: 0, limit: 1_000).flatMap(\.events)
      .filter { $0.members?.text("kind")?.hasPrefix("contact.") == true }
    #expect(contacts.count == 4)
    for event in contacts {
      #expect(!EventSight.event(event, forLaptopOf: "alla").line.contains("approvalLimit"))
    }
  }

  @Test func aClientChangesOnlyByOpeningTickets() {
    let changes = Catalogue.entries.filter {
      $0.kind == .change && $0.about.roles.contains(.client)
    }
    #expect(changes.map(\.about.name) == ["ticket.open", "health"])
  }
}

import DeskRules
import Testing

/// What is written off, or at a client or a refiller, comes back by the one door that counts it.
@Suite struct WriteOffDoorTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\"",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "cartridge add E-2 --type Q5942A --owner pool --state empty",
    ])
    return desk
  }

  private func owed(_ desk: TestDesk) throws -> Int64? {
    try desk.one("swap balance bakery").number("owed")
  }

  @Test(arguments: ["lose", "scrap"])
  func aLateWriteOffBeforeAKnownMoveIsRefused(how: String) throws {
    let desk = try desk()
    try desk.type("swap make bakery --given C-0012 --at 2026-11-21T12:00")
    let refusal = try desk.refuse(
      .implausible, "cartridge \(how) C-0012 --reason gone --at 2026-11-21T10:00")
    #expect(refusal.details.text("holder")?.hasPrefix("client:bakery") == true)
    #expect(try owed(desk) == 1)
    try desk.type("cartridge \(how) C-0012 --reason gone --at 2026-11-21T13:00")
    #expect(try owed(desk) == 1)
    try desk.type("cartridge find C-0012 --to shelf")
    #expect(try owed(desk) == 0)
    #expect(try desk.problems() == [])
  }

  @Test func oneThatTheClientLostComesBackByBeingFoundOrWithAReason() throws {
    let desk = try desk()
    try desk.typeAll(["swap make bakery --given C-0012", "cartridge lose C-0012 --reason gone"])
    let refusal = try desk.refuse(.taken, "swap make bakery --taken C-0012")
    #expect(refusal.message.contains("cartridge find"))
    try desk.refuse(.taken, "swap return S-1 --taken C-0012")
    try desk.refuse(.taken, "swap make bakery --given C-0012")
    try desk.refuse(
      .taken,
      "callout log bakery --device BK-P1 --arrived 01:10 --done 01:20 --problem x"
        + " --swap taken=C-0012")
    try desk.refuse(.state, "cartridge move shelf C-0012 --reason \"was there\"")
    try desk.refuse(.state, "refill send fix C-0012 --reason \"was there\"")
    try desk.refuse(.state, "refill claim C-0012 --reason leaks")
    try desk.typeAll([
      "cartridge find C-0012 --to client:bakery", "swap make bakery --taken C-0012",
    ])
    #expect(try owed(desk) == 0)
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [("lose", "lost"), ("scrap", "scrapped")])
  func aWriteOffAtTheRefillerEndsTheWaiting(how: String, result: String) throws {
    let desk = try desk()
    try desk.typeAll([
      "refill send fix E-1 E-2", "cartridge \(how) E-1 --reason \"never came back\"",
    ])
    #expect(try desk.one("refill list").texts("waiting") == ["E-2"])
    #expect(try desk.one("refill show R-1").number("back") == 0)
    #expect(
      try desk.one("refill show R-1").objects("received").map { $0.text("result") } == [result])
    try desk.refuse(.state, "refill receive R-1 E-1 --passed --reason \"came after all\"")
    try desk.type("refill receive R-1 E-2 --passed")
    #expect(try desk.type("refill list").isEmpty)
    try desk.type("cartridge find E-1 --to shelf --state empty")
    try desk.refuse(.unsuitable, "refill receive R-1 E-1 --passed")
    try desk.type("refill receive R-1 E-1 --passed --reason \"came after all\"")
    let shown = try desk.one("refill show R-1")
    #expect(shown.number("back") == 2)
    #expect(shown.objects("received").map { $0.text("result") } == ["passed", "passed"])
    try desk.type("refill send fix E-2 --reason \"again\"")
    #expect(try desk.problems() == [])
  }

  @Test func aClientsShellLostAtTheRefillerIsOwedOnce() throws {
    let desk = try desk()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap make bakery --taken C-0044",
      "refill send fix C-0044", "cartridge lose C-0044 --reason \"lost there\"",
    ])
    #expect(try owed(desk) == -1)
    try desk.refuse(.state, "refill receive R-1 C-0044 --passed")
    try desk.type("cartridge find C-0044 --to shelf")
    #expect(try owed(desk) == -1)
    #expect(try desk.problems() == [])
  }

  @Test func aMoveNeitherGivesNorTakesNorReceives() throws {
    let desk = try desk()
    try desk.type("swap make bakery --given C-0012")
    let back = try desk.refuse(.unsuitable, "cartridge move shelf C-0012 --reason \"came back\"")
    #expect(back.message.contains("swap make bakery --taken C-0012"))
    let gone = try desk.refuse(.unsuitable, "cartridge move client:bakery C-0013")
    #expect(gone.message.contains("swap make bakery --given C-0013"))
    #expect(try desk.type("swap list").map { $0.text("from") } == ["S-1"])
    #expect(try owed(desk) == 1)
    // From one of a client's sites to another nothing is owed.
    try desk.type("cartridge move client:bakery C-0012")
    try desk.type("refill send fix E-1")
    let sent = try desk.refuse(.unsuitable, "cartridge move shelf E-1")
    #expect(sent.message.contains("refill receive R-1 E-1"))
    #expect(try desk.one("refill list").texts("waiting") == ["E-1"])
    #expect(try desk.problems() == [])
  }

  @Test(arguments: ["lost", "scrap", "refiller:fix", "client:transco", "client:bakery"])
  func whatComesToUsComesToAPlaceOfOurs(place: String) throws {
    let desk = try desk()
    try desk.typeAll(["swap make bakery --given C-0012", "refill send fix E-1"])
    let head = try desk.seq
    for door in [
      "swap make bakery --taken C-0044", "swap return S-1 --taken new:Q5942A",
      "refill receive R-1 E-1",
    ] {
      let refusal = try desk.refuse(.usage, "\(door) --to \(place) --reason gone")
      #expect(refusal.message.contains("cartridge lose"))
    }
    #expect(try desk.seq == head)
    try desk.typeAll([
      "swap return S-1 --taken C-0044 --to van:boris", "refill receive R-1 E-1 --to bench",
    ])
    #expect(try owed(desk) == 0)
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func aLateMoveAgainstTheBooksNeedsAReason() throws {
    let desk = try desk()
    try desk.typeAll([
      "swap make bakery --given C-0012 --at 2026-11-21T10:00",
      "swap make bakery --taken C-0012 --at 2026-11-21T20:00",
    ])
    let late = "cartridge move van:boris C-0012 --at 2026-11-21T15:00"
    let refusal = try desk.refuse(.implausible, late)
    #expect(refusal.details.text("holder")?.hasPrefix("client:bakery") == true)
    try desk.type(late + " --reason \"lent to boris\"")
    #expect(try owed(desk) == 0)
    #expect(try desk.one("cartridge show C-0012").text("holder") == "shelf:main")
    #expect(try desk.problems() == [])
  }
}

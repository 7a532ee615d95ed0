import DeskRules
import Testing

@Suite struct CartridgeTests {
  @Test func aBarcodeFindsAPieceToo() throws {
    let desk = try TestDesk.firm()
    try desk.type("cartridge add C-9 --type Q5942A --owner pool --serial SN77 --barcode 4600001x")
    for name in ["c-9", "sn77", "4600001X", "4600001x"] {
      #expect(try desk.one("cartridge show \(name)").text("cartridge") == "C-9")
    }
    try desk.refuse(.exists, "cartridge add C-10 --type Q5942A --owner pool --barcode 4600001X")
    try desk.type("cartridge add C-11 --type Q5942A --owner pool --serial 4600001X")
    try desk.refuse(.ambiguous, "cartridge show 4600001x")
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "cartridge move shelf C-99"), (.notFound, "cartridge move client:nobody C-0012"),
    (.usage, "cartridge move shelf"), (.usage, "cartridge move shelf C-0012 c-0012"),
    (.unsuitable, "cartridge move scrap C-0012"), (.unsuitable, "cartridge move lost C-0012"),
    (.unsuitable, "cartridge move refiller:fix C-0012"),
    (.time, "cartridge move shelf C-0012 --at 2026-11-23T03:26"),
    (.implausible, "cartridge move shelf C-0012 --at 2026-11-19T03:26"),
    (.usage, "cartridge scrap --reason old"), (.notFound, "cartridge scrap C-99 --reason old"),
    (.time, "cartridge scrap C-0012 --reason old --at 2026-11-23T03:26"),
    (.notFound, "cartridge lose C-99 --reason gone"),
    (.notFound, "cartridge lose C-0012 --reason gone --at-client nobody"),
    (.time, "cartridge lose C-0012 --reason gone --at 2026-11-23T03:26"),
    (.usage, "cartridge lose C-0012 C-0012 --reason gone"),
    (.state, "cartridge find C-0012 --to shelf"), (.notFound, "cartridge find C-99 --to shelf"),
    (.usage, "cartridge find C-0012 --to nowhere"), (.notFound, "cartridge act W-9"),
    (.notFound, "supply show TN-9"), (.notFound, "supply set Q5942A --fits \"HP LaserJet 9\""),
    (.usage, "supply set Q5942A --fits \"HP LaserJet 1020\" --not-fits \"HP LaserJet 1020\""),
    (.amount, "supply set Q5942A --price 1.999"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.firm().refuse(code, command)
  }

  @Test func aMoveFromBeforeTheBooksNeedsAReason() throws {
    let desk = try TestDesk.firm()
    let early = "device move LP-03 van:boris --at 2026-11-19T10:00"
    try desk.refuse(.implausible, early)
    try desk.type(early + " --reason \"was with boris all along\"")
    let shown = try desk.one("device show LP-03")
    #expect(shown.text("holder") == "van:boris")
    #expect(
      shown.objects("history").map { $0.only("holder", "since", "until") } == [
        try json(#"{"holder":"shelf:main","until":"2026-11-19T10:00:00+03:00"}"#),
        try json(#"{"holder":"van:boris","since":"2026-11-19T10:00:00+03:00"}"#),
      ])
    #expect(try desk.problems() == [])
  }

  @Test func aSwapEnteredLateIsJudgedByTheStateOfItsTime() throws {
    let desk = try TestDesk.firm()
    try desk.type("refiller add fix \"Toner Fix\"")
    try desk.type("cartridge add C-8 --type Q5942A --owner pool --state empty")
    try desk.now("2026-11-24T10:00+03:00")
    try desk.typeAll([
      "refill send fix C-8 --at 2026-11-23T09:00", "refill receive R-1 C-8 --passed",
    ])
    let error = try desk.refuse(
      .taken, "swap make bakery --given C-8 --taken C-0044 --at 2026-11-23T12:00")
    #expect(error.details.text("holder") == "refiller:fix")
    let empty = try desk.refuse(
      .unsuitable, "swap make bakery --given C-8 --taken C-0044 --at 2026-11-22T12:00")
    #expect(empty.details.text("state") == "empty")
    try desk.type("swap make bakery --given C-8 --taken C-0044")
    #expect(try desk.problems() == [])
  }

  @Test func aLateGivingThatExplainsAKnownTakingNeedsNoReason() throws {
    let desk = try TestDesk.firm()
    try desk.type(
      "swap make bakery --taken C-0012 --at 2026-11-21T20:00 --reason \"was there all the same\"")
    let late = try desk.one("swap make bakery --given C-0012 --at 2026-11-21T10:00")
    #expect(late["flags"] == nil)
    let life = try desk.one("cartridge show C-0012").objects("history")
    #expect(life.map { $0.text("what") } == ["added, ours", "given", "taken"])
    #expect(life[0].text("since") == "2026-11-20T09:00:00+03:00")
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
    #expect(try desk.problems() == [])
  }

  @Test func aLifeIsReadInTheOrderOfWhatHappened() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix\"",
      "swap make bakery --device BK-P1 --given C-0012 --taken C-0044",
      "refill send fix C-0044",
      "refill receive R-1 C-0044 --price 450.00 --work \"drum, blade\" --pages 9500",
      "refill test C-0044 --passed",
      "cartridge scrap C-0044 --reason \"fell from the van\"",
    ])
    let shown = try desk.one("cartridge show C-0044")
    #expect(shown.text("holder") == "scrap")
    #expect(shown.number("refills") == 1)
    let life = shown.objects("history")
    #expect(
      life.map { $0.text("what") } == [
        "added, bakery's", "taken", "became ours", "sent",
        "refilled by fix, untested: drum, blade", "test page passed",
        "scrapped: fell from the van",
      ])
    #expect(life[4].text("price") == "450.00")
    #expect(life[4].number("pages") == 9_500)
    #expect(try desk.one("cartridge show C-0012").text("device") == "BK-P1")
    // The client sees its own part of it, and nothing of the refiller.
    let own = try desk.one("cartridge show C-0012", as: "olga")
    #expect(own.objects("history").map { $0.text("what") } == ["given", "became bakery's"])
    #expect(own.objects("history").allSatisfy { $0["by"] == nil })
    #expect(try desk.problems() == [])
  }

  /// A printer holds one cartridge a slot: the one before it is with the client, and in no printer.
  @Test func aPrinterNamesWhatIsInIt() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012 --device BK-P1 --slot black")
    #expect(try desk.one("cartridge show C-0012").text("slot") == "black")
    #expect(try desk.one("device show BK-P1").texts("cartridges") == ["C-0012 black"])
    try desk.type("swap make bakery --given C-0013 --device BK-P1 --slot black --due 2026-12-20")
    #expect(try desk.one("device show BK-P1").texts("cartridges") == ["C-0013 black"])
    #expect(try desk.one("cartridge show C-0012")["device"] == nil)
    #expect(try desk.one("device show BK-P1", as: "olga").texts("cartridges") == ["C-0013 black"])
  }

  @Test func aLifeFromBeforeTheBooksBeginsWithItsEntry() throws {
    let desk = try TestDesk.firm()
    try desk.type(
      "swap make bakery --given C-0012 --taken C-0044 --at 2026-11-01T10:00 --reason early")
    let life = try desk.one("cartridge show C-0044").objects("history")
    #expect(life.map { $0.text("what") } == ["added, bakery's", "taken", "became ours"])
    #expect(life[0]["since"] == nil)
  }

  @Test func whatAClientLosesStaysOwedUnlessItIsSettled() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012")
    try desk.type("swap make bakery --given C-0013")
    let lost = try desk.one("cartridge lose C-0012 --reason \"with the packaging\"")
    #expect(lost.text("write_off") == "W-1")
    #expect(
      try desk.one("swap balance bakery").only("owed", "ours_there")
        == (try json(#"{"owed":2,"ours_there":["C-0013"]}"#)))
    #expect(try desk.type("swap list").count == 2)
    try desk.refuse(.state, "cartridge lose C-0012 --reason again")
    try desk.refuse(.state, "cartridge scrap C-0012 --reason again")
    try desk.refuse(.taken, "swap make bakery --given C-0012")
    try desk.type("cartridge find C-0012 --to shelf")
    #expect(try desk.one("swap balance bakery").number("owed") == 1)
    #expect(try desk.type("swap list").map { $0.text("from") } == ["S-2"])
    #expect(try desk.one("cartridge show C-0012").text("state") == "full")
    try desk.type("cartridge lose C-0013 --reason burnt --settle")
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func underOwnBackLossesOnBothSidesBalance() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap make bakery --given C-0012 --taken C-0044",
      "cartridge scrap C-0044 --reason \"broken by us\"",
    ])
    // What we owe for theirs stands against ours that they have, and each is chased by name.
    #expect(
      try desk.one("swap balance bakery").only("owed", "ours_there", "lost")
        == (try json(#"{"owed":0,"ours_there":["C-0012"],"lost":["C-0044"]}"#)))
    #expect(
      try desk.type("swap list").map { $0.only("from", "cartridge", "owed") } == [
        try json(#"{"from":"S-1","cartridge":"C-0012","owed":1}"#),
        try json(#"{"from":"W-1","cartridge":"C-0044","owed":-1}"#),
      ])
    try desk.type("cartridge lose C-0012 --reason gone")
    #expect(try desk.one("swap balance bakery").number("owed") == 0)
    try desk.type("swap settle W-1 --reason credited")
    #expect(
      try desk.type("swap list").map { $0.only("from", "cartridge", "owed") }
        == [try json(#"{"from":"W-2","cartridge":"C-0012","owed":1}"#)])
    try desk.type("cartridge find C-0012 --to shelf")
    #expect(try desk.type("swap list").isEmpty)
    #expect(try desk.problems() == [])
  }

  @Test func theActNamesWhatWasWrittenOff() throws {
    let desk = try TestDesk.firm()
    try desk.type("cartridge scrap C-0012 C-0013 --reason \"worn out\"")
    let act = try desk.one("cartridge act W-1")
    #expect(act.text("title") == "Cartridges scrapped")
    #expect(act.text("number") == "W-1")
    let rows = act.objects("tables")[0]["rows"]?.elements ?? []
    #expect(rows.map { $0.elements?.first?.text } == ["C-0012", "C-0013"])
    #expect(act.objects("facts").map { $0.text("value") } == ["worn out"])
    #expect(try desk.one("cartridge show C-0012").text("state") == "retired")
    try desk.type("cartridge lose C-0014 --reason \"nobody knows\"")
    #expect(try desk.one("cartridge act W-2").text("title") == "Cartridges lost")
  }

  @Test func aTypeIsEdited() throws {
    let desk = try TestDesk.firm()
    let set = try desk.one(
      "supply set q5942x --yield 21000 --cycle-limit 2 --price 4500.00 --colour black"
        + " --fits \"HP LaserJet 1020\" --not-fits \"HP LaserJet 4250\"")
    #expect(set.line == (try desk.one("supply show Q5942X")).line)
    #expect(
      set.only("group", "yield", "cycle_limit", "price", "fits", "kind")
        == (try json(
          #"{"group":"Q5942A","yield":21000,"cycle_limit":2,"price":"4500.00","kind":"toner","fits":["HP LaserJet 1020"]}"#
        )))
    let seq = try desk.seq
    try desk.type("supply set Q5942X --yield 21000 --fits \"HP LaserJet 1020\"")
    #expect(try desk.seq == seq)
    try desk.refuse(.unsuitable, "swap make bakery --device BK-P1 --given C-0013 --taken C-0044")
    // A catalogue's word changes nothing of what was set.
    try desk.type("model record \"HP LaserJet 4200\" --supply \"Q5942X yield=1\"")
    #expect(
      try desk.one("supply show Q5942X").only("yield", "cycle_limit")
        == (try json(#"{"yield":21000,"cycle_limit":2}"#)))
    #expect(
      try desk.type("supply list --group q5942a").map { $0.text("type") } == ["Q5942A", "Q5942X"])
    #expect(
      try desk.type("supply list --after Q5942A --limit 1").map { $0.text("type") }
        == ["Q5942X"])
    #expect(try desk.problems() == [])
  }
}

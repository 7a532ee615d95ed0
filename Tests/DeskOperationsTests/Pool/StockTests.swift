import DeskRules
import Testing

@Suite struct StockTests {
  @Test func everyPieceIsCountedWhereItIs() throws {
    let desk = try TestDesk.firm()
    func counts() throws -> JSON {
      try desk.one("stock list --type q5942a").only(
        "full", "untested", "empty", "failed", "at_refiller", "at_clients", "theirs", "lost")
    }
    try desk.typeAll([
      "refiller add fix \"Toner Fix\"", "cartridge add A-1 --type Q5942A --owner pool",
      "cartridge add A-2 --type Q5942A --owner pool --state empty",
      "cartridge add A-3 --type Q5942A --owner pool --state empty",
    ])
    #expect(
      try counts()
        == json(
          #"{"full":2,"untested":0,"empty":2,"failed":0,"at_refiller":0,"at_clients":0,"theirs":0}"#
        ))
    try desk.typeAll([
      "swap make bakery --given C-0012", "swap make bakery --given A-1 --taken C-0044",
      "refill send fix A-2 A-3", "refill receive R-1 A-2",
    ])
    // The bakery's empty became ours and A-1 or C-0012 theirs; the other is owed.
    #expect(
      try counts()
        == json(
          #"{"full":0,"untested":1,"empty":1,"failed":0,"at_refiller":1,"at_clients":1,"theirs":0}"#
        ))
    try desk.typeAll([
      "refill test A-2 --failed", "cartridge lose A-3 --reason gone",
      "client edit transco --contract own_back", "swap make transco --taken C-0051",
    ])
    #expect(
      try counts()
        == json(
          #"{"full":0,"untested":0,"empty":1,"failed":1,"at_refiller":0,"at_clients":1,"theirs":0,"lost":1}"#
        ))
    #expect(try desk.one("stock list --type Q5942X").number("theirs") == 1)
    #expect(
      try desk.type("stock list --group Q5942A").map { $0.text("type") } == ["Q5942A", "Q5942X"])
    #expect(try desk.type("stock list --after Q2612A --limit 1").count == 1)
    #expect(try desk.problems() == [])
  }

  /// A desk that gave some full ones on each of some days.
  private func busy(_ given: [Int], types: Int = 1) throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.type("refiller add fix \"Toner Fix\"")
    try desk.now("2026-12-31T10:00+03:00")
    for (day, count) in given.enumerated() {
      let date = try CalendarDate("2026-12-01").adding(days: day).text
      for _ in 0..<count {
        let tag = try desk.one("cartridge add --type Q5942A --owner pool").text("cartridge") ?? ""
        try desk.type("swap make bakery --given \(tag) --taken new:Q5942A --at \(date)T12:00")
      }
    }
    return desk
  }

  @Test func fewObservationsGoByTheLargestDemandSeen() throws {
    let desk = try busy([2, 0, 0, 3, 1])
    try desk.now("2026-12-05T15:00+03:00")
    let par = try desk.one("stock par --group Q5942A --review 1")
    #expect(
      par.only(
        "days", "given", "observations", "refill_days", "safety_stock", "reorder_point", "par",
        "basis", "empty")
        == (try json(
          #"{"days":5,"given":6,"observations":3,"refill_days":14,"safety_stock":0,"reorder_point":6,"par":6,"basis":"largest demand seen","empty":6}"#
        )))
  }

  @Test func enoughObservationsGoByDemandAndDeviation() throws {
    let desk = try busy(Array(repeating: 1, count: 10) + Array(repeating: 3, count: 10))
    try desk.now("2026-12-20T15:00+03:00")
    let par = try desk.one("stock par --group Q5942A")
    // 40 in 20 days: 2.0 a day, deviation sqrt(20 / 19) = 1.026; refills take the usual 14 days.
    // 1.65 * 1.026 * sqrt(14) = 6.334; 28 + 6.334; 42 + 1.65 * 1.026 * sqrt(21) = 49.758.
    #expect(
      par.only(
        "days", "given", "demand_a_day", "deviation", "safety_stock", "reorder_point", "par")
        == (try json(
          #"{"days":20,"given":40,"demand_a_day":"2.000","deviation":"1.026","safety_stock":7,"reorder_point":35,"par":50}"#
        )))
    #expect(par["reorder"] == .bool(true))
    let send = try desk.one("stock send")
    #expect(
      send.only("type", "send", "empty", "par")
        == (try json(#"{"type":"Q5942A","send":40,"empty":40,"par":50}"#)))
    #expect(send.texts("cartridges").count == 40)
    try desk.refuse(.usage, "stock par --review 400")
  }

  @Test func aClientsOwnShellIsAlwaysSent() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "client edit bakery --contract own_back", "swap make bakery --taken C-0044",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
    ])
    #expect(
      try desk.one("stock send").only("send", "theirs", "cartridges")
        == (try json(#"{"send":1,"theirs":1,"cartridges":["C-0044"]}"#)))
    #expect(try desk.one("stock send --all").texts("cartridges") == ["C-0044", "E-1"])
    #expect(try desk.type("stock send --group Q2612A").isEmpty)
  }

  @Test func aFailedOneIsSentBeforeAnEmptyOne() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "cartridge add E-2 --type Q5942A --owner pool --state empty",
      "refiller add fix \"Toner Fix\"", "refill send fix E-2", "refill receive R-1 E-2",
      "refill test E-2 --failed --reason streaks",
    ])
    #expect(try desk.one("stock send --all").texts("cartridges") == ["E-2", "E-1"])
    #expect(try desk.problems() == [])
  }

  @Test func aRoundHasOneTripAClient() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix\"", "client edit transco --contract own_back",
      "swap make bakery --taken C-0044 --due 2026-11-23",
      "swap make office --given C-0014 --due 2026-11-24",
      "swap make transco --given C-0013 --taken C-0051", "refill send fix C-0051",
      "refill receive R-1 C-0051 --passed",
    ])
    let trips = try desk.type("stock round")
    #expect(trips.map { $0.text("client") } == ["bakery", "transco"])
    #expect(trips[0].texts("bring") == ["1 x Q5942A (S-1)"])
    #expect(trips[1].texts("own") == ["C-0051"])
    let later = try desk.type("stock round --day 2026-11-24")
    #expect(later.map { $0.text("client") } == ["bakery", "office", "transco"])
    #expect(later[1].texts("collect") == ["1 x Q2612A (S-2)"])
    #expect(try desk.type("stock round --limit 1").count == 1)
    try desk.refuse(.time, "stock round --day tomorrow")
  }

  @Test func aShellThatIsReadyIsBroughtForItsDebtAndNoOtherOne() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix\"", "client edit transco --contract own_back",
      "cartridge add X-1 --type Q5942A --owner transco",
      "swap make transco --taken C-0051 --taken X-1 --due 2026-11-23", "refill send fix C-0051 X-1",
    ])
    #expect(
      try desk.one("stock round").texts("bring")
        == ["C-0051, a Q5942A (S-1)", "X-1, a Q5942A (S-1)"])
    try desk.type("refill receive R-1 C-0051 --passed")
    let half = try desk.one("stock round")
    #expect(half.texts("bring") == ["X-1, a Q5942A (S-1)"])
    #expect(half.texts("own") == ["C-0051"])
    try desk.type("refill receive R-1 X-1 --passed")
    let whole = try desk.one("stock round")
    #expect(whole.texts("bring") == [])
    #expect(whole.texts("own") == ["C-0051", "X-1"])
  }

  @Test func pagesSinceTheSwapTellWhatIsOdd() throws {
    let desk = try TestDesk.firm()
    let install = try desk.one(
      "swap make bakery --device BK-P1 --meter 100000 --given C-0012 --taken C-0044")
    #expect(install["flags"] == nil)
    try desk.now("2026-12-01T10:00+03:00")
    let early = try desk.one(
      "swap make bakery --device BK-P1 --meter 103000 --given C-0013 --taken C-0012")
    #expect(early.texts("flags") == ["early C-0012"])
    #expect(
      try desk.one("stock flags").only("flag", "cartridge", "pages", "yield", "swap", "device")
        == (try json(
          #"{"flag":"early","cartridge":"C-0012","pages":3000,"yield":10000,"swap":"S-2","device":"BK-P1"}"#
        )))
    try desk.type("ticket open bakery --device BK-P1 --problem x")
    try desk.now("2027-01-10T10:00+03:00")
    try desk.typeAll([
      "cartridge add F-1 --type Q5942X --owner pool",
      "swap make bakery --device BK-P1 --slot spare --meter 124000 --given F-1 --due 2027-03-01",
    ])
    #expect(
      try desk.one("stock round --day 2027-01-11").texts("printers")
        == ["BK-P1: Q5942X at 105 %"])
    try desk.now("2027-03-10T10:00+03:00")
    try desk.refuse(
      .implausible, "swap make bakery --device BK-P1 --meter 90000 --taken C-0013")
    try desk.refuse(.usage, "swap make bakery --meter 90000 --taken C-0013")
    let missed = try desk.one(
      "swap make bakery --device BK-P1 --meter 135000 --taken C-0013")
    #expect(missed.texts("flags").contains("missed C-0013"))
    #expect(try desk.type("stock flags").map { $0.text("flag") } == ["missed", "early"])
    #expect(try desk.problems() == [])
  }

  @Test func eachStopOfARoundIsASiteWithItsAddress() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "site add bakery north \"North shop\" --address \"Mira 5\"",
      "device add BK-N --model \"HP LaserJet 4250\" --owner bakery --holder client:bakery/north",
      "swap make bakery --device BK-N --given C-0012 --due 2026-11-22",
      "swap make bakery --given C-0013 --due 2026-11-22",
      "swap opening bakery Q2612A --owes 1 --due 2026-11-22",
      "swap make office --given C-0014 --due 2026-11-22",
    ])
    let stops = try desk.type("stock round")
    #expect(
      stops.map { stop in
        ["client", "site", "address"].map { stop.text($0) ?? "-" }.joined(separator: " ")
          + ": " + stop.texts("collect").joined()
      } == [
        // Nobody knows at which of its sites the bakery owed it before.
        "bakery - -: 1 x Q2612A (S-3)", "bakery main -: 1 x Q5942A (S-2)",
        "bakery north Mira 5: 1 x Q5942A (S-1)", "office main -: 1 x Q2612A (S-4)",
      ])
    #expect(try desk.type("stock round --limit 1").allSatisfy { $0.text("client") == "bakery" })
    let lines = try desk.type("swap list --client bakery")
    #expect(lines.map { $0.text("site") } == ["north", "main", nil])
    #expect(lines[0].text("address") == "Mira 5")
  }

  @Test func underOwnBackAShellIsAtItsSiteAndComesFromOne() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "site add transco depot \"Depot\" --address \"Dock 2\"",
      "client edit transco --contract own_back",
      "cartridge add X-1 --type Q5942A --owner transco --site depot",
      "swap make transco --site depot --given C-0012 --taken X-1 --due 2026-11-22",
    ])
    #expect(try desk.type("swap list").map { $0.text("site") } == ["depot", "depot"])
    try desk.type("cartridge lose C-0012 --reason gone")
    #expect(try desk.type("swap list").allSatisfy { $0.text("address") == "Dock 2" })
  }

  @Test func daysAndMonthsAreThoseOfTheDesk() throws {
    let desk = try TestDesk.firm()
    try desk.now("2026-12-02T10:00+03:00")
    try desk.typeAll([
      "refiller add fix \"Toner Fix\"",
      "swap make bakery --given C-0012 --at 2026-11-30T23:40+03:00",
      // The same day in Greenwich, and the first of December in Moscow.
      "swap make bakery --given C-0013 --at 2026-12-01T01:30+03:00",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "refill send fix E-1 --at 2026-12-01T00:30+03:00 --reason \"on paper\"",
    ])
    let par = try desk.one("stock par --group Q5942A")
    #expect(
      par.only("given", "observations", "days")
        == (try json(
          #"{"given":2,"observations":2,"days":3}"#)))
    #expect(try desk.type("report refills").map { $0.text("month") } == ["2026-12"])
    #expect(try desk.type("report refills --period 2026-11").isEmpty)
    try desk.now("2026-12-03T00:30+03:00")
    try desk.type("refill receive R-1 E-1 --passed --price 100.00")
    let report = try desk.one("report refills --period 2026-12")
    #expect(
      report.only("sent", "received", "median_days")
        == (try json(
          #"{"sent":1,"received":1,"median_days":2}"#)))
    #expect(try desk.problems() == [])
  }
}

import DeskRules
import Testing

/// What the books said then, and every movement that led to what they say now.
@Suite struct PastTests {
  @Test func theBooksAsOfThenHadTheGuardsOfThen() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026 --warn-at 80% --overflow goods",
      "ticket open bakery --problem one", "ticket log T-1 --kind part --text x --amount 85",
      "ticket resolve T-1",
    ])
    try desk.now("2026-11-25T10:00+03:00")
    try desk.typeAll([
      "budget set bakery repair --limit 200 --period 2026 --warn-at none --overflow none"
        + " --stop-at 90%",
      "ticket log T-1 --kind part --text x --amount 5",
    ])
    let then = try desk.one("budget show bakery --as-of 2026-11-24 --movements 9")
    #expect(then.text("limit") == "100.00")
    #expect(then.text("spent") == "85.00")
    #expect(then.text("warn_at") == "80%")
    #expect(then["stop_at"] == nil)
    #expect(then.text("overflow") == "goods")
    #expect(then.texts("flags") == ["warn"])
    #expect(then.objects("movements").map { $0.text("movement") } == ["post", "set"])
    let now = try desk.one("budget show bakery --movements 9")
    #expect(now["warn_at"] == nil)
    #expect(now["overflow"] == nil)
    #expect(now.text("stop_at") == "90%")
    #expect(now["flags"] == nil)
    #expect(now.objects("movements").map { $0.text("movement") } == ["post", "set", "post", "set"])
    let until = try desk.one("budget show bakery --until 2026-11-24 --movements 9")
    #expect(until.text("spent") == "85.00")
    #expect(until.objects("movements").map { $0.text("movement") } == ["set", "post", "set"])
    #expect(try desk.problems() == [])
  }

  /// The clock was a day ahead for one entry, and then put right.
  @Test func theBooksStandInTheOrderInWhichTheyWereWritten() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "budget set bakery repair --limit 100 --period 2026", "ticket open bakery --problem one",
      "ticket log T-1 --kind part --text x --amount 10",
    ])
    try desk.now("2026-11-24T10:00+03:00")
    try desk.type("ticket resolve T-1")
    try desk.now("2026-11-23T10:00+03:00")
    try desk.type("ticket log T-1 --kind part --text x --amount 5")
    func spent(_ day: String) throws -> String? {
      try desk.one("budget show bakery --as-of \(day)").text("spent")
    }
    #expect(try spent("2026-11-23") == "0.00")
    #expect(try spent("2026-11-24") == "15.00")
    #expect(try spent("2026-11-25") == "15.00")
    let times = try desk.rows(
      "SELECT entered_at FROM ledger_entry WHERE client = 'bakery' ORDER BY seq, position")
    let sorted = try desk.rows(
      "SELECT entered_at FROM ledger_entry WHERE client = 'bakery' ORDER BY entered_at")
    #expect(times == sorted)
    #expect(try desk.problems() == [])
  }

  @Test func theHistoryPagesToItsBeginning() throws {
    let desk = try TestDesk.firm()
    try desk.type("budget set bakery repair --limit 1000 --period 2026")
    try desk.type("budget set bakery repair --limit 1000 --period 2027")
    for number in 1...4 {
      try desk.typeAll([
        "ticket open bakery --problem x", "ticket estimate T-\(number) 10",
        "ticket approve T-\(number) --by 1 --evidence mail",
        "ticket log T-\(number) --kind part --text x --amount 7", "ticket resolve T-\(number)",
      ])
    }
    let all = try desk.type("budget history bakery repair")
    #expect(all.count == 13)
    var paged: [JSONObject] = []
    var before = ""
    while true {
      let page = try desk.type("budget history bakery repair --limit 2\(before)")
      guard let last = page.last, let seq = last.number("seq") else { break }
      #expect(page.count <= 3)
      paged += page
      before = " --before \(seq)"
    }
    #expect(paged == all)
    #expect(all.last?.text("movement") == "set")
    #expect(try desk.type("budget history bakery repair --on 2027-01-01").count == 1)
    #expect(try desk.one("budget show bakery --movements 2").objects("movements").count == 2)
  }

  @Test func ourWordsAreNotForTheClientAndTheirsNotForEngineers() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem one", "ticket log T-1 --kind part --text x --amount 60000",
      "ticket resolve T-1", "budget approve P-1 --by 1 --evidence \"letter 5\"",
      "ticket void T-1 --reason \"their boss cannot count\"",
      "ticket open bakery --problem two", "ticket log T-2 --kind part --text x --amount 60000",
      "ticket resolve T-2", "budget refuse P-2 --by 1 --reason \"too dear\"",
    ])
    func words(_ command: String, as staff: String) throws -> String {
      try desk.type(command, as: staff).map { "\($0.line)" }.joined()
    }
    for command in ["budget history bakery goods", "ticket show T-1"] {
      #expect(try words(command, as: "alla").contains("cannot count"))
      #expect(try !words(command, as: "olga").contains("cannot count"))
      #expect(try words(command, as: "olga").contains("letter 5"))
    }
    #expect(try !words("budget history bakery goods", as: "boris").contains("letter 5"))
    #expect(try words("budget pending", as: "olga").contains("too dear"))
    #expect(try !words("budget pending", as: "boris").contains("too dear"))
    try desk.type("budget approve P-2 --by 1 --evidence \"letter 6\"")
    for (staff, isNamed) in [("alla", true), ("olga", true), ("boris", false)] {
      let report = try words("report budget bakery", as: staff)
      #expect(report.contains("P-2 beyond repair"))
      #expect(report.contains("approved by Olga Ivanova") == isNamed, "\(staff)")
    }
  }

  @Test func theHistoryHasTheDayOfTheClientsWord() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem x --at 2026-10-20T10:00",
      "ticket log T-1 --kind part --text x --amount 60000 --at 2026-10-20T12:00",
      "ticket resolve T-1 --at 2026-10-20T12:00", "budget close bakery --period 2026-10",
      "budget approve P-1 --by 1 --evidence letter --at 2026-10-31T10:00",
    ])
    let moves = try desk.type("budget history bakery goods")
    #expect(moves.map { $0.text("movement") } == ["approve", "pend", "set"])
    #expect(moves.map { $0.text("said") } == ["2026-10-31", nil, nil])
    #expect(moves.map { $0.text("day") } == ["2026-11-22", "2026-10-20", "2026-01-01"])
    #expect(try desk.problems() == [])
  }

  /// The movements of a line are its books: together they are its figures.
  @Test func theHistoryHasTheDifferencesOfTheCeiling() throws {
    let desk = try TestDesk.firm()
    for limit in [1000, 1500, 400] {
      try desk.type("budget set bakery repair --limit \(limit) --period 2026")
    }
    try desk.type("budget set bakery repair --limit 400 --period 2026 --warn-at 80%")
    let history = try desk.type("budget history bakery repair")
    #expect(
      history.map { card in
        ["amount", "debit", "credit", "limit", "available"].map { card.text($0) ?? "" }
          .joined(separator: " ")
      } == [
        "0.00 available limit 400.00 400.00", "1100.00 limit available 400.00 400.00",
        "500.00 available limit 1500.00 1500.00", "1000.00 available limit 1000.00 1000.00",
      ])
    let books = try desk.type("ledger list --client bakery")
    #expect(
      books.map { $0.text("amount") } == history.reversed().map { $0.text("amount") })
    #expect(
      try desk.one("budget show bakery --movements 9").objects("movements").map { $0.text("limit") }
        == ["400.00", "400.00", "1500.00", "1000.00"])
  }
}

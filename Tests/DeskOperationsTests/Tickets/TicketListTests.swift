import DeskRules
import Testing

@Suite struct TicketListTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open bakery --problem \"Бумага застряла в лотке\" --priority 2",
      "ticket open transco --problem \"fuser dead, PRINTS grey\" --due 2026-11-30",
      "ticket open bakery --problem \"Größe A3 fehlt\" --due 2026-11-25",
      "ticket open office --problem \"jam, jam and jam\" --priority 1",
      "ticket note T-2 \"замена термоблока\"",
      "ticket note T-3 \"call the door first\" --audience client",
      "ticket note T-3 \"вторая заметка\"",
      "ticket cancel T-4 --reason phone",
      "ticket assign T-1 boris",
    ])
    return desk
  }

  private func numbers(_ desk: TestDesk, _ filter: String, as staff: String = "nora") throws
    -> [String]
  {
    try desk.type("ticket list " + filter, as: staff).compactMap { $0.text("number") }
  }

  private static let searches: [(String, [String])] = [
    ("--word БУМАГА", ["T-1"]), ("--word бум", ["T-1"]), ("--word умага", []),
    ("--word Застр --word бума", ["T-1"]), ("--word \"лотке бумага\"", ["T-1"]),
    ("--word бумага --word grey", []), ("--word prints", ["T-2"]),
    ("--word термоблок", ["T-2"]), ("--word ТЕРМО --word fuser", ["T-2"]),
    ("--word door", ["T-3"]), ("--word заметка --word größe --word CALL", ["T-3"]),
    ("--word GRÖSSE", []), ("--word GRÖß", ["T-3"]), ("--word jam", []),
    ("--word jam --all", ["T-4"]), ("--word jam --state cancelled", ["T-4"]),
    ("--word бумага --client transco", []), ("--word ja* --all", ["T-4"]),
    ("--word \"a3)\" --word fehlt", ["T-3"]), ("--word NOT", []),
  ]

  @Test(arguments: searches)
  func wordsAreFoundByTheirBeginningInAnyCase(filter: String, found: [String]) throws {
    #expect(try numbers(try desk(), filter) == found)
  }

  private static let filters: [(String, [String])] = [
    ("", ["T-1", "T-3", "T-2"]), ("--all", ["T-4", "T-1", "T-3", "T-2"]),
    ("--client bakery", ["T-1", "T-3"]), ("--state cancelled", ["T-4"]),
    ("--assignee boris", ["T-1"]), ("--due-before 2026-11-25", []),
    ("--due-before 2026-11-26", ["T-3"]),
    ("--due-before 2026-11-30T12:00", ["T-3"]), ("--limit 2", ["T-1", "T-3"]),
    ("--after T-3", ["T-2"]), ("--after T-1 --limit 1", ["T-3"]),
    ("--opened-from 2026-11-22 --client transco", ["T-2"]), ("--opened-from 2026-11-23", []),
    ("--opened-to 2026-11-22 --client transco", ["T-2"]), ("--opened-to 2026-11-21", []),
    ("--all --after T-4 --limit 1", ["T-1"]),
  ]

  @Test(arguments: filters)
  func filtersPagesAndOrder(filter: String, found: [String]) throws {
    #expect(try numbers(try desk(), filter) == found)
  }

  @Test func pagesByKeyMeetEveryTicketOnce() throws {
    let desk = try TestDesk.firm()
    var random = SeededGenerator(seed: 5)
    try desk.typeAll(
      (0..<60).map { index in
        let due = random.once(in: 2) ? " --due 2026-12-0\(random.pick([1, 2, 3]))" : ""
        return "ticket open bakery --problem p\(index) --priority \(random.pick([1, 2, 3]))" + due
      })
    try desk.typeAll((1...60).filter { $0 % 4 == 0 }.map { "ticket cancel T-\($0) --reason x" })
    for filter in ["", "--all", "--client bakery --all"] {
      let whole = try numbers(desk, filter + " --limit 1000")
      var paged: [String] = []
      while true {
        let after = paged.last.map { " --after \($0)" } ?? ""
        let page = try numbers(desk, filter + " --limit 7" + after)
        paged += page
        if page.isEmpty { break }
      }
      #expect(paged == whole, "\(filter)")
      #expect(Set(paged).count == (filter.isEmpty ? 45 : 60))
    }
  }

  @Test func clientsDoNotFindWhatIsWrittenForTheDesk() throws {
    let desk = try desk()
    #expect(try numbers(desk, "--word door", as: "olga") == ["T-3"])
    #expect(try numbers(desk, "--word заметка", as: "olga") == [])
    #expect(try numbers(desk, "--word заметка") == ["T-3"])
    #expect(try numbers(desk, "--word термоблок", as: "tom") == [])
    #expect(try numbers(desk, "--word fuser", as: "olga") == [])
  }

  @Test func aClientIsNotToldTheNamesOfTheDesksPeople() throws {
    let desk = try TestDesk.pricedFirm()
    try desk.typeAll([
      "ticket open bakery --problem grey", "ticket assign T-1 boris", "ticket start T-1",
      "ticket log T-1 --kind part --text fuser --amount 10.00",
      "callout log bakery --ticket T-1 --arrived 01:40 --done 03:10 --engineer boris",
    ])
    #expect(try desk.one("ticket list --all", as: "olga").text("assignee") == nil)
    let ticket = try desk.one("ticket show T-1", as: "olga")
    let text = JSON.object(ticket).line
    for name in ["boris", "nora"] { #expect(!text.contains(name), "\(text)") }
    let steps = ticket.objects("history").compactMap { $0.text("what") }
    #expect(steps.contains("assigned") && steps.contains { $0.hasPrefix("visit V-1, until ") })
    try desk.refuse(.notAllowed, "ticket list --assignee boris", as: "olga")
    #expect(try desk.one("ticket show T-1").text("assignee") == "boris")
    // What they did themselves is theirs.
    try desk.type("ticket open bakery --problem jam", as: "olga")
    let own = try desk.one("ticket show T-2", as: "olga")
    #expect(own.objects("history").first?.text("by") == "olga")
  }
}

import DeskRules
import Testing

/// The page about nights, played from top to bottom on the firm of the design, but for what needs a file,
/// a server that is away or the calendar of a phone.
@Suite struct NightsPageTests {
  @Test func everyCommandPrintsWhatThePageShows() throws {
    let page = try PlayedPage("docs/NIGHTS.md")
    #expect(page.steps.count > 15)
    let desk = try TestDesk.firm()
    try desk.now("2026-11-22T12:00+03:00")
    try desk.typeAll([
      "staff add vera \"Vera Engineer\" --role engineer",
      "staff add gleb \"Gleb Engineer\" --role engineer",
      "staff edit boris --phone \"+7 900 000-00-00\"", "staff edit vera --phone \"+7 900 2\"",
      "staff edit gleb --phone \"+7 900 3\"", "staff edit nora --mail nora@example.org",
      "calendar record ru --year 2026 --day 2026-05-09=off --day 2026-05-08=short",
      "calendar record ru --year 2027",
    ])
    for day in 1...17 {
      let date = "2026-11-\(day < 10 ? "0" : "")\(day)"
      try desk.type(
        day > 3
          ? "ticket open transco --problem grey"
          : "callout log transco --problem jam --arrived \(date)T10:00 --done \(date)T11:00")
    }
    try page.play(
      on: desk,
      skipping: [
        "import ", "callout log bakery --device BK-P1 --arrived 01:40", "roster calendar",
      ],
      at: [
        "callout receive": "2026-11-23T01:10", "callout finish": "2026-11-23T03:15",
        "callout arrive": "2026-11-23T01:42",
      ])
    #expect(try desk.one("ticket show T-18").text("state") == "resolved")
    #expect(try desk.problems() == [])
  }
}

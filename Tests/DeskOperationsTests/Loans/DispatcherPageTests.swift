import Testing

/// The page for the dispatcher, played from an empty desk to the evening.
@Suite struct DispatcherPageTests {
  @Test func everyCommandPrintsWhatThePageShows() throws {
    let page = try PlayedPage("docs/DISPATCHER.md")
    #expect(page.steps.count > 60)
    #expect(page.steps.first?.command == TestDesk.initCommand)
    let desk = try TestDesk(at: "2026-11-23T08:00+03:00")
    try page.play(on: desk)
    #expect(try desk.problems() == [])
  }
}

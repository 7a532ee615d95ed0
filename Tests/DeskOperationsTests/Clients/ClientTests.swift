import DeskRules
import Testing

@Suite struct ClientTests {
  @Test func aClientHasAMainSiteSitesAndContacts() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "site add bakery shop2 \"Shop on Lenin Square\" --timezone Asia/Vladivostok",
      "client edit bakery --contract own_back --name \"Bakery & Sons, \u{201C}Мира\u{201D}\"",
    ])
    let shown = try desk.one("client show BAKERY")
    #expect(shown.text("name") == "Bakery & Sons, \u{201C}Мира\u{201D}")
    #expect(shown.objects("sites").map { $0.text("site") } == ["main", "shop2"])
    #expect(shown.objects("contacts").map { $0.text("approval_limit") } == ["60000.00", nil])
    #expect(shown.text("contract") == "own_back")
    let there = try desk.one("ticket open bakery --site shop2 --problem jam --due 2026-11-30")
    #expect(there.text("opened") == "2026-11-22T10:15:00+10:00")
    #expect(there.text("due") == "2026-11-30")
    #expect(try desk.problems() == [])
  }

  @Test func aSiteIsCorrected() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "site add bakery shop2 Schop --timezone Europe/Moscow",
      "site edit bakery shop2 --name Shop --address \"Lenin Square 1\"",
      "site edit bakery shop2 --shelf van:boris --timezone Asia/Vladivostok",
      "site edit bakery main --address \"Mira Street 5\"",
    ])
    let sites = try desk.one("client show bakery").objects("sites")
    #expect(sites.map { $0.text("address") } == ["Mira Street 5", "Lenin Square 1"])
    #expect(sites.map { $0.text("shelf") } == [nil, "van:boris"])
    #expect(sites.last?.text("name") == "Shop")
    let there = try desk.one("ticket open bakery --site shop2 --problem jam --due 2026-11-30")
    #expect(there.text("opened") == "2026-11-22T10:15:00+10:00")
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.exists, "client add Bakery Again"), (.usage, "client add \"ba kery\" Again"),
    (.usage, "client add пекарня Bakery"), (.usage, "client add -x Bakery"),
    (.usage, "client add x"), (.amount, "client add x X --currency ABC"),
    (.time, "client add x X --timezone Moon/Base"), (.notFound, "client show nobody"),
    (.notFound, "client edit nobody --name X"), (.usage, "client edit bakery"),
    (.notFound, "site add nobody shop Shop"), (.exists, "site add bakery main Shop"),
    (.time, "site add bakery shop Shop --timezone Europe/Moskva"),
    (.usage, "site edit bakery main"), (.notFound, "site edit bakery nowhere --name X"),
    (.usage, "site edit bakery main --name X --shelf client:office"),
    (.time, "site edit bakery main --timezone Europe/Moskva"),
    (.notFound, "contact add nobody A --function payer"),
    (.exists, "contact add bakery \"olga ivanova\" --function payer"),
    (.usage, "contact add bakery A --function boss"),
    (.amount, "contact add bakery A --function payer --approval-limit 0.001"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.firm().refuse(code, command)
  }

  @Test func listsGoOnAfterACode() throws {
    let desk = try TestDesk.firm()
    #expect(
      try desk.type("client list --limit 2").map { $0.text("client") } == ["bakery", "berlin"])
    #expect(
      try desk.type("client list --after berlin").map { $0.text("client") } == [
        "office", "transco",
      ])
  }

  @Test func quotesMarksAndLettersOfAnyScriptComeBackAsTheyWere() throws {
    let desk = try TestDesk.firm()
    let texts = [
      #"a "quoted" \ back'slash; DROP TABLE ticket;--"#, "=1+1 @cell -x", "שלום עולם", "日本語 🖨️",
      "two\nlines\tand a tab", "%s %d {} $HOME", "{\"op\":\"quit\"}",
    ]
    for text in texts {
      let card = try #require(
        try desk.run("ticket.open", ["client": "bakery", "problem": text]).first)
      let number = try #require(card.text("number"))
      #expect(try desk.one("ticket show \(number)").text("problem") == text)
    }
    #expect(try desk.problems() == [])
  }
}

import DeskRules
import Testing

@Suite struct SwapTests {
  @Test func aFullOneForAnEmptyOne() throws {
    let desk = try TestDesk.firm()
    let swap = try desk.one("swap make transco --given C-0013 --taken C-0051", as: "boris")
    #expect(
      swap.only("swap", "client", "given", "taken", "owed")
        == (try json(
          #"{"swap":"S-1","client":"transco","given":["C-0013"],"taken":["C-0051"]}"#)))
    #expect(try desk.one("cartridge show C-0051").text("state") == "empty")
    #expect(try desk.one("cartridge show C-0051").text("holder") == "shelf:main")
  }

  @Test func aMissingSideIsOwedUntilItIsSettled() throws {
    let desk = try TestDesk.firm()
    let swap = try desk.one("swap make --device TC-P1 --given C-0013 --given C-0012")
    #expect(swap.number("owed") == 2)
    #expect(swap.text("due") == "2026-12-06T03:15:00+03:00")
    #expect(swap.texts("flags") == ["owed"])
    let part = try desk.one("swap return S-1 --taken C-0051")
    #expect(
      part.only("swap", "owed", "settles", "due")
        == (try json(
          #"{"swap":"S-2","owed":1,"settles":"S-1","due":"2026-12-06T03:15:00+03:00"}"#)))
    try desk.refuse(.state, "swap return S-1 --taken C-0012")
    try desk.type("swap return S-2 --taken C-0012")
    try desk.refuse(.state, "swap return S-3 --taken C-0013")
    #expect(
      try desk.one("swap balance transco").only("given", "taken", "owed")
        == (try json(#"{"given":2,"taken":2,"owed":0}"#)))
    #expect(try desk.problems() == [])
  }

  @Test func whatDoesNotFitIsRefusedWithWhatDoes() throws {
    let desk = try TestDesk.firm()
    let error = try desk.refuse(
      .unsuitable, "swap make bakery --device BK-P1 --given C-0014 --taken C-0044")
    #expect(error.details.texts("fitting") == ["Q5942A", "Q5942X"])
    #expect(error.details.text("piece") == "C-0014")
    #expect(error.details["exchanged"] == nil)
    let swap = try desk.one(
      "swap make bakery --device BK-P1 --given C-0014 --taken C-0044 --reason \"as an exception\"")
    #expect(swap.texts("flags") == ["corrected", "owed"])
  }

  @Test func givenAndTakenExchangedIsSeen() throws {
    let desk = try TestDesk.firm()
    let error = try desk.refuse(
      .taken, "swap make bakery --device BK-P1 --given C-0044 --taken C-0012")
    #expect(error.details.text("exchanged") == "given=C-0012,taken=C-0044")
    #expect(error.message.contains("with given and taken exchanged it fits"))
  }

  @Test func aTypeWithoutACatalogueIsFlagged() throws {
    let desk = try TestDesk.firm()
    let added = try desk.one("cartridge add C-7 --type TN-2410 --owner pool")
    #expect(added.texts("flags") == ["new_type"])
    let swap = try desk.one("swap make --device BK-P1 --given C-7 --taken C-0044")
    #expect(swap.texts("flags") == ["fit_unknown", "owed"])
  }

  @Test func aSwapEnteredLateIsHeldAgainstTheMovesThatFollowed() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012 --at 2026-11-21T12:00")
    let error = try desk.refuse(.taken, "swap make transco --given C-0012 --at 2026-11-21T11:00")
    #expect(error.details.text("holder") == "client:bakery/main")
    let late = try desk.one(
      "swap make transco --given C-0012 --at 2026-11-21T11:00 --reason \"went on to the bakery\"")
    #expect(late.texts("flags").contains("corrected"))
    #expect(try desk.one("cartridge show C-0012").text("holder") == "client:bakery/main")
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "swap make bakri --given C-0012"),
    (.notFound, "swap make bakery --given C-0099"),
    (.notFound, "swap make bakery --given BK-P1"),
    (.notFound, "swap make bakery --given C-0012 --to client:nobody"),
    (.notFound, "swap make bakery --given C-0012 --site nowhere"),
    (.notFound, "swap return S-9 --taken C-0044"),
    (.usage, "swap make bakery"),
    (.usage, "swap make --given C-0012"),
    (.usage, "swap make bakery --given C-0012 --given c-0012"),
    (.usage, "swap make bakery --given C-0012 --to nowhere:x"),
    (.time, "swap make bakery --given C-0012 --at 2026-11-22T03:26"),
    (.time, "swap make berlin --given C-0012 --at 2026-03-29T02:30"),
    (.taken, "swap make bakery --given C-0012 --taken C-0051"),
    (.taken, "swap make bakery --given C-0051 --taken C-0044"),
    (.usage, "swap return S-9x --taken C-0044"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.firm().refuse(code, command, as: "boris")
  }

  @Test func anEmptyOneIsNotGiven() throws {
    let desk = try TestDesk.firm()
    try desk.type("swap make bakery --given C-0012 --taken C-0044")
    try desk.refuse(.unsuitable, "swap make transco --given C-0044")
    try desk.type("cartridge add C-7 --type Q5942A --owner bakery --holder shelf")
    let error = try desk.refuse(.unsuitable, "swap make transco --given C-7")
    #expect(error.message.contains("not ours to give"))
    try desk.type("cartridge add C-8 --type Q5942A --owner pool --state empty")
    #expect(
      try desk.refuse(.unsuitable, "swap make bakery --given C-8").details.text("state")
        == "empty")
    let away = try desk.refuse(.taken, "swap make transco --given C-0012")
    #expect(away.details.text("holder") == "client:bakery/main")
  }
}

import DeskRules
import Testing

/// A shelf that is named for the first time is believed, and said.
@Suite struct NewPlaceTests {
  private func places(_ item: JSONObject) -> [JSON] {
    item.objects("new_places").map { $0.only("place", "nearest") }
  }

  @Test func everyDoorSaysThatNothingWasThereBefore() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "refiller add fix \"Toner Fix Ltd\"",
      "cartridge add E-1 --type Q5942A --owner pool --state empty",
      "refill send fix E-1", "ticket open transco --device TC-P1 --problem dead",
      "loan issue T-1 LP-03 --due 2026-11-30",
    ])
    for (number, command) in [
      "cartridge move shelf:miin C-0012", "device move LP-01 shelf:miin",
      "cartridge add C-90 --type Q5942A --owner pool --holder shelf:miin",
      "device add LP-90 --model \"HP LaserJet 4250\" --owner pool --holder shelf:miin",
      "swap make bakery --taken C-0044 --to shelf:miin", "refill receive R-1 E-1 --to shelf:miin",
      "loan return LP-03 --to shelf:miin",
    ].enumerated() {
      let name = "mai\(number)n"
      let item = try #require(try desk.type(command.replacing("miin", with: name)).first)
      #expect(
        places(item) == [try json(#"{"place":"shelf:\#(name)","nearest":["shelf:main"]}"#)]
          || places(item).first.map { "\($0)".contains(name) } == true, "\(command): \(item)")
    }
    #expect(try desk.problems() == [])
  }

  @Test func aPlaceInUseIsNotNew() throws {
    let desk = try TestDesk.firm()
    #expect(places(try desk.one("cartridge move shelf:two C-0012")).count == 1)
    for command in [
      "cartridge move shelf:two C-0013", "cartridge move shelf C-0013",
      "cartridge move van:boris C-0013",
      "swap make bakery --given C-0012",
    ] { #expect(try desk.one(command)["new_places"] == nil, "\(command)") }
    let far = try desk.one("cartridge move shelf:warehouse C-0014 --dry-run")
    #expect(places(far) == [try json(#"{"place":"shelf:warehouse","nearest":[]}"#)])
    let near = try desk.one("cartridge move shelf:tow C-0014")
    #expect(places(near).isEmpty == false)
  }
}

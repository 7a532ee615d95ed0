import DeskRules
import Testing

/// What stands on a device or a cartridge is added and corrected; it is found by it afterwards.
@Suite struct PieceEditTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "device add LP-05 --model \"HP LaserJet 4250\" --owner pool --serial SAME --barcode 4600",
      "device add LP-06 --model \"HP LaserJet 1020\" --owner pool --serial same",
      "cartridge add C-9 --type Q5942A --owner pool --barcode 4700 --serial CART",
      "cartridge add C-10 --type Q5942A --owner pool --serial TWIN",
      "cartridge add C-11 --type Q5942X --owner pool --serial TWIN",
    ])
    return desk
  }

  @Test func itIsFoundByWhatStandsOnIt() throws {
    let desk = try desk()
    let edited = try desk.one("device edit LP-03 --serial cn-1 --barcode 4601", as: "boris")
    #expect(
      edited.only("device", "serial", "barcode")
        == (try json(#"{"device":"LP-03","serial":"CN-1","barcode":"4601"}"#)))
    for text in ["CN-1", "cn-1", "4601"] {
      #expect(try desk.one("device show \(text)").text("device") == "LP-03")
    }
    try desk.type("device edit 4601 --serial CN-2")
    #expect(try desk.one("device show CN-2").text("barcode") == "4601")
    try desk.refuse(.notFound, "device show CN-1")
    // The same again is no entry; what is taken off is found no more.
    let head = try desk.seq
    try desk.type("device edit LP-03 --serial cn-2 --barcode 4601")
    #expect(try desk.seq == head)
    #expect(try desk.one("device edit LP-03 --barcode none")["barcode"] == nil)
    try desk.refuse(.notFound, "device show 4601")
    try desk.type("device edit LP-05 --barcode 4601")
    #expect(try desk.problems() == [])
  }

  @Test func aCartridgeIsFoundByWhatStandsOnIt() throws {
    let desk = try desk()
    let edited = try desk.one("cartridge edit C-0012 --serial hp-77 --barcode 4800", as: "boris")
    #expect(
      edited.only("cartridge", "serial", "barcode")
        == (try json(#"{"cartridge":"C-0012","serial":"HP-77","barcode":"4800"}"#)))
    #expect(try desk.one("cartridge show 4800").text("cartridge") == "C-0012")
    try desk.type("swap make bakery --given hp-77 --taken C-0044")
    #expect(try desk.one("cartridge edit 4800 --serial none")["serial"] == nil)
    try desk.refuse(.notFound, "cartridge show HP-77")
    #expect(try desk.problems() == [])
  }

  private static let refusals: [(ErrorCode, String)] = [
    (.notFound, "device edit LP-99 --serial X"),
    (.notFound, "device edit C-9 --serial X"),
    (.ambiguous, "device edit SAME --serial X"),
    (.usage, "device edit LP-03"),
    (.notFound, "cartridge edit LP-03 --serial X"),
    (.usage, "cartridge edit C-9"),
    (.exists, "cartridge edit C-0012 --serial cart"),
    (.exists, "cartridge edit C-0012 --barcode 4600"),
    (.exists, "cartridge edit C-0012 --barcode c-9"),
    (.ambiguous, "cartridge edit TWIN --barcode 1"),
    (.exists, "device edit LP-03 --serial same"),
    (.exists, "device edit LP-03 --serial cngxb01234"),
    (.exists, "device add LP-7 --model \"HP LaserJet 4250\" --owner pool --serial same"),
    (.exists, "cartridge add C-12 --type q5942a --owner bakery --serial cart"),
    (.exists, "device edit LP-03 --barcode 4600"),
    (.exists, "device edit LP-03 --barcode 4700"),
    (.exists, "device edit LP-03 --barcode lp-05"),
    (.exists, "device add LP-7 --model \"HP LaserJet 4250\" --owner pool --barcode 4600"),
    (.exists, "device add LP-7 --model \"HP LaserJet 4250\" --owner pool --barcode C-9"),
    (.exists, "device add 4600 --model \"HP LaserJet 4250\" --owner pool"),
    (.exists, "device add cart --model \"HP LaserJet 4250\" --owner pool"),
    (.exists, "cartridge add 4700 --type Q5942A --owner pool"),
    (.exists, "cartridge add twin --type Q5942A --owner pool"),
    (.exists, "cartridge add CNGXB01234 --type Q5942A --owner pool"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    let error = try desk().refuse(code, command, as: "dasha")
    if code == .exists { #expect(error.details.text("tag") != nil, "\(error)") }
  }

  @Test func aTypeThatWasMistypedTakesWhatIsCountedAlong() throws {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "swap make bakery --given C-0012", "swap make bakery --taken new:Q5942A",
      "swap make transco --given C-0013", "cartridge lose C-0013 --reason gone",
    ])
    try desk.refuse(.usage, "cartridge edit C-0013 --type Q2612A")
    let edited = try desk.one("cartridge edit C-0013 --type Q2612A --reason mistyped", as: "boris")
    #expect(edited.text("type") == "Q2612A")
    // The same again is no entry.
    let head = try desk.seq
    try desk.type("cartridge edit C-0013 --type Q2612A --reason mistyped")
    #expect(try desk.seq == head)
    let owed = try desk.one("swap balance transco")
    #expect(
      owed.only("group", "given", "owed")
        == (try json(#"{"group":"Q2612A","given":1,"owed":1}"#)))
    #expect(try desk.one("stock par --group Q2612A").number("given") == 1)
    #expect(try desk.one("stock par --group Q5942A").number("given") == 1)
    let life = try desk.type("cartridge show C-0013").first?.objects("history") ?? []
    #expect(life.contains { $0.text("what") == "corrected to a Q2612A, no Q5942X: mistyped" })
    // Another of the group moves nothing that is owed; a type that nobody knew is taken on.
    try desk.type("cartridge edit C-0012 --type Q5942X --reason mistyped")
    #expect(try desk.one("swap balance bakery").number("given") == 1)
    try desk.type("cartridge edit C-0014 --type NEW-1 --reason mistyped")
    #expect(try desk.one("supply show NEW-1").text("group") == "NEW-1")
    #expect(try desk.problems() == [])
  }

  @Test func anOwnerThatWasMistypedIsCorrectedBeforeAnySwap() throws {
    let desk = try TestDesk.firm()
    let edited = try desk.one("cartridge edit C-0014 --owner office --reason \"theirs\"")
    #expect(edited.text("owner") == "office")
    #expect(try desk.one("swap balance office").number("owed") == -1)
    #expect(try desk.one("swap list --client office").number("owed") == -1)
    try desk.type("cartridge edit C-0014 --owner pool --reason \"ours after all\"")
    #expect(try desk.type("swap list --client office").isEmpty)
    try desk.type("swap make bakery --given C-0012")
    let swapped = try desk.refuse(.state, "cartridge edit C-0012 --owner bakery --reason x")
    #expect(swapped.details.text("swap") == "S-2", "\(swapped.message)")
    try desk.type("cartridge scrap C-0013 --reason worn")
    let gone = try desk.refuse(.state, "cartridge edit C-0013 --owner bakery --reason x")
    #expect(gone.message.contains("cartridge find"))
    try desk.refuse(.notFound, "cartridge edit C-0014 --owner nobody --reason x")
    #expect(try desk.problems() == [])
  }

  @Test func twoOfATypeDoNotGetOneSerialByACorrection() throws {
    let refusal = try desk().refuse(.exists, "cartridge edit C-11 --type Q5942A --reason mistyped")
    #expect(refusal.details.text("tag") == "C-10")
  }
}

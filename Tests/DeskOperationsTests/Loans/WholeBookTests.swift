import DeskRules
import Testing

/// No door leads around a loan or a stay on our bench: whoever has a machine, the book says for what.
@Suite struct WholeBookTests {
  private func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open bakery --device BK-P1 --problem noise",
    ])
    return desk
  }

  @Test func aClientsMachineComesToUsOnlyWithItsReceipt() throws {
    let desk = try desk()
    for place in ["bench", "bench:A3", "shelf", "van:boris"] {
      let refusal = try desk.refuse(.unsuitable, "device move BK-P1 \(place) --reason so")
      #expect(refusal.message.contains("device receive"), "\(refusal.message)")
    }
    try desk.type("device receive T-2")
    try desk.typeAll(["device move BK-P1 shelf:north", "device move BK-P1 bench:B1"])
    try desk.refuse(.taken, "device move BK-P1 client:bakery")
    try desk.type("device handback T-2")
    // Between clients' sites it goes as before.
    try desk.typeAll(["site add bakery shop Shop", "device move BK-P1 client:bakery/shop"])
    #expect(try desk.problems() == [])
  }

  @Test func aLoanerGoesToAClientOnlyWithItsLoan() throws {
    let desk = try desk()
    let refusal = try desk.refuse(.unsuitable, "device move LP-01 client:bakery --reason so")
    #expect(refusal.message.contains("loan issue"), "\(refusal.message)")
    try desk.refuse(
      .usage, "device add LP-9 --model \"HP LaserJet 4250\" --owner pool --holder client:bakery")
    try desk.refuse(
      .usage, "device add BK-9 --model \"HP LaserJet 4250\" --owner bakery --holder bench")
  }

  @Test func whatIsGoneIsNotPromised() throws {
    let desk = try desk()
    let promise = "loan reserve T-1 LP-03 --from 2026-12-01 --until 2026-12-05"
    try desk.type("refiller add fix \"Toner Fix\"")
    for place in ["scrap", "lost", "refiller:fix"] {
      try desk.type("device move LP-03 \(place)")
      try desk.refuse(.taken, promise)
    }
    try desk.type("device move LP-03 shelf")
    try desk.refuse(.unsuitable, promise)
    #expect(try desk.one("device move LP-03 bench --state ready").text("state") == "ready")
    try desk.type(promise)
    #expect(try desk.problems() == [])
  }

  @Test(arguments: [
    "device move LP-03 scrap", "device move LP-03 lost", "device move LP-03 shelf --state retired",
  ])
  func whoeverWasPromisedWhatIsGoneIsTold(command: String) throws {
    let desk = try desk()
    try desk.typeAll([
      "loan reserve T-2 LP-03 --from 2026-12-01 --until 2026-12-05",
      "loan reserve T-1 LP-03 --from 2026-12-08 --until 2026-12-09",
    ])
    let refusal = try desk.refuse(.taken, command)
    #expect(refusal.message.contains("L-1") && refusal.message.contains("--reason"))
    let moved = try desk.one(command + " --reason \"fell off the van\"")
    #expect(moved.texts("broken") == ["L-1", "L-2"])
    #expect(try desk.type("loan list --reserved").isEmpty)
    let told = try desk.one("ticket show T-2").objects("history").compactMap { $0.text("what") }
    #expect(told.contains("reservation L-1 of LP-03 given to somebody else"))
    #expect(try desk.problems() == [])
  }

  @Test func aLoanerThatTheClientLostBreaksItsReservationsToo() throws {
    let desk = try desk()
    try desk.typeAll([
      "loan issue T-1 LP-03 --due 2026-11-30",
      "loan reserve T-2 LP-03 --from 2026-12-01 --until 2026-12-05",
    ])
    try desk.refuse(.taken, "loan return LP-03 --to lost")
    let back = try desk.one("loan return LP-03 --to lost --reason \"stolen from their yard\"")
    #expect(back.texts("broken") == ["L-2"])
    #expect(back.texts("flags") == ["lost"])
    #expect(try desk.one("device show LP-03").text("holder") == "lost")
    #expect(try desk.problems() == [])
  }

  @Test(arguments: ["lost", "scrap"])
  func aLoanerThatIsGoneIsReturnedWithAReasonAndLentNoMore(place: String) throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    let way = "loan return L-1 --to \(place) --reason"
    let moved = try desk.refuse(.taken, "device move LP-03 \(place) --reason stolen")
    #expect(moved.message.contains(way))
    let head = try desk.seq
    try desk.refuse(.usage, "loan return LP-03 --to \(place)")
    #expect(try desk.seq == head)
    #expect(try desk.one(way + " stolen").texts("flags") == [place])
    let device = try desk.one("device show LP-03")
    #expect([device.text("state"), device.text("holder")] == ["retired", place])
    try desk.type("device move LP-03 shelf")
    try desk.refuse(.unsuitable, "loan issue T-1 LP-03 --due 2026-11-30")
    try desk.type("device move LP-03 shelf --state ready")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    #expect(try desk.problems() == [])
  }

  @Test func aMoveEnteredLateDoesNotCutALoanUnseen() throws {
    let desk = try desk()
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T02:00")
    try desk.type("loan return LP-03 --at 2026-11-22T03:10")
    let late = "device move LP-03 van:boris --at 2026-11-22T02:30"
    try desk.refuse(.implausible, late)
    let moved = try desk.one(late + " --reason \"boris says so\"")
    #expect(moved.texts("flags") == ["entered_late", "overlaps L-1"])
    let history = try desk.one("device show LP-03").objects("history")
    #expect(history.map { $0.texts("flags") } == [[], [], ["entered_late"], []])
    #expect(try desk.problems() == [])
  }

  // MARK: Told back to front

  @Test func aReturnFromBeforeTheHandOverWasEnteredIsRecorded() throws {
    let desk = try desk()
    try desk.type("client edit transco --loan-page-price 1")
    try desk.now("2026-11-22T09:00+03:00")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --meter 10233")
    let early = "loan return LP-03 --at 08:00 --meter 10280"
    try desk.refuse(.time, early)
    let back = try desk.one(early + " --reason \"it was handed over at night\"")
    #expect(back.texts("flags") == ["before_hand_over"])
    #expect(back.text("returned") == "2026-11-22T08:00:00+03:00")
    #expect(back.text("charged") == "47.00")
    let device = try desk.one("device show LP-03")
    #expect(device.text("holder") == "shelf:main" && device.number("meter") == 10280)
    #expect(try desk.type("loan list").isEmpty)
    // It can be lent again, and reports count no time that never was.
    try desk.type("loan issue T-2 LP-03 --due 2026-11-30 --meter 10281")
    #expect(try desk.one("report devices --device TC-P1").number("loaner_days") == 0)
    #expect(try desk.problems() == [])
  }

  @Test func whoeverHadItThenKeepsItOnPaper() throws {
    let desk = try desk()
    try desk.type("loan issue T-2 LP-03 --due 2026-11-30 --at 2026-11-22T01:00")
    try desk.type("loan return LP-03 --at 2026-11-22T02:30")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-22T03:00")
    let back = try desk.one("loan return LP-03 --at 2026-11-22T02:00 --reason \"slips mixed up\"")
    #expect(back.texts("flags") == ["before_hand_over", "overlaps"])
    let device = try desk.one("device show LP-03")
    #expect(device.text("holder") == "shelf:main")
    #expect(
      device.objects("history").contains {
        $0.text("holder") == "client:bakery/main"
          && $0.text("until") == "2026-11-22T02:30:00+03:00"
      })
    #expect(try desk.problems() == [])
  }

  @Test func aHandBackFromBeforeTheReceiptWasEnteredIsRecorded() throws {
    let desk = try desk()
    try desk.now("2026-11-22T09:00+03:00")
    try desk.type("device receive T-1 --meter 100")
    try desk.refuse(.time, "device handback T-1 --at 08:00")
    let back = try desk.one("device handback T-1 --at 08:00 --meter 105 --reason \"came at six\"")
    #expect(back.texts("flags") == ["before_receipt", "entered_late"])
    #expect(try desk.type("bench list").isEmpty)
    let device = try desk.one("device show TC-P1")
    #expect(device.text("holder") == "client:transco/main" && device.number("meter") == 105)
    #expect(try desk.problems() == [])
  }

  @Test func aMachineThatNobodyWantsBackIsScrapped() throws {
    let desk = try desk()
    try desk.type("device receive T-1 --accessory cable")
    try desk.refuse(.usage, "device handback T-1 --scrapped")
    try desk.refuse(.usage, "device handback T-1 --scrapped --site main --reason x")
    let gone = try desk.one("device handback T-1 --scrapped --reason \"they bought a new one\"")
    #expect(gone.text("place") == "scrap" && gone.texts("flags") == ["scrapped"])
    #expect(try desk.one("device show TC-P1").text("state") == "retired")
    #expect(try desk.type("bench list").isEmpty)
    let receipt = try desk.one("device receipt T-1 --returned")
    #expect(receipt.text("title") == "Disposal of a machine left for repair")
    try desk.typeAll(["ticket resolve T-1", "ticket close T-1"])
    #expect(try desk.problems() == [])
  }

  // MARK: A return that nobody saw

  @Test func aPresumedReturnIsChasedUntilTheTrueOneIsTold() throws {
    let desk = try desk()
    try desk.type(
      "loan issue T-1 LP-03 --due 2026-11-30 --at 2026-11-21T10:00 --meter 10200"
        + " --accessory cable --accessory tray")
    try desk.type("loan issue T-2 LP-03 --due 2026-11-30 --at 2026-11-22T02:00 --reason seen")
    try desk.now("2026-11-25T10:00+03:00")
    let owed = try desk.one("loan list --owed")
    #expect(owed["presumed"] == .bool(true))
    #expect(owed.number("days_owed") == 3)
    #expect(owed.texts("missing") == ["cable", "tray"])
    // What comes before the rest is told is taken.
    #expect(try desk.one("loan return L-1 --accessory Cable").texts("missing") == ["tray"])
    #expect(try desk.one("loan list --owed").texts("missing") == ["tray"])
    let back = try desk.one("loan return L-1 --at 2026-11-21T18:00 --meter 10230 --missing tray")
    #expect(back.number("pages") == 30)
    #expect(try desk.one("loan list --owed").texts("missing") == ["tray"])
    try desk.refuse(.notFound, "loan return L-1 --accessory cable")
    try desk.type("loan return L-1 --write-off tray --reason \"fell off the van\"")
    #expect(try desk.type("loan list --owed").isEmpty)
    #expect(try desk.problems() == [])
  }

  // MARK: What did not go back with a client's machine

  @Test func whatStaysWithUsIsOwedToTheClient() throws {
    let desk = try desk()
    try desk.type("device receive T-1 --accessory \"power cable\" --accessory tray --accessory key")
    try desk.type("device handback T-1 --missing \"POWER cable\" --missing tray --missing key")
    try desk.now("2026-11-25T10:00+03:00")
    let owed = try desk.one("bench list --owed")
    #expect(owed.texts("missing") == ["power cable", "tray", "key"])
    #expect(owed.number("days_owed") == 3)
    #expect(owed.text("ticket") == "T-1" && owed.text("place") == "client:transco/main")
    #expect(try desk.one("bench list --owed", as: "tom").texts("missing").count == 3)
    #expect(try desk.type("bench list --owed", as: "olga").isEmpty)
    #expect(try desk.type("bench list --owed --client bakery").isEmpty)
    #expect("\(try desk.one("device receipt T-1 --returned"))".contains("Still owed"))

    try desk.refuse(.usage, "device handback T-1 --write-off tray")
    try desk.refuse(.usage, "device handback T-1 --accessory tray --meter 5")
    try desk.refuse(.usage, "device handback T-1 --accessory tray --write-off tray --reason x")
    try desk.refuse(.notFound, "device handback T-1 --accessory lid")
    try desk.refuse(.state, "device handback T-1")
    let rest = try desk.one("device handback T-1 --accessory \"power cable\" --accessory key")
    #expect(rest.texts("missing") == ["tray"])
    // The next stay of the machine has debts of its own.
    try desk.type("device receive T-1 --accessory tray")
    #expect(try desk.one("bench list --owed").texts("missing") == ["tray"])
    try desk.type("device handback T-1")
    #expect(try desk.one("bench list --owed").texts("missing") == ["tray"])
    let written = try desk.one("device handback T-1 --write-off TRAY --reason \"paid for\"")
    #expect(written["missing"] == nil)
    #expect(try desk.type("bench list --owed").isEmpty)
    let told = try desk.one("ticket show T-1").objects("history").compactMap { $0.text("what") }
    #expect(told.contains("what was left of TC-P1 is settled"))
    #expect(try desk.problems() == [])
  }
}

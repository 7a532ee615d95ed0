import DeskRules
import Testing

@Suite struct PieceTests {
  private static let refusals: [(ErrorCode, String)] = [
    (.exists, "device add bk-p1 --model \"HP LaserJet 4250\" --owner pool"),
    (.exists, "device add C-0012 --model \"HP LaserJet 4250\" --owner pool"),
    (.exists, "cartridge add LP-03 --type Q5942A --owner pool"),
    (.notFound, "device add X-1 --model \"HP LaserJet 4251\" --owner pool"),
    (.notFound, "device add X-1 --model \"HP LaserJet 4250\" --owner nobody"),
    (.notFound, "device add X-1 --model \"HP LaserJet 4250\" --owner bakery --site nowhere"),
    (.notFound, "device add X-1 --model \"HP LaserJet 4250\" --owner pool --holder client:nobody"),
    (.usage, "device add X-1 --model \"HP LaserJet 4250\" --owner pool --site main"),
    (.usage, "device add \"X 1\" --model \"HP LaserJet 4250\" --owner pool"),
    (.usage, "device add X-1 --model \"HP LaserJet 4250\" --owner pool --holder moon"),
    (.usage, "device add X-1 --model \"HP LaserJet 4250\""),
    (.usage, "cartridge add X-1 --type \"Q5942A group\" --owner pool --state half"),
    (.notFound, "device move LP-99 shelf"),
    (.notFound, "device move LP-03 client:nobody"),
    (.notFound, "device move LP-03 client:bakery/nowhere"),
    (.usage, "device move LP-03 van"),
    (.time, "device move LP-03 shelf --at 2026-11-22T03:26"),
    (.implausible, "device move LP-03 shelf --at 2026-11-20T08:59"),
    (.notFound, "device show C-0012"),
    (.notFound, "cartridge show C-9"),
    (.notFound, "device list --model \"HP LaserJet 9\""),
    (.notFound, "model show nothing"),
  ]

  @Test(arguments: refusals)
  func isRefused(code: ErrorCode, command: String) throws {
    try TestDesk.firm().refuse(code, command)
  }

  @Test func nearestNamesHelp() throws {
    let desk = try TestDesk.firm()
    func nearest(_ command: String) throws -> [String] {
      try desk.refuse(.notFound, command).details.texts("nearest")
    }
    #expect(try nearest("device show BK-P2") == ["BK-P1"])
    #expect(try nearest("device show C-0012") == [])
    #expect(try nearest("cartridge show C-0045").first == "C-0044")
    #expect(try nearest("model show \"HP LaserJet 4520\"").first == "HP LaserJet 4250")
    #expect(try nearest("ticket open bakry --problem x") == ["bakery"])
    #expect(try nearest("staff disable boriz") == ["boris"])
  }

  @Test func tagsAndSerialsAnswerInAnyCase() throws {
    let desk = try TestDesk.firm()
    for name in ["bk-p1", "BK-P1", "cngxb01234", "CNGXB01234"] {
      #expect(try desk.one("device show \(name)").text("device") == "BK-P1")
    }
    try desk.type(
      "device add BK-P2 --model \"hp laserjet 1020\" --owner bakery --serial CNGXB01234")
    try desk.refuse(.ambiguous, "device show CNGXB01234")
    #expect(try desk.type("device list --owner bakery --model \"HP LASERJET 1020\"").count == 1)
    #expect(try desk.type("device list --owner pool --holder shelf --limit 2").count == 2)
    #expect(
      try desk.type("device list --owner pool --after LP-02").map { $0.text("device") } == ["LP-03"]
    )
  }

  @Test func aLoanerThatIsOutIsNotMoved() throws {
    let desk = try TestDesk.firm()
    try desk.type("ticket open transco --device TC-P1 --problem dead")
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30")
    let error = try desk.refuse(.taken, "device move LP-03 shelf")
    #expect(error.details.text("client") == "transco")
  }

  @Test func aRecordedModelFillsGapsAndAnAddedOneDecides() throws {
    let desk = try TestDesk.firm()
    func record(_ more: String) throws -> String? {
      try desk.one("model record \"HP LaserJet 1020\" " + more).text("result")
    }
    #expect(try record("--ppm 99 --colour false") == "completed")
    #expect(try record("--ppm 98 --colour true") == "unchanged")
    #expect(
      try desk.one("model show \"hp laserjet 1020\"").only("ppm", "colour")
        == (try json(#"{"ppm":14,"colour":false}"#)))
    try desk.type("model add \"HP LaserJet 1020\" --ppm 15")
    #expect(try desk.one("model show \"HP LaserJet 1020\"").number("ppm") == 15)
    let seq = try desk.seq
    try desk.type("model record \"HP LaserJet 4250\" --supply Q5942A")
    #expect(try desk.seq == seq)
  }
}

import DeskRules
import Testing

/// Which loaner is named first, and what is said of the others.
@Suite struct LoanSearchTests {
  private func desk(_ more: [String] = []) throws -> TestDesk {
    let desk = try TestDesk.firm()
    try desk.typeAll([
      "ticket open transco --device TC-P1 --problem \"fuser dead\"",
      "ticket open office --device OF-C1 --problem streaks",
      "device add LP-11 --model \"HP LaserJet 4250\" --owner pool --holder shelf:north --meter 90000",
      "device add LP-12 --model \"HP LaserJet 4250\" --owner pool --holder van:boris --meter 290000",
      "device add LP-13 --model \"HP LaserJet 4250\" --owner pool --holder bench",
    ])
    try desk.typeAll(more)
    return desk
  }

  private func names(_ items: [JSONObject]) -> [String] {
    items.filter { $0["suitable"] == .bool(true) }.compactMap { $0.text("device") }
  }

  @Test func theLeastWornOfEqualOnesComesFirst() throws {
    let items = try desk().type("loan suggest T-1")
    #expect(Array(names(items).prefix(3)) == ["LP-03", "LP-11", "LP-12"])
    let away = try #require(items.first { $0.text("device") == "LP-13" })
    #expect(away.texts("reasons") == ["is at bench"])
    #expect(away.number("devices") == 1)
  }

  @Test func theNearestShelfCountsMoreThanWear() throws {
    let desk = try desk(["site edit transco main --shelf shelf:north"])
    #expect(try names(desk.type("loan suggest T-1")).first == "LP-11")
    #expect(
      try desk.one("client show transco").objects("sites").first?.text("shelf")
        == "shelf:north")
    #expect(try names(desk.type("loan suggest T-1 --near van:boris")).first == "LP-12")
    try desk.refuse(.usage, "site edit transco main --shelf client:bakery")
    try desk.refuse(.notFound, "site edit transco nowhere --shelf shelf:north")
    try desk.refuse(.notFound, "site edit nobody main --shelf shelf:north")
    #expect(try desk.problems() == [])
  }

  @Test func theVanOfWhoeverHasTheTicketIsNear() throws {
    let desk = try desk(["ticket assign T-1 boris"])
    let first = try #require(try desk.type("loan suggest T-1").first)
    #expect(first.text("device") == "LP-12")
    #expect(first.texts("reasons").contains("in the van of boris, who has the ticket"))
  }

  @Test func whatIsPromisedInThatTimeIsNotLentAndLaterIsSaid() throws {
    let desk = try desk([
      "loan reserve T-2 LP-03 --from 2026-11-25 --until 2026-11-27 --reason small"
    ])
    let items = try desk.type("loan suggest T-1 --until 2026-11-26")
    #expect(names(items).first == "LP-11")
    let promised = try #require(items.first { $0.text("device") == "LP-03" })
    #expect(promised["suitable"] == .bool(false))
    #expect(promised.texts("reasons").first?.hasPrefix("LP-03 is reserved for office, L-1") == true)

    let short = try desk.type("loan suggest T-1 --until 2026-11-24")
    let later = try #require(short.first { $0.text("device") == "LP-03" })
    #expect(later["suitable"] == .bool(true))
    #expect(later.text("free_until") == "2026-11-25T00:00:00+03:00")
  }

  private static let demands: [(demand: String, lacking: String?)] = [
    ("--format A3", "needs A3, has A4"),
    ("--colour", "colour not known"),
    ("--function scan --function fax", "cannot scan, fax"),
    ("--language pcl6", "page languages not known, needs pcl6"),
    ("--interface network", "no network"),
    ("--interface usb", nil),
  ]

  @Test(arguments: demands)
  func whatIsAskedForBesidesIsAHardNeed(demand: String, lacking: String?) throws {
    let desk = try desk(["model add \"HP LaserJet 4250\" --interface usb"])
    let items = try desk.type("loan suggest T-1 \(demand)")
    let same = try #require(items.first { $0.text("model") == "HP LaserJet 4250" })
    #expect(same["suitable"] == .bool(lacking == nil))
    if let lacking {
      #expect(same.texts("reasons") == [lacking])
      #expect(same.number("devices") == 4)
    }
  }

  @Test func anUnknownConnectionIsSaidAndNotRefused() throws {
    let desk = try desk(["model add \"HP LaserJet 4250\" --interface usb"])
    let items = try desk.type("loan suggest T-1")
    let other = try #require(items.first { $0.text("device") == "LP-01" })
    #expect(other["suitable"] == .bool(true))
    #expect(other.texts("reasons").contains("connection not known, needs usb"))
    let shown = try desk.one("model show \"HP LaserJet 4250\"")
    #expect(shown.texts("interfaces") == ["usb"])
    try desk.type("model add \"HP LaserJet 1020\" --interface wifi")
    let refused = try desk.type("loan suggest T-1").first { $0.text("device") == "LP-01" }
    #expect(refused?.texts("reasons") == ["cannot be connected by usb"])
  }

  @Test func aPageHoldsSoManyOfEach() throws {
    let desk = try desk(
      (20..<60).map {
        "device add LP-\($0) --model \"HP LaserJet 4250\" --owner pool --meter \($0)000"
      })
    #expect(try names(desk.type("loan suggest T-1")).count == 8)
    #expect(
      try names(desk.type("loan suggest T-1 --limit 3")) == ["LP-03", "LP-20", "LP-21"])
    let refused = try desk.type("loan suggest T-2").filter { $0["suitable"] == .bool(false) }
    #expect(refused.map { $0.number("devices") } == [1, 44])
  }

  @Test func theBestIsLentAtOnce() throws {
    let desk = try desk(["ticket expect T-1 2026-11-30"])
    let loan = try desk.one("loan issue T-1 --best", as: "dasha")
    #expect(loan.text("device") == "LP-03")
    #expect(loan.text("due") == "2026-11-30")
    #expect(loan["follows_repair"] == .bool(true))
    let second = "loan issue T-1 --best --due 2026-11-25"
    #expect(try desk.refuse(.taken, second).details.text("loan") == "L-1")
    let beside = try desk.one(second + " --reason \"two floors\"")
    #expect(beside.text("device") == "LP-11")
    #expect(beside.texts("flags") == ["second_loaner"])
    try desk.refuse(.usage, "loan issue T-1 LP-12 --best")
    try desk.refuse(.usage, "loan issue T-1 --due 2026-11-25")
    try desk.type("ticket open office --device OF-C1 --problem x")
    try desk.type("loan issue T-3 --best --due 2026-11-25")
    let refusal = try desk.refuse(.unsuitable, "loan issue T-2 --best --due 2026-11-25")
    #expect(refusal.details.texts("reasons").first?.hasPrefix("LP-02 is on loan") == true)
    #expect(try desk.problems() == [])
  }

  /// The index of loaners follows every path by which a device changes.
  @Test func theIndexFollowsThePool() throws {
    let desk = try desk()
    func state(_ device: String) throws -> [String] {
      try desk.rows(
        "SELECT availability, place, meter FROM loaner WHERE device = '\(device)'"
      ).flatMap { $0.map(\.shown) }
    }
    #expect(try state("LP-03") == ["free", "shelf:main", "10120"])
    try desk.type("loan issue T-1 LP-03 --due 2026-11-30 --meter 10233")
    #expect(try state("LP-03") == ["out", "client:transco", "10233"])
    try desk.type("loan return LP-03 --defective --meter 10240 --to van:boris")
    #expect(try state("LP-03") == ["defective", "van:boris", "10240"])
    try desk.type("device move LP-12 bench")
    #expect(try state("LP-12") == ["away", "bench", "290000"])
    #expect(try state("TC-P1") == [])
    #expect(
      try desk.rows(
        """
        SELECT model, availability, count(*) FROM loaner GROUP BY 1, 2
        EXCEPT SELECT model, availability, devices FROM loaner_count
        """) == [])
    #expect(try desk.problems() == [])
  }

  @Test func whatTheTicketIsPromisedIsNamedAndLentFirst() throws {
    let desk = try desk([
      "loan reserve T-1 LP-12 --from 2026-11-22T10:30 --until 2026-11-25",
      "loan reserve T-2 LP-11 --from 2026-12-20 --until 2026-12-25 --reason small",
    ])
    let first = try #require(try desk.type("loan suggest T-1 --until 2026-11-25").first)
    #expect(first.text("device") == "LP-12")
    #expect(first.texts("reasons").contains("promised to T-1, L-1"))
    #expect(first["free_until"] == nil)
    // To others it is promised to somebody else.
    #expect(!(try names(desk.type("loan suggest T-2 --until 2026-11-25")).contains("LP-12")))
    let loan = try desk.one("loan issue T-1 --best")
    #expect(loan.text("device") == "LP-12" && loan.text("loan") == "L-1")
    #expect(loan.text("due") == "2026-11-25")
    #expect(try desk.type("loan list --reserved").map { $0.text("loan") } == ["L-2"])
    #expect(try desk.problems() == [])
  }

  @Test func whatIsPromisedButOutIsNotWaitedFor() throws {
    let desk = try desk([
      "loan reserve T-1 LP-03 --from 2026-11-22T10:30 --until 2026-11-25",
      "loan issue T-2 LP-03 --due 2026-11-22T09:00 --reason small",
    ])
    let items = try desk.type("loan suggest T-1 --until 2026-11-25")
    #expect(names(items).first == "LP-11")
    let promised = try #require(items.first { $0.text("device") == "LP-03" })
    #expect(promised.texts("reasons").first?.hasPrefix("LP-03 is on loan L-2") == true)
    #expect(try desk.one("loan issue T-1 --best --due 2026-11-25").text("device") == "LP-11")
  }

  @Test func whereNothingStandsNothingIsNear() throws {
    let refusal = try desk().refuse(.notFound, "loan suggest T-1 --near shelf:nort")
    #expect(refusal.details.texts("nearest") == ["north"])
    try desk().refuse(.notFound, "loan suggest T-1 --near van:nobody")
    try desk().type("loan suggest T-1 --near shelf:main")
  }

  private static let languages: [(own: String, other: String?, reason: String?)] = [
    ("PS", "PostScript 3", nil),
    ("PCL 5e", "pcl5", nil),
    ("PCL-XL", "PCL6", nil),
    ("pcl", "PCL 5c", nil),
    ("pcl3gui", "pcl", "speaks none of pcl3gui"),
    ("PS", "pcl5", "speaks none of postscript"),
    ("PS", nil, "page languages not known, needs postscript"),
  ]

  @Test(arguments: languages)
  func languagesAreOneHoweverTheyAreWritten(own: String, other: String?, reason: String?) throws {
    let desk = try desk(["model add \"HP LaserJet 4250\" --language \"\(own)\""])
    if let other { try desk.type("model add \"HP LaserJet 1020\" --language \"\(other)\"") }
    let item = try #require(
      try desk.type("loan suggest T-1").first { $0.text("device") == "LP-01" })
    #expect(item["suitable"] == .bool(reason == nil))
    if let reason { #expect(item.texts("reasons") == [reason]) }
  }
}

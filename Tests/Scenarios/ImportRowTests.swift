import DeskRules
import Foundation
import Testing

/// Lists from a spreadsheet: devices, cartridges, clients and sites.
@Suite struct ImportRowTests {
  private func firm() async throws -> Workplace {
    let workplace = try Workplace()
    try await workplace.must("init", "Firm", "--currency", "EUR", "--timezone", "Europe/Berlin")
    try await workplace.must("model", "add", "HP LaserJet 4250", "--format", "A4")
    try await workplace.must("client", "add", "bakery", "Bakery")
    return workplace
  }

  private func counts(_ ended: Ended) throws -> [Int64?] {
    let counts = try JSONParser.parse(String(ended.output.dropLast())).members
    return ["added", "unchanged", "refused"].map { key in
      guard case .integer(let count)? = counts?[key] else { return nil }
      return count
    }
  }

  private static let devices = """
    Device,Model,Owner,Serial Number,Meter
    LP-01,HP LaserJet 4250,pool,CN1,10120
    BK-P1,HP LaserJet 4250,bakery,CN2,
    LP-02,HP LaserJet 9999,pool,CN3,5
    LP-03,HP LaserJet 4250,nobody,CN4,x
    LP-04,"HP LaserJet 4250",pool
    "LP-05",hp laserjet 4250,pool,"CN,5",0

    """

  @Test(arguments: [false, true])
  func rowsAreCarriedOutOneByOneAndOnlyOnce(throughServer: Bool) async throws {
    let workplace = try await firm()
    let file = try workplace.write("devices.csv", Self.devices)
    let words = ["import", "devices", file, "--column", "Serial Number=serial", "--json"]
    func run(_ more: [String] = []) async throws -> Ended { try await workplace.run(words + more) }

    func runs() async throws {
      let dry = try await run(["--dry-run"])
      #expect(try counts(dry) == [3, 0, 3], "\(dry)")
      #expect(dry.code == 65)
      let none = try await workplace.must("device", "list", "--json")
      #expect(none == "[]\n")

      let first = try await run(["--report", workplace.file("report.csv")])
      #expect(try counts(first) == [3, 0, 3], "\(first)")
      #expect(first.errors.contains("line 4, LP-02"), "\(first)")
      #expect(first.errors.contains("line 6: 3 fields where 5 are expected"), "\(first)")
      let report = try String(contentsOfFile: workplace.file("report.csv"), encoding: .utf8)
      let results = report.split(separator: "\r\n").dropFirst()
      #expect(results.count == 6 && results.count { $0.hasSuffix(",added") } == 3, "\(report)")
      let head = try await workplace.must("journal", "list", "--limit", "1", "--json")

      #expect(try counts(try await run()) == [0, 3, 3])
      #expect(try counts(try await run(["--dry-run"])) == [0, 3, 3])
      #expect(try await workplace.must("journal", "list", "--limit", "1", "--json") == head)
      let device = try await workplace.must("device", "show", "CN,5", "--json")
      #expect(device.contains("LP-05") && device.contains("\"model\":\"HP LaserJet 4250\""))
    }
    if throughServer {
      try await withServer(workplace) { _ in try await runs() }
    } else {
      try await runs()
    }
  }

  @Test func aRowThatChangedSinceIsRefused() async throws {
    let workplace = try await firm()
    let columns = "cartridge,type,owner\n"
    let file = try workplace.write("c.csv", columns + "C-1,Q5942A,pool\nC-2,Q5942A,pool\n")
    try await workplace.must("import", "cartridges", file)
    _ = try workplace.write("c.csv", columns + "c-1,Q5942X,pool\nC-2,Q5942A,pool\n")
    for more in [[], ["--dry-run"]] {
      let ended = try await workplace.run(["import", "cartridges", file, "--json"] + more)
      #expect(try counts(ended) == [0, 1, 1], "\(ended)")
      #expect(ended.errors.contains("line 2, C-1: was imported before with other values"))
    }
  }

  @Test func whatStandsTwiceInAFileCountsOnceDryOrNot() async throws {
    let workplace = try await firm()
    let rows = """
      cartridge,type,owner,barcode
      C-1,Q5942A,pool,111
      C-1,Q5942A,pool,111
      c-1,Q2612A,pool,112
      C-2,Q5942A,pool,111
      C-3,Q5942A,pool,113
      ,Q5942A,pool,
      ,Q5942A,pool,

      """
    let file = try workplace.write("c.csv", rows)
    let words = ["import", "cartridges", file, "--json"]
    for more in [["--dry-run"], []] {
      let ended = try await workplace.run(words + more)
      #expect(try counts(ended) == [2, 1, 4], "\(ended)")
      #expect(ended.errors.contains("line 4, C-1: stands in line 2 with other values"), "\(ended)")
      #expect(ended.errors.contains("line 5, C-2: "), "\(ended)")
      #expect(ended.errors.contains("line 7: has no cartridge"), "\(ended)")
    }
    #expect(try counts(try await workplace.run(words)) == [0, 3, 4])
    #expect(try counts(try await workplace.run(words + ["--dry-run"])) == [0, 3, 4])
    let list = try await workplace.must("cartridge", "list", "--csv")
    #expect(list.split(separator: "\r\n").count == 3, "\(list)")
  }

  @Test func aDryRunKnowsTheGroupsBeforeIt() async throws {
    let workplace = try await firm()
    try await workplace.must("supply", "set", "Q5942A", "--yield", "10000")
    try await workplace.must(
      "supply", "set", "Q5942X", "--group", "Q5942A", "--reason", "one shell")
    let file = try workplace.write(
      "balances.csv", "client,type,owes\nbakery,Q5942A,3\nbakery,Q5942X,1\n")
    for more in [["--dry-run"], []] {
      let ended = try await workplace.run(["import", "balances", file, "--json"] + more)
      #expect(try counts(ended) == [1, 0, 1], "\(ended)")
    }
    let untagged = try workplace.write("c.csv", "type,owner\nQ5942A,pool\n")
    let refused = try await workplace.run(["import", "cartridges", untagged])
    #expect(refused.code == 64 && refused.errors.contains("the column cartridge is missing"))
  }

  @Test func aPriceListComesInAndIsReadByDay() async throws {
    let workplace = try await firm()
    let file = try workplace.write(
      "prices.csv",
      "article,price,from\nRM1-4554,4500.00,2026-01-01\nRM1-4554,4700,2027-01-01\nA B,5,2026-01-01\n"
    )
    for more in [["--dry-run"], []] {
      let ended = try await workplace.run(["import", "prices", file, "--json"] + more)
      #expect(try counts(ended) == [2, 0, 1], "\(ended)")
    }
    let list = try await workplace.must("price", "list", "rm1-4554", "--csv")
    #expect(list.split(separator: "\r\n").count == 3, "\(list)")
  }

  @Test func clientsAndTheirSites() async throws {
    let workplace = try await firm()
    let clients = try workplace.write(
      "clients.csv", "client,name,timezone\ntransco,\"ООО \"\"Транс\"\"\",Asia/Omsk\n")
    let sites = try workplace.write(
      "sites.csv", "client,site,name,address\ntransco,depot,Депо,\"ул. Мира, 1\"\n")
    try await workplace.must("import", "clients", clients)
    try await workplace.must("import", "sites", sites)
    let shown = try await workplace.must("client", "show", "transco", "--json")
    #expect(shown.contains("ООО \\\"Транс\\\"") && shown.contains("ул. Мира, 1"))
  }

  @Test func openingBalancesComeInOnce() async throws {
    let workplace = try await firm()
    let file = try workplace.write(
      "balances.csv",
      "client,type,owes,is_owed,at\nbakery,Q5942A,3,,2026-11-01\nbakery,Q2612A,,2,\n")
    for _ in 1...2 { try await workplace.must("import", "balances", file) }
    let lines = try await workplace.must("swap", "list", "--csv")
    #expect(lines.split(separator: "\r\n").count == 3, "\(lines)")
  }

  @Test(arguments: [
    ("", [], "the file is empty"),
    ("device,model\n", [], "the column owner is missing"),
    ("device,model,owner,serail\n", [], "it has serial"),
    ("device,model,owner,Model\n", [], "two columns are model"),
    ("device,model,owner,key\n", [], "no parameter"),
    ("device;model;owner\n", [], "save it as CSV with commas"),
    ("device,model,owner\n", ["--column", "Tag=device"], "there is no column \"Tag\""),
    ("device,model,owner\n", ["--column", "device"], "write TITLE=PARAMETER"),
  ])
  func columnsThatMeanNothingAreRefusedBeforeAnyRow(
    text: String, more: [String], says: String
  ) async throws {
    let workplace = try await firm()
    let rows = text.isEmpty ? "" : text + "LP-01,HP LaserJet 4250,pool,CN1\n"
    let ended = try await workplace.run(
      ["import", "devices", try workplace.write("d.csv", rows)] + more)
    #expect(ended.code == 64 && ended.errors.contains(says), "\(ended)")
    #expect(try await workplace.must("device", "list", "--json") == "[]\n")
  }
}

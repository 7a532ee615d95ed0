import DeskRules
import Testing

/// A desk that is filled by hand: no catalogue is needed for anything.
@Suite struct ByHandTests {
  static let setUp: [[String]] = [
    ["init", "Nordic Copy", "--currency", "EUR", "--timezone", "Europe/Berlin"],
    ["client", "add", "cafe", "Café am Markt"],
    [
      "client", "add", "verlag", "Verlag Östlich", "--timezone", "Europe/London", "--currency",
      "GBP",
    ],
    ["staff", "add", "eva", "Eva Engineer", "--role", "engineer", "--login", "eva"],
    ["staff", "add", "max", "Max Manager", "--role", "manager"],
    ["model", "add", "Acme Press 1", "--format", "A3", "--colour", "--duplex", "--ppm", "30"],
    ["model", "add", "Acme Mini", "--format", "A4"],
    ["device", "add", "CA-1", "--model", "acme press 1", "--owner", "cafe", "--serial", "S-77"],
    ["device", "add", "POOL-1", "--model", "Acme Press 1", "--owner", "pool"],
    ["device", "add", "POOL-2", "--model", "Acme Mini", "--owner", "pool"],
    ["cartridge", "add", "K-1", "--type", "AC-900", "--owner", "pool", "--state", "full"],
    ["cartridge", "add", "K-2", "--type", "AC-900", "--owner", "cafe", "--state", "empty"],
    ["cartridge", "add", "K-3", "--type", "AC-900", "--owner", "cafe"],
    ["ticket", "open", "cafe", "--device", "CA-1", "--problem", "stripes"],
    ["ticket", "open", "verlag", "--problem", "a call without a device"],
    ["budget", "set", "cafe", "repair", "--limit", "900.00", "--period", "2026"],
    ["budget", "set", "cafe", "parts", "--limit", "80.50", "--period", "2026-Q4"],
    ["budget", "set", "cafe", "toner", "--limit", "10", "--period", "2026-11"],
    [
      "budget", "set", "verlag", "repair", "--limit", "0.01", "--period",
      "2026-04-06..2027-04-05",
    ],
    ["tariff", "set", "--rate", "60.00", "--from", "2026-01-01"],
  ]

  static func desk() async throws -> Workplace {
    let desk = try Workplace()
    for words in setUp { try await desk.must(words) }
    return desk
  }

  @Test func everyCommandWorksWithoutACatalogue() async throws {
    let desk = try await Self.desk()
    #expect(try await desk.list("client", "list").map { $0.text("client") } == ["cafe", "verlag"])
    let press = try await desk.object("model", "show", "ACME PRESS 1")
    #expect(press.text("format") == "A3")
    #expect(press["colour"] == .bool(true))
    #expect(press["ppm"]?.number == 30)
    let ticket = try await desk.object("ticket", "show", "t-1")
    for key in ["number", "state", "client", "device", "problem", "priority", "opened", "lines"] {
      #expect(ticket[key] != nil, "\(key)")
    }
    #expect(ticket.text("state") == "new")
    #expect(try await desk.object("device", "show", "s-77").text("device") == "CA-1")
    let periods = try await desk.list("budget", "show", "cafe", "--on", "2026-11-05")
    #expect(
      periods.map { $0.text("period") } == ["2026-Q4", "2026", "2026-11"], "\(periods)")
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }

  @Test func theStoriesWorkOnWhatWasMadeByHand() async throws {
    let desk = try await Self.desk()
    let callout = try await desk.object(
      "callout", "log", "cafe", "--device", "CA-1", "--arrived", "2026-11-10T23:15", "--done",
      "2026-11-11T00:15", "--problem", "stripes", "--work", "drum cleaned", "--swap",
      "given=K-1,taken=K-3")
    #expect(callout.text("total") == "60.00")
    #expect(callout["flags"]?.line == #"["fit_unknown"]"#, "\(callout)")
    let suggestions = try await desk.list("loan", "suggest", "T-1")
    #expect(suggestions.map { $0.text("device") } == ["POOL-1", "POOL-2"])
    #expect(suggestions.map { $0["suitable"] } == [.bool(true), .bool(false)])
    let loan = try await desk.object("loan", "issue", "T-1", "POOL-1", "--due", Firm.day(9))
    #expect(loan.text("loan") == "L-1")
    let held = try await desk.run("loan", "issue", "T-1", "POOL-1", "--due", Firm.day(9), "--json")
    #expect(try held.refusal().text("code") == "taken")
    let back = try await desk.object("loan", "return", "POOL-1")
    #expect(back.text("returned") != nil)
    let left = try await desk.list("budget", "show", "cafe", "--on", "2026-11-11")
    #expect(left.first { $0.text("line") == "repair" }?.text("available") == "840.00")
  }

  @Test func aSecondInitAtTheSamePlaceIsRefused() async throws {
    let desk = try Workplace()
    let words = ["init", "Nordic Copy", "--currency", "EUR", "--timezone", "Europe/Berlin"]
    try await desk.must(words)
    let again = try await desk.run(words)
    #expect(again.code == 65)
    #expect(again.refusalCode == "exists")
    #expect(try await desk.head() == 1)
  }

  @Test func aDeskNeedsNoConfiguration() async throws {
    let place = try Workplace()
    let bare = ["SWAPDESK_DESK": ""]
    let words = ["init", "Nordic Copy", "--currency", "EUR", "--timezone", "Europe/Berlin"]
    let made = try await place.run(words, adding: bare)
    #expect(made.code == 0, "\(made)")
    #expect(made.output.contains(place.file("data/swapdesk/desk.sqlite")))
    let listed = try await place.run(["client", "list", "--json"], adding: bare)
    #expect(listed.output == "[]\n")
  }

  @Test func theConfigurationNamesDeskAndServer() async throws {
    let desk = try await Self.desk()
    let bare = ["SWAPDESK_DESK": ""]
    try await desk.must("ping")
    try desk.makeFolder("config/swapdesk")
    _ = try desk.write("config/swapdesk/config.yaml", "desk: \(desk.desk)\n")
    let listed = try await desk.run(["client", "list"], adding: bare)
    #expect(listed.output.contains("Café am Markt"), "\(listed)")
    _ = try desk.write("config/swapdesk/config.yaml", "dsek: \(desk.desk)\n")
    let misspelt = try await desk.run(["client", "list"], adding: bare)
    #expect(misspelt.code == 64)
    #expect(misspelt.errors.contains("did you mean desk?"), "\(misspelt)")
    _ = try desk.write("config/swapdesk/config.yaml", "server: unix:\(desk.file("none.sock"))\n")
    let away = try await desk.run(["client", "list"], adding: bare)
    #expect(away.code == 69, "\(away)")
  }
}

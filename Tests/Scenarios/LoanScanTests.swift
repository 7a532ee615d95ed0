import DeskRules
import Testing

/// Loaners by tags on standard input, as a scanner types them.
@Suite struct LoanScanTests {
  @Test func promisesAreGivenUpAndLoanersComeBackByTheirTags() async throws {
    let desk = try Workplace()
    try await desk.must("init", "Firm", "--currency", "EUR", "--timezone", "Europe/Berlin")
    try await desk.must("client", "add", "cafe", "Café")
    try await desk.must("model", "add", "HP LaserJet 4250")
    try await desk.must("ticket", "open", "cafe", "--problem", "jam")
    for tag in ["LP-1", "LP-2", "LP-3"] {
      try await desk.must("device", "add", tag, "--model", "HP LaserJet 4250", "--owner", "pool")
      try await desk.must(
        "loan", "reserve", "T-1", tag, "--from", "2099-01-01", "--until", "2099-01-31")
    }
    let tags = try desk.write("tags", "lp-1\nL-2\nLP-9\nLP-1\n")
    let given = try await desk.run(["loan", "cancel", "-", "--reason", "sold"], inputPath: tags)
    #expect(given.code == 65, "\(given)")
    let lines = given.output.split(separator: "\n")
    #expect(lines.prefix(2) == ["lp-1  ok", "L-2  ok"], "\(given)")
    #expect(lines.count == 4 && lines[2].hasSuffix("[not_found]") && lines[3].hasSuffix("[state]"))
    #expect(try await desk.list("loan", "list", "--reserved").map { $0.text("loan") } == ["L-3"])

    let loaners = try desk.write("loaners", "LP-1\nLP-2\n")
    for words in [["loan", "issue", "T-1", "-", "--due", "2098-12-31"], ["loan", "return", "-"]] {
      let ended = try await desk.run(words, inputPath: loaners)
      #expect(ended.code == 0, "\(ended)")
    }
    #expect(try await desk.list("loan", "list").isEmpty)
    #expect(try await desk.object("check")["problems"]?.line == "[]")
  }
}

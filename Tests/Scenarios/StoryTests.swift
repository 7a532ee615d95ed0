import DeskRules
import Testing

/// The three sentences that the desk is for, each one command and one line on the socket.
@Suite struct StoryTests {
  @Test func theEngineerSaysItInOneCommand() async throws {
    let desk = try await Firm.workplace()
    let page = try await desk.must(Firm.callout)
    let lines = page.split(separator: "\n").map(String.init)
    #expect(lines[0].hasPrefix("T-18  bakery, BK-P1  "))
    #expect(lines[0].hasSuffix("called 01:10, arrived 01:40, done 03:10"))
    #expect(lines[1] == "  90 min night  4500.00")
    #expect(page.contains("total 9500.00 RUB\nswap S-1: given C-0012, taken C-0044\n"))
    #expect(lines.last == "budget repair \(Firm.period): 40500.00 RUB left, 9500.00 spent")
    try await desk.must("check")
  }

  @Test func theCalloutsObjectHasItsContract() async throws {
    let desk = try await Firm.workplace()
    let callout = try await desk.object(Firm.callout)
    #expect(callout.text("ticket") == "T-18")
    #expect(
      callout["visit"]?.members?.members.map(\.key) == [
        "number", "engineer", "called", "arrived", "done",
      ])
    #expect(callout["minutes"]?.line == #"[{"band":"night","minutes":90,"amount":"4500.00"}]"#)
    let lines = try #require(callout["lines"]?.elements).compactMap(\.members)
    #expect(lines.map { $0.text("kind") } == ["labour", "callout_fee", "part"])
    #expect(lines.map { $0.text("amount") } == ["4500.00", "500.00", "4500.00"])
    #expect(lines.allSatisfy { $0.text("text") != nil && $0["quantity"]?.number != nil })
    #expect(callout.text("total") == "9500.00")
    #expect(callout["budget"]?.elements?.first?.members?.text("available") == "40500.00")
    #expect(callout["flags"]?.line == "[]")
  }

  @Test func theDispatcherIsToldWhatToLendAndLendsIt() async throws {
    let desk = try await Firm.workplace()
    let suggestions = try await desk.list("loan", "suggest", "T-17")
    #expect(suggestions.map { $0.text("device") }.first == "LP-03")
    #expect(suggestions.count == 3)
    for suggestion in suggestions {
      #expect(suggestion.text("model") != nil)
      #expect(suggestion["suitable"] != nil && suggestion["score"]?.number != nil)
      #expect(suggestion["reasons"]?.elements?.isEmpty == false)
    }
    let loan = try await desk.object(Firm.issue)
    #expect(loan.text("loan") == "L-1")
    #expect(loan.text("device") == "LP-03")
    #expect(loan.text("client") == "transco")
    #expect(loan.text("ticket") == "T-17")
    #expect(loan.text("due") == Firm.day(9))
    let refused = try await desk.run(Firm.issue + ["--json"])
    #expect(refused.code == 65)
    let refusal = try refused.refusal()
    #expect(refusal.text("code") == "taken")
    #expect(refusal.text("loan") == "L-1")
    #expect(refusal.text("message")?.contains("transco until \(Firm.day(9))") == true)
  }

  @Test func theAccountantIsToldWhatIsLeft() async throws {
    let desk = try await Firm.workplace()
    try await desk.must(Firm.callout)
    let lines = try await desk.list("budget", "show", "bakery")
    #expect(lines.map { $0.text("line") } == ["goods", "repair"])
    let repair = try #require(lines.last)
    #expect(
      repair.members.map(\.key).starts(with: [
        "client", "line", "period", "currency", "limit", "transferred", "held", "pending", "spent",
        "unfunded", "available",
      ]))
    #expect(repair.text("spent") == "9500.00")
    #expect(repair.text("available") == "40500.00")
  }

  @Test func eachStoryIsALineOnTheSocket() async throws {
    let desk = try await Firm.workplace()
    try await withServer(desk) { server in
      let path = server.socketPath
      try await onThread {
        let session = try RawSession(path: path)
        #expect(session.greeting.hasPrefix("swapdesk 1 "))
        let callout = try session.ask(
          #"@3 callout.log client=bakery device=BK-P1 called=01:10 arrived=01:40 done=03:10"#
            + #" problem="paper jam, fuser" work="fuser replaced" part="RM1-4554 fuser=4500.00""#
            + #" swap=given=C-0012,taken=C-0044"#)
        #expect(callout.items.first?.text("total") == "9500.00", "\(callout)")
        let suggestions = try session.ask("loan.suggest ticket=T-17")
        #expect(suggestions.items.first?.text("device") == "LP-03", "\(suggestions)")
        let loan = try session.ask(
          "loan.issue ticket=T-17 device=LP-03 due=\(Firm.day(9)) meter=10233")
        #expect(loan.items.first?.text("loan") == "L-1", "\(loan)")
        #expect(loan.sequence == callout.sequence + 1)
        let budget = try session.ask("budget.show client=bakery line=repair")
        #expect(budget.items.first?.text("available") == "40500.00", "\(budget)")
      }
    }
  }
}

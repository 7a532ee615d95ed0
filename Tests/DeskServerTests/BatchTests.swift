import DeskRules
import DeskServer
import Testing

@Suite struct BatchTests {
  @Test func laterChangesSeeEarlierOnes() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send(
        "batch", "client.add client=bakery name=Bakery",
        "site.add client=bakery site=shop name=Shop", "@e end", "@p ping")
      let reply = try session.reply()
      #expect(reply.tag == "e")
      #expect(reply.error == nil, "\(reply)")
      #expect(reply.items.map { $0["index"]?.number } == [1, 2])
      #expect(reply.items.map { $0["seq"]?.number } == [2, 3])
      #expect(reply.seq == 3)
      #expect(try session.line() == "@p ok 0 3")
    }
  }

  @Test func oneRefusalLeavesNothingBehind() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send(
        "batch", "client.add client=bakery name=Bakery", "client.add client=bakery name=Again",
        "client.add client=other name=Other", "end")
      let reply = try session.reply()
      #expect(reply.code == .exists)
      #expect(reply.error?.details["index"] == .integer(2))
      #expect(reply.error?.details.text("client") == "bakery")
      #expect(reply.seq == 1)
      #expect(try session.must("client.list").count == 0)
    }
  }

  @Test func theSameKeyHappensOnce() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      var seqs: [Int64] = []
      for _ in 0..<2 {
        session.send(
          "batch key=k1", "client.add client=a name=A", "client.add client=b name=B", "end")
        seqs.append(try session.reply().seq)
      }
      #expect(seqs == [3, 3])
      #expect(try session.must("ping").seq == 3)
    }
  }

  @Test func aDryRunTriesEachOnWhatThoseBeforeItWouldLeave() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send(
        "batch dry_run=true", "client.add client=a name=A", "client.add client=a name=Again",
        "site.add client=a site=shop name=Shop", "ping", "client.add client=", "end")
      let reply = try session.reply()
      #expect(reply.error == nil, "\(reply)")
      #expect(reply.seq == 1)
      #expect(reply.items.map { $0["index"]?.number } == [1, 2, 3, 4, 5])
      #expect(reply.items.map { $0["seq"]?.number } == [2, 2, 3, 3, 3])
      #expect(
        reply.items.map { $0.text("error") } == [nil, "exists", nil, "usage", "usage"])
      #expect(reply.items[1]["refusal"]?.members?.text("client") == "a")
      #expect(reply.items[1]["refusal"]?.members?.text("message")?.isEmpty == false)
      #expect(try session.must("client.list").count == 0)
      #expect(try session.must("ping").seq == 1)
      session.send("batch dry_run=true key=k")
      #expect(try session.reply().code == .usage)
    }
  }

  @Test(arguments: [
    ("ping", ErrorCode.usage), ("batch", .usage), ("nonsense", .unknownOperation),
    ("client.add client=", .usage), ("quit", .usage),
  ])
  func whatIsNoChangeSpoilsTheBatchAtItsPlace(line: String, code: ErrorCode) async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send(
        "batch", "client.add client=a name=A", line, "nonsense", "client.add client=b name=B", "end"
      )
      let reply = try session.reply()
      #expect(reply.code == code)
      #expect(reply.error?.details["index"] == .integer(2))
      #expect(try session.must("client.list").count == 0)
    }
  }

  @Test func aBatchIsLimited() async throws {
    try await withDesk {
      $0.limits.changesPerBatch = 2
    } _: { desk in
      let session = try desk.local()
      session.send("batch")
      for number in 1...3 { session.send("client.add client=c\(number) name=C") }
      session.send("end")
      let reply = try session.reply()
      #expect(reply.code == .tooLong)
      #expect(reply.error?.details["index"] == .integer(3))
    }
  }

  @Test func endNeedsABatchAndLeavingDropsIt() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      #expect(try session.ask("end").code == .state)
      session.send("batch", "client.add client=a name=A")
      session.endSending()
      #expect(try session.isClosed())
      #expect(try desk.local().must("client.list").count == 0)
    }
  }
}

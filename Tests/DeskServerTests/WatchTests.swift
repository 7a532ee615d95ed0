import DeskClient
import DeskRules
import DeskServer
import DeskWire
import Testing

@Suite struct WatchTests {
  /// The numbers that items carry until the mark of an entry; marks have a number and nothing else.
  private func entries(_ session: LineClient, until mark: Int64) throws -> [Int64] {
    var seqs: [Int64] = []
    while true {
      let item = try JSONParser.parse(try session.line())
      let seq = item.members?["seq"]?.number ?? -1
      if item.members?["operation"] != nil {
        seqs.append(seq)
      } else if seq == mark {
        return seqs
      }
    }
  }

  @Test func sendsEachEntryOnceInOrderAcrossReconnects() async throws {
    try await withDesk {
      $0.limits.watchSliceEntries = 7
    } _: { desk in
      let writer = try desk.local()
      for number in 0..<40 { try writer.must("client.add client=a\(number) name=Hidden") }
      let first = try desk.local()
      first.send("watch since=0")
      #expect(try entries(first, until: 41) == Array(1...41))
      try writer.must("client.add client=late name=Hidden")
      #expect(try entries(first, until: 42) == [42])
      let second = try desk.local()
      second.send("watch since=30")
      #expect(try entries(second, until: 42) == Array(31...42))
      second.send("@u unwatch", "ping")
      let end = try second.reply()
      #expect(end.tag == "u")
      #expect(end.seq == 42)
      #expect(end.count >= 13)
      #expect(try second.line() == "ok 0 42")
    }
  }

  @Test func resumesAfterARestart() async throws {
    let desk = try await TestDesk.start()
    let books = try await onThread {
      let session = try desk.local()
      try session.must("client.add client=a name=A")
      session.send("watch since=0")
      _ = try entries(session, until: 2)
      return try DeskConnection.open(.unix(path: desk.socketPath)).greeting.books
    }
    try await desk.stop()
    let again = try await TestDesk.start(in: desk.folder)
    try await onThread {
      let session = try again.local()
      try session.must("client.add client=b name=B")
      session.send("watch since=2 books=\(books)")
      #expect(try entries(session, until: 3) == [3])
    }
    try await again.stop()
  }

  @Test func showsOpenPartsOnly() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      try session.must("client.add client=bakery name=Secret")
      session.send("@w watch since=1")
      let line = try session.line()
      #expect(line.hasPrefix(#"@w {"seq":2,"entered":"2026-09-21T"#))
      #expect(
        line.contains(#""by":"anna","operation":"client.add","events":[{"kind":"client.added""#))
      #expect(!line.contains("Secret"))
      #expect(try session.line() == #"@w {"seq":2}"#)
    }
  }

  @Test(arguments: ["since=2", "since=1 books=other.0", "since=9 books=other.0"])
  func refusesOtherBooks(parameters: String) async throws {
    try await withDesk { desk in
      let session = try desk.local()
      let reply = try session.ask("@w watch \(parameters)")
      #expect(reply.code == .otherBooks)
      #expect(reply.tag == "w")
      #expect(reply.seq == 1)
      #expect(try session.ask("ping").error == nil)
    }
  }

  @Test func doesNothingElseMeanwhile() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      #expect(try session.ask("unwatch").code == .state)
      session.send("watch")
      #expect(try session.line() == #"{"seq":1}"#)
      for line in ["ping", "client.add client=x name=X", "watch", "hello"] {
        #expect(try session.ask(line).code == .state)
      }
      session.send("quit")
      #expect(try session.line() == "ok 1 1")
      #expect(try session.line() == "ok 0 1")
      #expect(try session.isClosed())
    }
  }

  @Test func halfCloseEndsItOnceAllWasSent() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      for number in 0..<300 { try session.must("client.add client=a\(number) name=A") }
      session.send("watch since=0")
      session.endSending()
      let reply = try session.reply()
      #expect(reply.items.compactMap { $0["operation"] }.count == 301)
      #expect(reply.seq == 301)
      #expect(try session.isClosed())
    }
  }

  @Test func aClientSeesOnlyWhatIsWhollyItsOwn() async throws {
    try await withDesk { desk in
      let admin = try desk.local()
      for line in [
        "client.add client=bakery name=Bakery", "client.add client=transco name=Transco",
        "staff.add name=olga full_name=Olga role=client client=bakery",
        "ticket.open client=bakery problem=jam", "ticket.open client=transco problem=jam",
        "site.add client=bakery site=shop name=Shop",
      ] { try admin.must(line) }
      let token = try desk.token(of: "olga", admin)
      let session = try desk.remote()
      try session.must("hello token=\(token)")
      session.send("watch since=0")
      #expect(try entries(session, until: 8) == [2, 5, 7])
    }
  }
}

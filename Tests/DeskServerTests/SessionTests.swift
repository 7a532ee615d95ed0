import DeskClient
import DeskRules
import DeskServer
import DeskWire
import Testing

@Suite struct SessionTests {
  @Test func greetsAndKnowsTheSystemsUser() async throws {
    try await withDesk { desk in
      let connection = try DeskConnection.open(.unix(path: desk.socketPath))
      #expect(connection.greeting.version == "1.0.0")
      #expect(connection.greeting.restoreCount == 0)
      try connection.send(Request("staff.list"))
      var names: [String?] = []
      let status = try connection.receive { item in names.append(item.text("name")) }
      #expect(names == ["anna"])
      #expect(status == .ok(count: 1, sequence: 1))
    }
  }

  @Test func tagsStartEveryLineOfTheReply() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send("@7 staff.list", #"{"op":"ping","tag":"a.b"}"#, "@x nonsense", "ping")
      #expect(try session.line().hasPrefix(#"@7 {"name":"anna""#))
      #expect(try session.line() == "@7 ok 1 1")
      #expect(try session.line() == "@a.b ok 0 1")
      #expect(try session.line().hasPrefix("@x error unknown_operation 1 {"))
      #expect(try session.line() == "ok 0 1")
    }
  }

  @Test func answersInTheOrderAskedWithEachReadSeeingTheChangesBefore() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      var lines: [String] = []
      for number in 0..<200 {
        lines.append("@a\(number) client.add client=c\(number) name=Client")
        if number.isMultiple(of: 3) { lines.append("@s\(number) client.show client=c\(number)") }
        if number.isMultiple(of: 7) { lines.append("@b\(number) client.add") }
      }
      session.send(bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
      var seq: Int64 = 0
      for line in lines {
        let reply = try session.reply()
        #expect(reply.tag == String(line.split(separator: " ")[0].dropFirst()))
        #expect(reply.seq >= seq)
        #expect(reply.code == (line.hasPrefix("@b") ? .usage : nil))
        seq = reply.seq
      }
      #expect(seq == 201)
    }
  }

  @Test func badLinesGetOneErrorEachAndTheSessionGoesOn() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      let bad: [(bytes: [UInt8], code: ErrorCode)] = [
        (Array("ping\rping".utf8), .malformed), ([0x70, 0x00], .malformed),
        ([0xC3, 0x28], .malformed), (Array("\"".utf8), .unknownOperation),
        (Array("client.show client=\"x".utf8), .malformed),
        (Array(repeating: UInt8(ascii: "x"), count: 10_000_000), .tooLong),
        (Array("{\"op\":1}".utf8), .usage), (Array("ping ping=1".utf8), .usage),
      ]
      for (bytes, code) in bad {
        session.send(bytes: bytes + Array("\r\n\n@ok ping\n".utf8))
        let refusal = try session.reply()
        #expect(refusal.code == code, "\(refusal)")
        #expect(refusal.seq == 1)
        #expect(try session.reply().tag == "ok")
      }
    }
  }

  @Test func halfCloseAnswersWhatWasAsked() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send("@1 client.add client=bakery name=Bakery", "@2 client.show client=bakery")
      session.send(bytes: Array("@3 client.add client=cut name=Cu".utf8))
      session.endSending()
      #expect(try session.reply().tag == "1")
      #expect(try session.reply().tag == "2")
      #expect(try session.reply().code == .malformed)
      #expect(try session.isClosed())
      #expect(try desk.local().ask("client.show client=cut").code == .notFound)
    }
  }

  @Test func quitAnswersWhatWasAskedAndNothingBehindIt() async throws {
    try await withDesk { desk in
      for session in [try desk.local(), try desk.remote()] {
        session.send("@1 ping", "@2 quit", "@3 ping", "@4 ping")
        #expect(try session.line() == "@1 ok 0 1")
        #expect(try session.line() == "@2 ok 0 1")
        #expect(try session.isClosed())
      }
    }
  }

  @Test func countsWhatItDoes() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      try session.must("client.add client=bakery name=Bakery")
      try session.ask("client.add client=bakery name=Bakery")
      try session.must("ping")
      let figures = try desk.figures(session)
      let answers = figures["answers"]?.elements?.map(\.line)
      #expect(answers == [#"{"answer":"exists","count":1}"#, #"{"answer":"ok","count":2}"#])
      let counts = ["groups", "largest_group", "sessions", "sessions_in_all", "turned_away"]
      #expect(counts.map { figures[$0]?.number } == [2, 1, 1, 1, 0])
      for (name, role) in [("mark", "manager"), ("dasha", "dispatcher"), ("boris", "engineer")] {
        try session.must("staff.add name=\(name) full_name=N role=\(role)")
        let token = try desk.token(of: name, session)
        let own = try desk.remote()
        try own.must("hello token=\(token)")
        let health = try #require(own.must("health").items.first)
        #expect(health.text("status") == "ok")
        for told in ["server", "answers"] {
          #expect((health[told] != nil) == (role == "manager"), "\(role)")
        }
      }
    }
  }
}

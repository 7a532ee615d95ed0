import DeskRules
import DeskServer
import Testing

@Suite struct SignInTests {
  @Test func strangersMayAskOnlyWhatIsForEverybody() async throws {
    try await withDesk { desk in
      let session = try desk.remote()
      #expect(try session.ask("ping").code == nil)
      #expect(try session.ask("help").count > 40)
      #expect(try session.ask("client.list").code == .unauthenticated)
      #expect(try session.ask("client.add client=x name=X").code == .unauthenticated)
      #expect(try session.ask("watch since=0").code == .unauthenticated)
      #expect(try session.ask("hello").code == .unauthenticated)
      session.send("batch", "client.add client=x name=X", "@e end")
      let batch = try session.reply()
      #expect(batch.tag == "e")
      #expect(batch.code == .unauthenticated)
    }
  }

  @Test func aTokenSignsInAndWhatIsBehindHelloIsDoneAsItsOwner() async throws {
    try await withDesk { desk in
      let admin = try desk.local()
      try admin.must("staff.add name=boris full_name=Boris role=engineer")
      let token = try desk.token(of: "boris", admin)
      let session = try desk.remote()
      session.send("hello token=\(token)", "client.list", "staff.add name=x full_name=X role=admin")
      #expect(try session.reply().error == nil)
      #expect(try session.reply().error == nil)
      #expect(try session.reply().code == .notAllowed)
      #expect(try session.must("hello").count == 0)
    }
  }

  @Test func afterAFailedHelloNobodyIsSignedIn() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      session.send("hello token=guess", "client.add client=x name=X", "@3 hello")
      #expect(try session.reply().code == .unauthenticated)
      #expect(try session.reply().code == .unauthenticated)
      #expect(try session.reply().code == .unauthenticated)
    }
  }

  @Test func aRevokedTokenOpensNothingFromThatEntryOn() async throws {
    try await withDesk { desk in
      let admin = try desk.local()
      try admin.must("staff.add name=boris full_name=Boris role=dispatcher")
      let token = try desk.token(of: "boris", admin)
      let session = try desk.remote()
      try session.must("hello token=\(token)")
      let watcher = try desk.remote()
      try watcher.must("hello token=\(token)")
      watcher.send("watch")
      #expect(try watcher.line() == #"{"seq":3}"#)
      try session.must("client.add client=before name=Before")
      let revoked = try admin.must("token.revoke token=K-1").seq
      session.send("client.add client=after name=After", "client.list", "ping")
      let refused = try session.reply()
      #expect(refused.code == .unauthenticated)
      #expect(refused.seq >= revoked)
      #expect(try session.reply().code == .unauthenticated)
      #expect(try session.reply().error == nil)
      #expect(try session.ask("hello token=\(token)").code == .unauthenticated)
      #expect(try watcher.reply().code == .unauthenticated)
    }
  }

  @Test func aUserBoundToNobodyMayShowAToken() async throws {
    try await withDesk(login: "somebody-else") { desk in
      let session = try desk.local()
      for line in ["client.list", "client.add client=x name=X", "hello"] {
        let reply = try session.ask(line)
        #expect(reply.code == .unauthenticated)
        #expect(reply.error?.message.contains(TestDesk.user) == true)
      }
      #expect(try session.ask("hello token=guess").code == .unauthenticated)
    }
  }

  @Test func aStrangersTimeIsLimited() async throws {
    try await withDesk { configuration in
      configuration.limits.unauthenticated = .milliseconds(20)
      configuration.limits.lookRound = .milliseconds(5)
    } _: { desk in
      let session = try desk.remote()
      #expect(try session.reply().code == .unauthenticated)
      #expect(try session.isClosed())
      #expect(try desk.local().ask("ping").error == nil)
    }
  }
}

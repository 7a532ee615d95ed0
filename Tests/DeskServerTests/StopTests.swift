import DeskEngine
import DeskRules
import DeskServer
import Testing

@Suite struct StopTests {
  @Test func aStopAnswersWhatHadArrived() async throws {
    let desk = try await TestDesk.start()
    let gate = Gate()
    desk.engine.beforeCommit { gate.pass() }
    let asked = try await onThread {
      let session = try desk.local()
      session.send(
        "@1 client.add client=a name=A", "@2 client.add client=b name=B", "@3 client.list")
      gate.awaitArrival()
      return Sender(session)
    }
    desk.beginStop()
    gate.open()
    try await onThread { () throws in
      let session = asked.client
      #expect(try session.reply().error == nil)
      #expect(try session.reply().error == nil)
      #expect(try session.reply().count == 2)
      #expect(try session.isClosed())
    }
    try await desk.stop()
  }

  @Test func aStopEndsIdleSessionsAndWatches() async throws {
    let desk = try await TestDesk.start()
    let (idle, watching) = try await onThread {
      let idle = try desk.local()
      let watching = try desk.local()
      watching.send("watch since=0")
      while try watching.line() != #"{"seq":1}"# {}
      return (Sender(idle), Sender(watching))
    }
    try await desk.stop()
    try await onThread { () throws in
      #expect(try idle.client.isClosed())
      #expect(try watching.client.line() == "ok 2 1")
      #expect(try watching.client.isClosed())
    }
  }

  @Test func aCommitThatFailsHalfWayEndsTheServer() async throws {
    let desk = try await TestDesk.start()
    desk.engine.beforeCommit { () throws(EngineFault) in throw .inputOutput("made up") }
    try await onThread {
      let session = try desk.local()
      let other = try desk.remote()
      let reply = try session.ask("client.add client=a name=A")
      #expect(reply.code == .unknown)
      #expect(try session.isClosed())
      #expect(try other.isClosed())
    }
    let result = await desk.end()
    let error = #expect(throws: DeskError.self) { try result.get() }
    #expect(error?.code.exitCode == 73)
  }

  @Test func aFullDiskIsARefusalAndTheServerLivesOn() async throws {
    try await withDesk { desk in
      let session = try desk.local()
      desk.engine.beforeCommit { () throws(EngineFault) in throw .full("made up") }
      #expect(try session.ask("client.add client=a name=A").code == .storageFull)
      desk.engine.beforeCommit(nil)
      #expect(try session.must("client.add client=a name=A").seq == 2)
    }
  }
}

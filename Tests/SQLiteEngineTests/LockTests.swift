import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct LockTests {
  let folder: TemporaryFolder
  let desk: String

  init() throws {
    folder = try TemporaryFolder()
    desk = folder.file("desk.sqlite")
  }

  @Test func oneHolderInOneProcess() throws {
    let first = try #require(try DeskLock.tryAcquire(desk: desk, kind: .server))
    #expect(try DeskLock.tryAcquire(desk: desk, kind: .command) == nil)
    #expect(DeskLock.holder(desk: desk) == .init(processIdentifier: getpid(), kind: .server))
    first.release()
    first.release()
    #expect(DeskLock.holder(desk: desk) == nil)
    let second = try #require(try DeskLock.tryAcquire(desk: desk, kind: .command))
    #expect(DeskLock.holder(desk: desk)?.kind == .command)
    second.release()
  }

  @Test func theLockFileIsItsOwnersAndStays() throws {
    try #require(try DeskLock.tryAcquire(desk: desk, kind: .server)).release()
    #expect(try folder.names() == ["desk.sqlite.lock"])
    #expect(try folder.mode(of: "desk.sqlite.lock") == 0o600)
  }

  @Test func theLastReferenceReleases() throws {
    func hold() throws { _ = try #require(try DeskLock.tryAcquire(desk: desk, kind: .server)) }
    try hold()
    try hold()
  }

  @Test func everyWayToADeskHasOneLock() throws {
    try folder.write(Data(), to: "desk.sqlite")
    let link = folder.file("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: desk)
    let lock = try #require(try DeskLock.tryAcquire(desk: link, kind: .server))
    #expect(try DeskLock.tryAcquire(desk: desk, kind: .command) == nil)
    lock.release()
  }

  @Test func waitingEndsWhenTheHolderIsDone() throws {
    let holder = try #require(try DeskLock.tryAcquire(desk: desk, kind: .command))
    var turns = 0
    let lock = try DeskLock.acquire(desk: desk, kind: .command, timeoutMilliseconds: 1_000) { _ in
      turns += 1
      if turns == 3 { holder.release() }
    }
    #expect(turns == 3)
    lock.release()
  }

  @Test func waitingInVainNamesTheHolder() throws {
    let holder = try #require(try DeskLock.tryAcquire(desk: desk, kind: .server))
    var waited = 0
    let error = try refusal {
      _ = try DeskLock.acquire(desk: desk, kind: .command, timeoutMilliseconds: 42) { waited += $0 }
    }
    #expect(waited == 42)
    #expect(error?.code == .busy)
    #expect(error?.message.contains("a server (process \(getpid()))") == true)
    #expect(error?.details.text("holder") == "server")
    holder.release()
  }

  @Test func aNameLeftByADeadProcessIsNobody() throws {
    try folder.write(Data("1 server\n".utf8), to: "desk.sqlite.lock")
    #expect(DeskLock.holder(desk: desk) == nil)
    try #require(try DeskLock.tryAcquire(desk: desk, kind: .command)).release()
  }

  @Test(arguments: ["", "x", "12 server", "12 king\n", "server 12\n", "12  \n", "\n"])
  func anUnreadableNameIsNobody(text: String) throws {
    let lock = try #require(try DeskLock.tryAcquire(desk: desk, kind: .server))
    try Data(text.utf8).write(to: URL(fileURLWithPath: desk + ".lock"))
    #expect(DeskLock.holder(desk: desk) == nil)
    lock.release()
  }

  @Test func aLinkInPlaceOfTheLockIsRefused() throws {
    let target = folder.file("precious")
    try FileManager.default.createSymbolicLink(atPath: desk + ".lock", withDestinationPath: target)
    #expect(
      try refusal { _ = try DeskLock.tryAcquire(desk: desk, kind: .server) }?.code == .storage)
    #expect(!FileManager.default.fileExists(atPath: target))
  }

  @Test func oneHolderInTwoProcesses() throws {
    guard let tool = ["/usr/bin/flock", "/bin/flock"].first(where: canRun) else {
      print("skipped: there is no flock program to hold the lock with")
      return
    }
    let lockFile = desk + ".lock"
    try Data("77 server\n".utf8).write(to: URL(fileURLWithPath: lockFile))
    let (holder, output, input) = (Process(), Pipe(), Pipe())
    holder.executableURL = URL(fileURLWithPath: tool)
    holder.arguments = [lockFile, "sh", "-c", "echo held; read line"]
    holder.standardOutput = output
    holder.standardInput = input
    try holder.run()
    #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))

    #expect(try DeskLock.tryAcquire(desk: desk, kind: .command) == nil)
    #expect(DeskLock.holder(desk: desk) == .init(processIdentifier: 77, kind: .server))
    let error = try refusal {
      _ = try DeskLock.acquire(desk: desk, kind: .command, timeoutMilliseconds: 0)
    }
    #expect(error?.code == .busy)

    try input.fileHandleForWriting.write(contentsOf: Data("done\n".utf8))
    holder.waitUntilExit()
    let lock = try #require(try DeskLock.tryAcquire(desk: desk, kind: .command))
    holdsAgainst(tool, lockFile)
    lock.release()
  }

  private func holdsAgainst(_ tool: String, _ lockFile: String) {
    let other = Process()
    other.executableURL = URL(fileURLWithPath: tool)
    other.arguments = ["-n", lockFile, "true"]
    do { try other.run() } catch {
      Issue.record("\(error)")
      return
    }
    other.waitUntilExit()
    #expect(other.terminationStatus == 1)
  }

  private func canRun(_ path: String) -> Bool {
    FileManager.default.isExecutableFile(atPath: path)
  }
}

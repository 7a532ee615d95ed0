import DeskRules
import DeskServer
import Foundation
import Testing

@Suite struct ListeningTests {
  @Test(arguments: ["127.0.0.1:0", "127.8.9.1:7419", "localhost:65535", "[::1]:7419"])
  func listensOnTheMachineItself(text: String) throws {
    _ = try ListenAddress(text)
  }

  @Test(arguments: [
    "0.0.0.0:7419", "192.168.1.2:7419", "[::]:7419", "desk.example.org:7419", "127.1:7419",
    "127.0.0.1.example.org:1", "[::ffff:127.0.0.1]:1",
  ])
  func refusesWhatOtherMachinesCanReach(text: String) throws {
    let error = #expect(throws: DeskError.self) { try ListenAddress(text) }
    #expect(error?.code == .notAllowed)
    #expect(error?.message.contains("until TLS is available") == true)
  }

  @Test(arguments: [
    "", ":1", "localhost", "localhost:", "localhost:65536", "::1:80", "localhost:-1",
  ])
  func refusesWhatIsNoAddress(text: String) throws {
    #expect(throws: DeskError.self) { try ListenAddress(text) }
  }

  @Test func theSocketIsTheOwnersAndGoesWithTheServer() async throws {
    let desk = try await TestDesk.start()
    let attributes = try FileManager.default.attributesOfItem(atPath: desk.socketPath)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(desk.addresses.first == .unix(path: desk.socketPath))
    #expect("\(desk.addresses)".contains("tcp:127.0.0.1:\(desk.port)"))
    #expect(desk.port > 0)
    try await desk.stop()
    #expect(!FileManager.default.fileExists(atPath: desk.socketPath))
  }

  @Test func aDeadServersSocketIsReplaced() async throws {
    let folder = try TestFolder()
    let path = folder.file("left.sock")
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(result == 0)
    close(descriptor)
    try await withDesk {
      $0.socketPath = path
    } _: { desk in
      try desk.local().must("ping")
    }
  }

  @Test func otherThingsAreNotReplaced() async throws {
    let folder = try TestFolder()
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.file("file")))
    let error = await #expect(throws: DeskError.self) {
      _ = try await TestDesk.start { $0.socketPath = folder.file("file") }
    }
    #expect(error?.code == .exists)
    #expect(try String(contentsOfFile: folder.file("file"), encoding: .utf8) == "mine")
  }

  @Test func aPathTooLongIsRefusedWithTheWayOut() async throws {
    let error = await #expect(throws: DeskError.self) {
      _ = try await TestDesk.start {
        $0.socketPath = "/tmp/" + String(repeating: "x", count: 120)
      }
    }
    #expect(error?.code == .usage)
    #expect(error?.message.contains("symbolic link") == true)
  }

  @Test func aTakenPortIsNamed() async throws {
    let desk = try await TestDesk.start()
    let taken = try ListenAddress("127.0.0.1:\(desk.port)")
    let error = await #expect(throws: DeskError.self) {
      _ = try await TestDesk.start { $0.addresses = [taken] }
    }
    #expect(error?.code == .storage)
    #expect(error?.details.text("address") == "127.0.0.1:\(desk.port)")
    try await desk.stop()
  }
}

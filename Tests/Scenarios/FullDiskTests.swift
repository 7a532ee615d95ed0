import DeskRules
import Foundation
import Testing

/// A disk without room refuses a change, and takes it once there is room again.
@Suite(.enabled(SmallDisk.reason, SmallDisk.isUsable))
struct FullDiskTests {
  @Test func aCommandIsRefusedAndWorksAgain() async throws {
    try await withSmallDisk { disk in
      let desk = disk.workplace
      let head = try await desk.head()
      try disk.fill(leavingBytes: 0)
      let refused = try await desk.run(Self.change)
      #expect(refused.code == 73, "\(refused)")
      #expect(refused.refusalCode == "storage_full", "\(refused)")
      let copied = try await desk.run("backup", disk.folder + "/copy.sqlite")
      #expect(copied.code == 73, "\(copied)")
      #expect(copied.refusalCode == "storage_full", "\(copied)")
      try disk.free()
      #expect(try await desk.head() == head)
      try await desk.must(Self.change)
      #expect(try await desk.head() == head + 1)
      try await desk.must("check")
    }
  }

  @Test func aServerLivesOn() async throws {
    try await withSmallDisk { disk in
      let desk = disk.workplace
      let head = try await desk.head()
      try await withServer(desk) { server in
        try disk.fill(leavingBytes: 0)
        var refusedOnce = false
        // What is left of the log's last page may still take a change or two.
        for _ in 1...20 where !refusedOnce {
          let ended = try await desk.run(Self.change + ["--server", server.socket])
          refusedOnce = ended.code == 73
          if refusedOnce { #expect(ended.refusalCode == "storage_full", "\(ended)") }
        }
        #expect(refusedOnce)
        let full = try await desk.head()
        let still = try await desk.run(Self.change + ["--server", server.socket])
        #expect(still.code == 73, "\(still)")
        #expect(try await desk.head() == full)
        try disk.free()
        try await desk.must(Self.change + ["--server", server.socket])
        #expect(try await desk.head() == full + 1)
      }
      #expect(try await desk.head() > head)
      try await desk.must("check")
    }
  }

  @Test func aDeskIsNotMadeByHalves() async throws {
    try await withSmallDisk { disk in
      try disk.fill(leavingBytes: 100_000)
      let path = disk.folder + "/second.sqlite"
      let words = ["init", "Two", "--currency", "EUR", "--timezone", "UTC", "--desk", path]
      let refused = try await disk.workplace.run(words)
      #expect(refused.code == 73, "\(refused)")
      #expect(refused.refusalCode == "storage_full", "\(refused)")
      #expect(!FileManager.default.fileExists(atPath: path))
      try disk.free()
      try await disk.workplace.must(words)
    }
  }

  @Test func aRestoreLeavesTheDeskThatIsThere() async throws {
    try await withSmallDisk { disk in
      let desk = disk.workplace
      let copy = desk.file("copy.sqlite")
      try await desk.must("backup", copy)
      try await desk.must(Self.change)
      let head = try await desk.head()
      try disk.fill(leavingBytes: 60_000)
      let refused = try await desk.run("restore", copy, "--force")
      #expect(refused.refusalCode == "storage_full", "\(refused)")
      #expect(try await desk.head() == head)
      try disk.free()
      let made = try await desk.object("restore", copy, "--force")
      #expect(made["aside"] != nil)
      #expect(try await desk.head() < head)
    }
  }

  private static let change = [
    "ticket", "open", "cafe", "--problem", String(repeating: "stripes ", count: 400),
  ]
}

/// A disk of two megabytes with a desk on it.
final class SmallDisk: Sendable {
  static let reason: Comment = "only root can mount a small disk, where mounting is permitted"

  let workplace: Workplace
  var folder: String { workplace.file("disk") }
  private var filler: String { folder + "/filler" }

  @Sendable static func isUsable() async throws -> Bool {
    guard geteuid() == 0 else { return false }
    let disk = try SmallDisk()
    let isMounted = try await disk.mount()
    if isMounted { try await disk.unmount() }
    return isMounted
  }

  init() throws {
    workplace = try Workplace(desk: "disk/desk.sqlite")
    try workplace.makeFolder("disk")
  }

  func mount() async throws -> Bool {
    try await workplace.run(
      ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], program: ["/usr/bin/mount"]
    ).code == 0
  }

  func unmount() async throws {
    _ = try await workplace.run(["--lazy", folder], program: ["/usr/bin/umount"])
  }

  /// Uses up the room but for so many bytes.
  func fill(leavingBytes left: Int) throws {
    try Data().write(to: URL(filePath: filler))
    let file = try FileHandle(forWritingTo: URL(filePath: filler))
    let block = Data(repeating: 1, count: 4_096)
    var written: UInt64 = 0
    while (try? file.write(contentsOf: block)) != nil { written += UInt64(block.count) }
    if left > 0 { try file.truncate(atOffset: written - UInt64(left)) }
    try file.close()
  }

  /// Makes room again.
  func free() throws { try FileManager.default.removeItem(atPath: filler) }
}

/// Gives `body` a small disk with a desk that has one client.
func withSmallDisk(_ body: (SmallDisk) async throws -> Void) async throws {
  let disk = try SmallDisk()
  guard try await disk.mount() else { throw TestFailure("the disk cannot be mounted") }
  do {
    try await disk.workplace.must(
      "init", "Nordic Copy", "--currency", "EUR", "--timezone", "Europe/Berlin")
    try await disk.workplace.must("client", "add", "cafe", "Café am Markt")
    try await body(disk)
  } catch {
    try await disk.unmount()
    throw error
  }
  try await disk.unmount()
}

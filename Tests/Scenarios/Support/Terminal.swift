import Foundation

/// A program on a pseudo-terminal, and somebody who types. It blocks, so it belongs on a thread of its
/// own.
final class Terminal {
  /// A program that says nothing for so long has failed the test.
  private static let patienceMilliseconds: Int32 = 30_000

  private let master: Int32
  private let process: Process
  /// Everything the terminal has shown.
  private(set) var shown = ""
  private var readCount = 0

  /// Starts the program with the terminal as all of its standard streams.
  init(_ workplace: Workplace, _ words: [String]) throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    guard openpty(&master, &slave, nil, nil, nil) == 0 else {
      throw TestFailure("there is no pseudo-terminal")
    }
    // The program must not hold the side of whoever types.
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    self.master = master
    let end = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = words
    process.environment = workplace.environment
    process.standardInput = end
    process.standardOutput = end
    process.standardError = end
    try process.run()
    try end.close()
    self.process = process
  }

  deinit { close(master) }

  /// Waits until the terminal has shown a text since the last time.
  func expect(_ text: String) throws {
    while true {
      let fresh = shown.dropFirst(readCount)
      if let range = fresh.range(of: text) {
        readCount = shown.distance(from: shown.startIndex, to: range.upperBound)
        return
      }
      guard readMore() else {
        throw TestFailure("the terminal never showed \"\(text)\" but:\n\(fresh)")
      }
    }
  }

  /// Types keys.
  func type(_ keys: String) throws {
    let bytes = Array(keys.utf8)
    guard write(master, bytes, bytes.count) == bytes.count else {
      throw TestFailure("the terminal takes no more")
    }
  }

  /// Waits for each text and then types what belongs to it.
  func answer(_ turns: [(prompt: String, keys: String)]) throws {
    for turn in turns {
      try expect(turn.prompt)
      try type(turn.keys)
    }
  }

  /// Waits for the end; the exit code.
  func ended() -> Int32 {
    while readMore() {}
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func readMore() -> Bool {
    var wait = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, Self.patienceMilliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 4_096)
    // The terminal ends with an error once nobody has its other side.
    let count = read(master, &bytes, bytes.count)
    guard count > 0 else { return false }
    shown += String(decoding: bytes[..<count], as: UTF8.self)
    return true
  }
}

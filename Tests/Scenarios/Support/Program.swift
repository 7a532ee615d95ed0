import Foundation

/// The program under test, as the build made it.
enum Program {
  /// Its path: beside the test bundle, wherever the build put that.
  static let path: String = {
    let bundles = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
    let running = ([Bundle.main.executablePath].compactMap { $0 } + bundles)
      .map { URL(filePath: $0).deletingLastPathComponent() }
    let usual = packageRoot.appending(path: ".build/debug")
    return (running + [usual]).map { $0.appending(path: "swapdesk").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "swapdesk"
  }()

  static let packageRoot = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
    url.deletingLastPathComponent()
  }
}

/// What a process left behind.
struct Ended: Sendable, CustomStringConvertible {
  let words: [String]
  /// The exit code; a process that a signal ended has that signal's number with a minus.
  let code: Int32
  let output: String
  let errors: String

  var description: String {
    "\(words.joined(separator: " ")) → \(code)\n\(output)\(errors)"
  }
}

/// Why a test cannot go on.
struct TestFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A process with its standard streams in files, so that neither side can wait for a full pipe.
final class Subprocess: Sendable {
  let words: [String]
  private let process: Process
  private let streams: Streams
  private let end: Task<Int32, Never>

  /// Where a process reads and writes. A standard input is a file; without one there is nothing to
  /// read.
  struct Streams: Sendable {
    let outputPath: String
    let errorPath: String
    var inputPath = "/dev/null"
  }

  /// Starts a program.
  ///
  /// - Parameter output: takes the standard output in place of the file.
  init(
    _ words: [String], environment: [String: String], folder: String, streams: Streams,
    output: Pipe? = nil
  ) throws {
    self.words = words
    self.streams = streams
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = environment
    process.currentDirectoryURL = URL(filePath: folder)
    let files = try [
      FileHandle(forReadingFrom: URL(filePath: streams.inputPath)),
      Self.writing(streams.outputPath), Self.writing(streams.errorPath),
    ]
    process.standardInput = files[0]
    process.standardOutput = output ?? files[1]
    process.standardError = files[2]
    let (ends, announce) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { process in
      let isSignalled = process.terminationReason == .uncaughtSignal
      announce.yield(isSignalled ? -process.terminationStatus : process.terminationStatus)
      announce.finish()
    }
    try process.run()
    // The process has its own now; ended ones would keep ours open for a while.
    for file in files { try file.close() }
    self.process = process
    end = Task {
      for await code in ends { return code }
      return .min
    }
  }

  private static func writing(_ path: String) throws -> FileHandle {
    try Data().write(to: URL(filePath: path))
    return try FileHandle(forWritingTo: URL(filePath: path))
  }

  /// Sends a signal.
  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for the end. A test that is given up takes the process with it.
  func ended() async throws -> Ended {
    let code = await withTaskCancellationHandler {
      await end.value
    } onCancel: {
      signal(SIGKILL)
    }
    return Ended(
      words: words, code: code, output: try Self.text(streams.outputPath),
      errors: try Self.text(streams.errorPath))
  }

  private static func text(_ path: String) throws -> String {
    guard FileManager.default.fileExists(atPath: path) else { return "" }
    return String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}

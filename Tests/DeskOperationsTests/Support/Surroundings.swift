import DeskEngine
import DeskOperations
import DeskRules
import Foundation
import SQLiteEngine
import Synchronization

/// A clock that shows what it was set to.
final class TestClock: Sendable {
  private let instant: Mutex<Instant>

  init(_ instant: Instant) { self.instant = Mutex(instant) }

  var now: Instant { instant.withLock { $0 } }

  func set(_ instant: Instant) { self.instant.withLock { $0 = instant } }

  func advance(minutes: Int64) { instant.withLock { $0 = $0.adding(minutes: minutes) } }
}

/// A generator that repeats itself for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// One of some values, which must not be none.
  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: values.indices, using: &self)]
  }

  /// True once in so many times.
  mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }
}

extension Surroundings {
  /// A clock that is set and randomness that repeats itself.
  static func repeatable(_ clock: TestClock, seed: UInt64) -> Surroundings {
    let random = RandomDigits(seed: seed)
    return Surroundings(now: { clock.now }, random: { random.next() })
  }
}

private final class RandomDigits: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(seed: UInt64) { generator = Mutex(SeededGenerator(seed: seed)) }

  func next() -> String {
    generator.withLock { generator in
      (0..<4).map { _ in
        let digits = String(generator.next(), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }.joined()
    }
  }
}

/// A folder of its own for one test, removed with its value.
final class TemporaryFolder {
  let path: String

  init(inMemory: Bool = false) throws {
    let memory = "/dev/shm"
    let parent =
      inMemory && FileManager.default.isWritableFile(atPath: memory)
      ? URL(filePath: memory) : FileManager.default.temporaryDirectory
    let url =
      parent.appendingPathComponent("swapdesk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = DeskFile(url.path).path
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      print("\(path) could not be removed: \(error)")
    }
  }

  func file(_ name: String) -> String { path + "/" + name }
}

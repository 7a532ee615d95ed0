import DeskRules
import Foundation
import Synchronization

/// What somebody who stops the program is told first, such as by Ctrl-C, while a change is on its
/// way.
enum Interruption {
  private static let text = Mutex<String?>(nil)

  /// Has a text said if the program is stopped while `body` runs.
  static func saying<Value>(
    _ text: String, during body: () throws(DeskError) -> Value
  ) throws(DeskError) -> Value {
    _ = isWatching
    Self.text.withLock { $0 = text }
    defer { Self.text.withLock { $0 = nil } }
    return try body()
  }

  /// Where a handler, which may do next to nothing, hands a signal on to a thread, which may do all.
  private static let ends: (read: Int32, write: Int32)? = {
    var ends: [Int32] = [-1, -1]
    return pipe(&ends) == 0 ? (ends[0], ends[1]) : nil
  }()

  /// Begins to wait for the signals, once. One that the program was started to ignore stays ignored.
  private static let isWatching: Bool = {
    guard let ends else { return false }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let before = signal(number) { number in
        var byte = UInt8(truncatingIfNeeded: number)
        if let ends = Interruption.ends { _ = write(ends.write, &byte, 1) }
      }
      if place(of: before) == place(of: SIG_IGN) { signal(number, SIG_IGN) }
    }
    Thread.detachNewThread { Interruption.watch(ends.read) }
    return true
  }()

  /// Where a handler stands: handlers are only told apart by that.
  private static func place(of handler: sighandler_t?) -> Int {
    withUnsafeBytes(of: handler) { $0.loadUnaligned(as: Int.self) }
  }

  /// Says the text, and lets the signal do what it does by itself.
  private static func watch(_ end: Int32) {
    var byte: UInt8 = 0
    while true {
      let count = read(end, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { return }
      if let text = text.withLock({ $0 }) { StandardError.line(text) }
      signal(Int32(byte), SIG_DFL)
      kill(getpid(), Int32(byte))
    }
  }
}

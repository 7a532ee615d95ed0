public import DeskRules
import Synchronization

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The right to open a desk for writing, held by one process at a time.
///
/// It is an advisory lock on `<desk file>.lock`, which the system takes back when the process ends
/// in whatever way. The lock file stays: removing it would let two processes hold the lock. Say
/// `release` when done, or keep the value alive: it is released with its last reference.
public final class DeskLock: Sendable {
  /// What kind of process holds a lock.
  public enum Kind: String, Sendable {
    /// A server, for as long as it runs.
    case server
    /// One command, for moments.
    case command
  }

  /// Who holds a lock.
  public struct Holder: Sendable, Equatable {
    /// The process.
    public let processIdentifier: Int32
    /// What kind of process it is.
    public let kind: Kind

    /// Names a holder.
    public init(processIdentifier: Int32, kind: Kind) {
      self.processIdentifier = processIdentifier
      self.kind = kind
    }
  }

  private let descriptor: Mutex<Int32?>

  private init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  deinit { release() }

  /// Takes the lock if nobody holds it, also nobody else in this process; otherwise nil.
  ///
  /// - Throws: `storage`, `storage_full` when the lock file cannot be written.
  public static func tryAcquire(
    desk: String, kind: Kind
  ) throws(DeskError) -> DeskLock? {
    let path = DeskFile(desk).lockPath
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw SystemFailure("cannot open the lock \(path)").error }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let failure = SystemFailure("cannot lock \(path)")
      let isHeld = errno == EWOULDBLOCK
      close(descriptor)
      if isHeld { return nil }
      throw failure.error
    }
    let lock = DeskLock(descriptor: descriptor)
    try sign(descriptor, kind, path)
    return lock
  }

  /// Takes the lock, waiting for its turn.
  ///
  /// - Parameters:
  ///   - desk: the desk's file.
  ///   - kind: what the lock file says of this process.
  ///   - timeoutMilliseconds: how long to wait at most; 0 tries once.
  ///   - sleep: waits for some milliseconds.
  /// - Throws: `busy`, naming the holder in the sentence and as `holder` and `process`;
  ///   `storage`, `storage_full` when the lock file cannot be written.
  public static func acquire(
    desk: String, kind: Kind, timeoutMilliseconds: Int,
    sleep: (_ milliseconds: Int) -> Void = pause
  ) throws(DeskError) -> DeskLock {
    var waited = 0
    while true {
      if let lock = try tryAcquire(desk: desk, kind: kind) { return lock }
      guard waited < timeoutMilliseconds else { throw busy(holder(desk: desk)) }
      let turn = min(5, timeoutMilliseconds - waited)
      sleep(turn)
      waited += turn
    }
  }

  /// Who holds the lock; nil when nobody does, or when the holder has not yet said its name.
  ///
  /// Looking takes a shared lock for an instant, so an attempt at that very moment may find the
  /// lock taken: `acquire` with a little patience instead of giving up at once.
  public static func holder(desk: String) -> Holder? {
    let descriptor = open(DeskFile(desk).lockPath, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let holder = signature(descriptor) else { return nil }
    // A name without a lock is that of a process that died.
    return flock(descriptor, LOCK_SH | LOCK_NB) == 0 ? nil : holder
  }

  /// Waits for some milliseconds.
  public static func pause(milliseconds: Int) {
    usleep(UInt32(clamping: milliseconds * 1_000))
  }

  /// Gives the lock back; once is enough, more does no harm.
  public func release() {
    let descriptor = self.descriptor.withLock { descriptor in
      defer { descriptor = nil }
      return descriptor
    }
    guard let descriptor else { return }
    // A name that stays behind is harmless, because `holder` looks at the lock too.
    _ = ftruncate(descriptor, 0)
    close(descriptor)
  }

  private static func sign(
    _ descriptor: Int32, _ kind: Kind, _ path: String
  ) throws(DeskError) {
    let line = Array("\(getpid()) \(kind.rawValue)\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, line, line.count, 0) == line.count
    else { throw SystemFailure("cannot write the lock \(path)").error }
  }

  private static func signature(_ descriptor: Int32) -> Holder? {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0, bytes[count - 1] == UInt8(ascii: "\n") else { return nil }
    let words = String(decoding: bytes[..<(count - 1)], as: UTF8.self).split(separator: " ")
    guard words.count == 2, let process = Int32(words[0]),
      let kind = Kind(rawValue: String(words[1]))
    else { return nil }
    return Holder(processIdentifier: process, kind: kind)
  }

  private static func busy(_ holder: Holder?) -> DeskError {
    guard let holder else {
      return DeskError(.busy, "another process is writing to the desk: try again in a moment")
    }
    let who = holder.kind == .server ? "a server" : "another command"
    return DeskError(
      .busy,
      "\(who) (process \(holder.processIdentifier)) is writing to the desk: try again in a moment",
      [
        "holder": .string(holder.kind.rawValue),
        "process": .integer(Int64(holder.processIdentifier)),
      ])
  }
}

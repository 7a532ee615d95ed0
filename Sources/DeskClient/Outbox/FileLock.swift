import DeskRules
import Glibc

/// An advisory lock on a file between processes; it ends with its last reference or the process.
final class FileLock: Sendable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the lock on a file of its own, waiting for its turn; nil when that does not come in
  /// `patienceMilliseconds`.
  ///
  /// - Throws: `storage` when the file cannot be opened.
  static func acquire(
    _ path: String, patienceMilliseconds: Int
  ) throws(DeskError) -> FileLock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw DurableFile.failure("\(path) cannot be opened") }
    let lock = FileLock(descriptor: descriptor)
    var waitedMilliseconds = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw DurableFile.failure("\(path) cannot be locked")
      }
      guard waitedMilliseconds < patienceMilliseconds else { return nil }
      usleep(5_000)
      waitedMilliseconds += 5
    }
    return lock
  }
}

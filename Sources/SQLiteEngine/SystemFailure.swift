import DeskRules

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A system call that failed just now.
struct SystemFailure {
  private let errorNumber = errno
  private let attempt: String

  /// - Parameter attempt: what could not be done, with the path.
  init(_ attempt: String) { self.attempt = attempt }

  /// `storage_full` when there is no room, otherwise `storage`.
  var error: DeskError {
    let isRoomMissing = [ENOSPC, EDQUOT].contains(errorNumber)
    let reason = String(cString: strerror(errorNumber))
    return DeskError(isRoomMissing ? .storageFull : .storage, "\(attempt): \(reason)")
  }
}

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// How many files and connections the system lets this process hold.
enum Descriptors {
  /// What a server needs besides its connections: the desk's files, listeners, event loops.
  private static let others = 64

  /// Asks the system for room for so many connections; returns how many it lets us have.
  static func makeRoom(forConnections count: Int) -> Int {
    #if canImport(Glibc)
      let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
      let resource = RLIMIT_NOFILE
    #endif
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return count }
    let wanted = rlim_t(count + others)
    if limit.rlim_cur < wanted {
      limit.rlim_cur = min(wanted, limit.rlim_max)
      _ = setrlimit(resource, &limit)
      guard getrlimit(resource, &limit) == 0 else { return count }
    }
    return Int(clamping: limit.rlim_cur) - others
  }
}

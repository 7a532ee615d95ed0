import DeskRules

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The desk's own socket file, which only the desk's owner can open.
enum UnixSocket {
  private static let backlog: Int32 = 1_024

  /// Makes the socket file and listens on it; returns its descriptor. What a dead server left there
  /// is removed: whoever holds the desk's lock is the only one alive.
  ///
  /// - Throws: `usage` for a path that is too long; `exists` when something else is there;
  ///   `storage` when the folder does not allow a socket.
  static func listen(at path: String) throws(DeskError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let limit = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard !path.isEmpty, path.utf8.count <= limit else { throw tooLong(path, limit) }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    try removeStale(path)
    #if canImport(Glibc)
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_UNIX, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw failure(path) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard bind(descriptor, to: &address), Self.listen(descriptor) else {
      let failure = failure(path)
      close(descriptor)
      throw failure
    }
    return descriptor
  }

  /// Removes the socket file.
  static func remove(_ path: String) { unlink(path) }

  /// The mode is right from the first moment: a later change would leave a gap.
  private static func bind(_ descriptor: Int32, to address: inout sockaddr_un) -> Bool {
    let former = umask(0o177)
    defer { umask(former) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        #if canImport(Darwin)
          Darwin.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        #elseif canImport(Musl)
          Musl.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        #else
          Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
        #endif
      }
    }
  }

  private static func listen(_ descriptor: Int32) -> Bool {
    #if canImport(Darwin)
      Darwin.listen(descriptor, backlog) == 0
    #elseif canImport(Musl)
      Musl.listen(descriptor, backlog) == 0
    #else
      Glibc.listen(descriptor, backlog) == 0
    #endif
  }

  private static func removeStale(_ path: String) throws(DeskError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw DeskError(
        .exists, "\(path) is there and is no socket: move it away, the desk's socket goes there")
    }
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
  }

  private static func tooLong(_ path: String, _ limit: Int) -> DeskError {
    DeskError(
      .usage,
      "the socket's path \(path) has \(path.utf8.count) bytes and the system takes \(limit): keep"
        + " the desk under a shorter path, or name it through a symbolic link to its folder",
      ["limit": .integer(Int64(limit))])
  }

  private static func failure(_ path: String) -> DeskError {
    DeskError(
      .storage, "cannot listen at \(path): \(String(cString: strerror(errno)))",
      ["path": .string(path)])
  }
}

import DeskRules

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A database file that comes into being whole or not at all, and never in the place of another.
enum NewFile {
  /// Has `fill` write a draft beside the target, then gives it the target's name.
  ///
  /// The draft is empty, readable and writable for its owner only, and must be closed when `fill`
  /// returns.
  ///
  /// - Parameter clear: frees the target's name, once the draft is complete and on disk; where left
  ///   out, the name has to be free from the beginning.
  /// - Throws: `exists` when the target is there; `storage`, `storage_full`; whatever `fill` and
  ///   `clear` do.
  static func write(
    _ target: String, clearing clear: (() throws(DeskError) -> Void)? = nil,
    _ fill: (_ draft: String) throws(DeskError) -> Void
  ) throws(DeskError) {
    if clear == nil { try refuseIfPresent(target) }
    let draft = try makeDraft(beside: target)
    defer { remove(draft) }
    try fill(draft)
    try synchronize(draft, of: target)
    if let clear {
      try clear()
      try refuseIfPresent(target)
    }
    try publish(draft, as: target)
    do { try synchronize(folder(of: target), of: target) } catch {
      unlink(target)
      throw error
    }
  }

  /// Removes a database file and what belongs to it; what is not there is no error.
  static func remove(_ path: String) {
    for suffix in [""] + companions { unlink(path + suffix) }
  }

  /// What SQLite keeps beside a database file. Left over from another desk, they would be applied
  /// to the new one.
  private static let companions = ["-wal", "-shm", "-journal"]

  private static func refuseIfPresent(_ target: String) throws(DeskError) {
    for suffix in [""] + companions {
      var status = stat()
      guard lstat(target + suffix, &status) != 0 else { throw taken(target + suffix) }
    }
  }

  private static func taken(_ path: String) -> DeskError {
    DeskError(.exists, "\(path) is there already: choose another name or move it away")
  }

  private static func makeDraft(beside target: String) throws(DeskError) -> String {
    var template = Array((target + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw SystemFailure("cannot write beside \(target)").error }
    close(descriptor)
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// A hard link claims the name only if it is free. Where the file system has no links, an empty
  /// file claims it, and the draft replaces that.
  private static func publish(_ draft: String, as target: String) throws(DeskError) {
    if link(draft, target) == 0 { return }
    guard [EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS].contains(errno) else {
      throw claimFailure(target)
    }
    let descriptor = open(target, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw claimFailure(target) }
    close(descriptor)
    guard rename(draft, target) == 0 else {
      let failure = SystemFailure("cannot write \(target)")
      unlink(target)
      throw failure.error
    }
  }

  private static func claimFailure(_ target: String) -> DeskError {
    errno == EEXIST ? taken(target) : SystemFailure("cannot write \(target)").error
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func synchronize(_ path: String, of target: String) throws(DeskError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemFailure("cannot write \(target)").error }
    defer { close(descriptor) }
    // Some file systems cannot synchronize a folder; they say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw SystemFailure("cannot write \(target)").error
    }
  }
}

public import DeskRules
import Glibc

/// Files that are on disk when a call returns, readable and writable for their owner only.
public enum DurableFile {
  /// The whole file; nil when there is none.
  static func read(_ path: String) throws(DeskError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("\(path) cannot be read")
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("\(path) cannot be read") }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
  }

  /// Adds bytes at the end of a file, which is made where there is none. All of them or none.
  static func append(_ bytes: [UInt8], to path: String) throws(DeskError) {
    let isNew = access(path, F_OK) != 0
    try write(bytes, to: path, O_APPEND)
    if isNew { try synchronizeFolder(of: path) }
  }

  /// Puts a file in the place of another, or of none; whoever looks finds the one or the other.
  ///
  /// - Throws: `storage`, `storage_full`; then the one that was there stays.
  public static func replace(_ path: String, with bytes: [UInt8]) throws(DeskError) {
    let draft = path + ".new"
    try write(bytes, to: draft, O_TRUNC)
    guard rename(draft, path) == 0 else { throw failure("\(path) cannot be replaced") }
    try synchronizeFolder(of: path)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, _ flags: Int32
  ) throws(DeskError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, 0o600)
    guard descriptor >= 0 else { throw failure("\(path) cannot be written") }
    defer { close(descriptor) }
    let oldLength = lseek(descriptor, 0, SEEK_END)
    do throws(DeskError) {
      try write(bytes, to: descriptor, path)
    } catch {
      // What was not written whole is not there at all; a file that cannot even be shortened is
      // mended by whoever reads it.
      _ = ftruncate(descriptor, max(0, oldLength))
      throw error
    }
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(DeskError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("\(path) cannot be written") }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw failure("\(path) cannot be written") }
  }

  /// Makes a folder, and those above it that are missing.
  static func makeFolder(_ path: String) throws(DeskError) {
    guard access(path, F_OK) != 0 else { return }
    let above = folder(of: path)
    if above != path { try makeFolder(above) }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw failure("the folder \(path) cannot be made")
    }
    try synchronizeFolder(of: path)
  }

  /// The names in a folder that begin with a text, in order.
  static func names(in folder: String, beginningWith start: String) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let item = readdir(listing) {
      let name = withUnsafeBytes(of: &item.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(start) { names.append(name) }
    }
    return names.sorted()
  }

  private static func synchronizeFolder(of path: String) throws(DeskError) {
    let folder = folder(of: path)
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("the folder \(folder) cannot be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("the folder \(folder) cannot be written") }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// What the system call that just failed means.
  static func failure(_ what: String) -> DeskError {
    let number = errno
    return DeskError(
      [ENOSPC, EDQUOT].contains(number) ? .storageFull : .storage,
      "\(what): \(String(cString: strerror(number)))")
  }
}

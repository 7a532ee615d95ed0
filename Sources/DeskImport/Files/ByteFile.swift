import DeskRules
import Foundation

/// An open file that is read or written in pieces; closed when the last reference goes.
final class ByteFile {
  /// What error messages call the file.
  let name: String
  private let descriptor: Int32
  private let isOurs: Bool

  private init(name: String, descriptor: Int32, isOurs: Bool) {
    self.name = name
    self.descriptor = descriptor
    self.isOurs = isOurs
  }

  deinit {
    if isOurs { close(descriptor) }
  }

  /// Opens a file for reading; `-` is standard input.
  ///
  /// - Throws: `usage` when nothing is there, `storage` when it cannot be opened.
  static func reading(_ path: String) throws(DeskError) -> ByteFile {
    if path == "-" { return ByteFile(name: "standard input", descriptor: 0, isOurs: false) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw openingError(path) }
    return ByteFile(name: path, descriptor: descriptor, isOurs: true)
  }

  /// Makes a temporary file that only its owner could read and that has no name any more: it
  /// disappears with the process, however that ends.
  ///
  /// - Throws: `storage` or `storageFull` when the folder does not take it.
  static func scratch(in folder: String) throws(DeskError) -> ByteFile {
    var template = Array((folder + "/swapdesk-import-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failure("a temporary file in \(folder) cannot be made") }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return ByteFile(name: "a temporary file in \(folder)", descriptor: descriptor, isOurs: true)
  }

  /// Whether the file can be read a second time from its start.
  var canRewind: Bool {
    var facts = stat()
    return fstat(descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
  }

  /// The next bytes, at most so many; none at the end.
  ///
  /// - Throws: `storage` when the file cannot be read.
  func read(atMost count: Int) throws(DeskError) -> [UInt8] {
    var result = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      repeat { result = readBytes(descriptor, buffer.baseAddress, count) } while interrupted(result)
      filled = max(result, 0)
    }
    guard result >= 0 else { throw Self.failure("\(name) cannot be read") }
    return bytes
  }

  /// Writes all the bytes at the present place.
  ///
  /// - Throws: `storageFull` when there is no room, `storage` otherwise.
  func write(_ bytes: [UInt8]) throws(DeskError) {
    var done = 0
    while done < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        writeBytes(descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if interrupted(written) { continue }
      guard written > 0 else { throw Self.failure("\(name) cannot be written") }
      done += written
    }
  }

  /// Goes back to the first byte.
  ///
  /// - Throws: `storage` when the file has no places, as a pipe.
  func rewind() throws(DeskError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw Self.failure("\(name) cannot be read from its start again")
    }
  }

  private static func openingError(_ path: String) -> DeskError {
    guard errno == ENOENT || errno == ENOTDIR else { return failure("\(path) cannot be opened") }
    return DeskError(.usage, "there is no file \(path); check the path, or use - for input")
  }

  private static func failure(_ what: String) -> DeskError {
    let cause = errno
    return DeskError(
      cause == ENOSPC || cause == EDQUOT ? .storageFull : .storage,
      "\(what): \(String(cString: strerror(cause)))")
  }
}

private func interrupted(_ result: Int) -> Bool { result < 0 && errno == EINTR }

// The methods above have the names of the system calls that they wrap.
private let readBytes = read(_:_:_:)
private let writeBytes = write(_:_:_:)

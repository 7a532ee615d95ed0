import DeskRules

/// Reads a file line by line in bounded memory.
struct LineReader {
  /// The longest line that is kept, in bytes; of a longer one only the beginning is.
  static let lineLimit = 65_536
  private static let chunkSize = 65_536

  private let file: ByteFile
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// The number of the line last returned, from 1.
  private(set) var number = 0

  /// Reads from the file's present place.
  init(_ file: ByteFile) { self.file = file }

  /// The next line without its end (`\n` or `\r\n`), or nil at the end of the file; bytes that
  /// are not UTF-8 become replacement characters.
  ///
  /// - Throws: `storage` when the file cannot be read.
  mutating func next() throws(DeskError) -> String? {
    var line: [UInt8] = []
    var isAny = false
    while try fill() {
      isAny = true
      let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n"))
      let room = max(0, Self.lineLimit - line.count)
      line.append(contentsOf: buffer[position..<(end ?? buffer.count)].prefix(room))
      position = end.map { $0 + 1 } ?? buffer.count
      if end != nil { break }
    }
    guard isAny else { return nil }
    number += 1
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }

  /// Makes sure that unread bytes are there; false at the end.
  private mutating func fill() throws(DeskError) -> Bool {
    if position < buffer.count { return true }
    if isAtEnd { return false }
    buffer = try file.read(atMost: Self.chunkSize)
    position = 0
    isAtEnd = buffer.isEmpty
    return !isAtEnd
  }
}

import DeskRules

/// Sorts more records than fit in memory: what is full is sorted and written to a temporary file,
/// and the files are merged at the end. Keys are compared byte by byte and must differ.
struct ExternalSorter {
  /// One record.
  struct Record {
    let key: [UInt8]
    let payload: [UInt8]
  }

  /// How many files are merged at once, which is also how many are ever open.
  private static let runLimit = 64

  private let folder: String
  private let memoryLimit: Int
  private var records: [Record] = []
  private var size = 0
  private var runs: [ByteFile] = []

  /// Keeps about `memoryLimit` bytes in memory, and files in `folder`.
  init(folder: String, memoryLimit: Int) {
    self.folder = folder
    self.memoryLimit = memoryLimit
  }

  /// Takes a record.
  ///
  /// - Throws: `storage` or `storageFull` when a temporary file cannot be written.
  mutating func add(_ record: Record) throws(DeskError) {
    records.append(record)
    // 80 bytes is about what two arrays cost besides their contents.
    size += record.key.count + record.payload.count + 80
    if size >= memoryLimit { try spill() }
  }

  /// Hands out all records in the order of their keys, and forgets them.
  ///
  /// - Throws: `storage` or `storageFull` from temporary files, and what `onRecord` throws.
  mutating func finish(_ onRecord: (Record) throws(DeskError) -> Void) throws(DeskError) {
    if !runs.isEmpty { try spill() }
    if runs.isEmpty {
      sortRecords()
      for record in records { try onRecord(record) }
    } else {
      try merge(onRecord)
    }
    records = []
    runs = []
    size = 0
  }

  private mutating func sortRecords() {
    records.sort { $0.key.lexicographicallyPrecedes($1.key) }
  }

  private mutating func spill() throws(DeskError) {
    guard !records.isEmpty else { return }
    sortRecords()
    var writer = RecordWriter(try ByteFile.scratch(in: folder))
    for record in records { try writer.write(record) }
    runs.append(try writer.finish())
    records.removeAll(keepingCapacity: true)
    size = 0
    if runs.count >= Self.runLimit { try mergeRuns() }
  }

  /// Makes one file of all.
  private mutating func mergeRuns() throws(DeskError) {
    var writer = RecordWriter(try ByteFile.scratch(in: folder))
    try merge { record throws(DeskError) in try writer.write(record) }
    runs = [try writer.finish()]
  }

  private func merge(_ onRecord: (Record) throws(DeskError) -> Void) throws(DeskError) {
    var readers: [RecordReader] = []
    for run in runs {
      try run.rewind()
      var reader = RecordReader(run)
      try reader.advance()
      readers.append(reader)
    }
    while true {
      var least: (index: Int, record: Record)?
      for (index, reader) in readers.enumerated() {
        guard let record = reader.record else { continue }
        if let known = least, !record.key.lexicographicallyPrecedes(known.record.key) { continue }
        least = (index, record)
      }
      guard let least else { return }
      try onRecord(least.record)
      try readers[least.index].advance()
    }
  }
}

/// Writes records to a file: the length of key and payload, then both.
private struct RecordWriter {
  private static let bufferSize = 65_536

  private let file: ByteFile
  private var buffer: [UInt8] = []

  init(_ file: ByteFile) { self.file = file }

  mutating func write(_ record: ExternalSorter.Record) throws(DeskError) {
    BigEndian.append(UInt64(record.key.count), to: &buffer)
    BigEndian.append(UInt64(record.payload.count), to: &buffer)
    buffer += record.key
    buffer += record.payload
    if buffer.count >= Self.bufferSize { try flush() }
  }

  mutating func finish() throws(DeskError) -> ByteFile {
    try flush()
    return file
  }

  private mutating func flush() throws(DeskError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Reads records back, one at a time.
private struct RecordReader {
  private static let bufferSize = 65_536

  private let file: ByteFile
  private var buffer: [UInt8] = []
  private var position = 0
  /// The present record, or nil at the end.
  private(set) var record: ExternalSorter.Record?

  init(_ file: ByteFile) { self.file = file }

  mutating func advance() throws(DeskError) {
    guard try fill(1) else {
      record = nil
      return
    }
    let keyCount = Int(BigEndian.number(try take(8)))
    let payloadCount = Int(BigEndian.number(try take(8)))
    let key = Array(try take(keyCount))
    record = ExternalSorter.Record(key: key, payload: Array(try take(payloadCount)))
  }

  private mutating func take(_ count: Int) throws(DeskError) -> ArraySlice<UInt8> {
    guard try fill(count) else {
      throw DeskError(.storage, "\(file.name) was cut short while it was read")
    }
    position += count
    return buffer[(position - count)..<position]
  }

  /// Makes sure that so many unread bytes are there; false when the file ends before.
  private mutating func fill(_ count: Int) throws(DeskError) -> Bool {
    while buffer.count - position < count {
      buffer.removeSubrange(..<position)
      position = 0
      let more = try file.read(atMost: Self.bufferSize)
      if more.isEmpty { return false }
      buffer += more
    }
    return true
  }
}

/// Numbers as eight bytes that sort like the numbers.
enum BigEndian {
  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

import DeskRules
import Glibc

/// The file of an outbox: a line a record, each behind the checksum of its text.
///
/// A crash can leave a last line that is not whole, a failing disk one in the middle. Either is
/// recognised, kept aside in a file of its own and named; every whole line stays.
struct OutboxFile {
  private static let damagedPrefix = "damaged-"

  let folder: String
  private var path: String { folder + "/outbox.log" }

  /// Whether anything was ever put in.
  var isPresent: Bool { access(path, F_OK) == 0 }

  /// The records that are whole. A file that holds anything else is mended first.
  func records() throws(DeskError) -> [OutboxRecord] {
    guard let bytes = try DurableFile.read(path) else { return [] }
    let lines = Lines(bytes)
    if !lines.damaged.isEmpty {
      let name = Self.damagedPrefix + Checksum.text(of: lines.damaged) + ".txt"
      try DurableFile.replace(folder + "/" + name, with: lines.damaged)
    }
    let records = try lines.whole.map { line throws(DeskError) in try Self.record(line) }
    if !lines.isSound { try write(records) }
    return records
  }

  /// The files with lines that could not be read, until somebody takes them away.
  var damagedFiles: [String] {
    DurableFile.names(in: folder, beginningWith: Self.damagedPrefix)
      .filter { $0.hasSuffix(".txt") }.map { folder + "/" + $0 }
  }

  /// Adds records, all or none; they are on disk when this returns.
  func append(_ records: OutboxRecord...) throws(DeskError) {
    try DurableFile.append(Self.lines(records), to: path)
  }

  /// Puts these records in the place of all that the file holds.
  func write(_ records: [OutboxRecord]) throws(DeskError) {
    try DurableFile.replace(path, with: Self.lines(records))
  }

  private static func lines(_ records: [OutboxRecord]) throws(DeskError) -> [UInt8] {
    var bytes: [UInt8] = []
    for record in records { bytes += try line(record) }
    return bytes
  }

  private static func line(_ record: OutboxRecord) throws(DeskError) -> [UInt8] {
    let text = try record.json().line
    return Array("\(Checksum.text(of: text.utf8)) \(text)\n".utf8)
  }

  private static func record(_ text: String) throws(DeskError) -> OutboxRecord {
    guard let object = try JSONParser.parse(text).members else {
      throw DeskError(.damaged, "the outbox has a line that is no record: \(text)")
    }
    return try OutboxRecord(object)
  }
}

/// The lines of an outbox's file, told apart by their checksums.
private struct Lines {
  /// The texts of the whole lines in order, without their checksums.
  var whole: [String] = []
  /// Everything else, a line break behind each piece.
  var damaged: [UInt8] = []
  /// Whether the file is as it was meant to be.
  var isSound = true

  init(_ bytes: [UInt8]) {
    let lineBreak = UInt8(ascii: "\n")
    isSound = bytes.isEmpty || bytes.last == lineBreak
    for line in bytes.split(separator: lineBreak) {
      if let text = Self.text(of: line) {
        whole.append(text)
      } else {
        damaged += Array(line) + [lineBreak]
        isSound = false
      }
    }
  }

  private static func text(of line: ArraySlice<UInt8>) -> String? {
    let (sum, rest) = (line.prefix(8), line.dropFirst(8))
    guard rest.first == UInt8(ascii: " "),
      Checksum.text(of: rest.dropFirst()).utf8.elementsEqual(sum)
    else { return nil }
    return String(validating: rest.dropFirst(), as: UTF8.self)
  }
}

import DeskRules
import Foundation

/// What the system's `zdump` says of clock changes: it reads the zone database by itself, so that the
/// code under test is compared with somebody else's reading.
struct ZoneDump {
  /// A moment at which a zone's clock is put to another offset from Greenwich, in seconds.
  struct Change: Equatable {
    let at: Instant
    let before: Int
    let after: Int
  }

  private static let program = ["/usr/bin/zdump", "/usr/sbin/zdump"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Whether this machine has the program.
  static var isPresent: Bool { program != nil }

  /// The changes of each zone in some years, in order; zones without any are not named.
  static func changes(of zones: [String], years: Range<Int>) throws -> [String: [Change]] {
    let process = Process()
    process.executableURL = URL(filePath: program ?? "")
    process.arguments = ["-v", "-c", "\(years.lowerBound),\(years.upperBound)"] + zones
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    var changes: [String: [Change]] = [:]
    var last: (zone: Substring, at: Int64, offset: Int)?
    for line in text.split(separator: "\n") {
      guard let read = read(line) else { continue }
      if let last, last.zone == read.zone, last.at + 1 == read.at, last.offset != read.offset {
        changes[String(read.zone), default: []].append(
          Change(at: Instant(seconds: read.at), before: last.offset, after: read.offset))
      }
      last = read
    }
    return changes
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Reads `Europe/Berlin  Sun Mar 31 00:59:59 2024 UT = … gmtoff=3600`.
  private static func read(_ line: Substring) -> (zone: Substring, at: Int64, offset: Int)? {
    let words = line.split(separator: " ")
    guard words.count > 7, words[6] == "UT", let month = months.firstIndex(of: String(words[2])),
      let day = Int32(words[3]), let year = Int32(words[5]), let last = words.last,
      last.hasPrefix("gmtoff="), let offset = Int(last.dropFirst("gmtoff=".count))
    else { return nil }
    let clock = words[4].split(separator: ":").compactMap { Int32($0) }
    guard clock.count == 3 else { return nil }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (year - 1900, Int32(month), day)
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (clock[0], clock[1], clock[2])
    return (words[0], Int64(timegm(&parts)), offset)
  }
}

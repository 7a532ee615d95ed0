import Foundation
import Synchronization

/// The machine's zone database. Each zone is read once in the life of the process.
///
/// Foundation's own `TimeZone` does not serve: on Linux it carries a copy of the database from the
/// day its toolchain was built, so that a country which changes its clocks later would be an hour
/// wrong until the next release; the system's `tzdata` is kept current by the system.
enum ZoneFiles {
  private static let folders = [
    "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo",
  ]

  /// Copies of the whole database in other scales of time, and files that are not zones.
  private static let hidden: Set<String> = [
    "right", "posix", "posixrules", "localtime", "Factory",
  ]

  private static let known = Mutex<[String: ZoneRules]>([:])

  /// The rules of a zone.
  ///
  /// - Throws: `time` when there is no such zone, naming the nearest, or no zone database.
  static func rules(of identifier: String) throws(DeskError) -> ZoneRules {
    if let rules = known.withLock({ $0[identifier] }) { return rules }
    guard let folder = folders.first(where: FileManager.default.fileExists(atPath:)) else {
      throw DeskError(.time, "this machine has no zone database; install the package tzdata")
    }
    guard isPlausible(identifier),
      let data = FileManager.default.contents(atPath: "\(folder)/\(identifier)"),
      let rules = ZoneFile.rules(from: [UInt8](data))
    else {
      throw DeskError.unknownName(
        .time, "there is no zone \(identifier.quotedForMessage); write one like Europe/Berlin",
        nearest: nearest(to: identifier))
    }
    known.withLock { $0[identifier] = rules }
    return rules
  }

  /// The identifiers of all zones that the machine knows, sorted.
  static let identifiers: [String] = {
    guard let folder = folders.first(where: FileManager.default.fileExists(atPath:)),
      let names = FileManager.default.enumerator(atPath: folder)
    else { return [] }
    return names.compactMap { $0 as? String }.filter { name in
      isPlausible(name) && isZoneFile("\(folder)/\(name)")
    }.sorted()
  }()

  /// The identifiers like a wrong one, or whose city is like it: `Moscow` finds `Europe/Moscow`.
  private static func nearest(to wanted: String) -> [String] {
    let whole = Nearest.names(to: wanted, among: identifiers)
    guard whole.isEmpty, !wanted.contains("/") else { return whole }
    let identifiersByCity = Dictionary(grouping: identifiers, by: city)
    let cities = Nearest.names(to: wanted, among: identifiersByCity.keys.sorted())
    return Array(cities.flatMap { identifiersByCity[$0] ?? [] }.prefix(3))
  }

  private static func city(_ identifier: String) -> String {
    identifier.split(separator: "/").last.map(String.init) ?? identifier
  }

  /// Whether a text can be the name of a zone: it stays inside the database's folder.
  private static func isPlausible(_ identifier: String) -> Bool {
    let parts = identifier.split(separator: "/", omittingEmptySubsequences: false)
    guard identifier.utf8.count <= Nearest.lengthLimit, let first = parts.first,
      !hidden.contains(String(first))
    else { return false }
    return parts.allSatisfy { part in
      guard let initial = part.unicodeScalars.first, initial.properties.isUppercase else {
        return false
      }
      return part.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
          || (0x61...0x7A).contains(byte) || "_+-".utf8.contains(byte)
      }
    }
  }

  private static func isZoneFile(_ path: String) -> Bool {
    FileManager.default.contents(atPath: path)?.starts(with: "TZif".utf8) ?? false
  }
}

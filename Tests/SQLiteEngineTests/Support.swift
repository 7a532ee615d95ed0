import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine

/// A folder of its own for one test, removed with the suite's value.
final class TemporaryFolder {
  let path: String

  init() throws {
    let name = "swapdesk-\(UUID().uuidString)"
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = DeskFile(url.path).path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  func write(_ bytes: Data, to name: String) throws {
    try bytes.write(to: URL(fileURLWithPath: file(name)))
  }

  func mode(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
    return (attributes[.posixPermissions] as? Int) ?? -1
  }
}

/// Two small schemas, one grown from the other.
enum Sample {
  static let first = """
    CREATE TABLE client (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, photo BLOB);
    CREATE TABLE visit (
      number INTEGER PRIMARY KEY, client INTEGER NOT NULL REFERENCES client (number),
      minutes INTEGER NOT NULL CHECK (minutes >= 0)) STRICT;
    CREATE TRIGGER visit_stays BEFORE DELETE ON visit BEGIN
      SELECT RAISE(ABORT, 'visits stay');
    END;
    """
  static let second = """
    ALTER TABLE client ADD COLUMN city TEXT NOT NULL DEFAULT 'Riga';
    CREATE INDEX client_by_city ON client (city);
    """
  static let addClient = "INSERT INTO client (number, name) VALUES (?, ?)"
}

extension Writer {
  /// Runs a change in a transaction of its own.
  @discardableResult
  func change(_ sql: String, _ values: [SQLValue] = []) throws -> Int {
    try begin()
    let count = try run(sql, values)
    try commit()
    return count
  }
}

extension Reader {
  /// Every value of every row.
  func rows(_ sql: String, _ values: [SQLValue] = []) throws -> [[SQLValue]] {
    var rows: [[SQLValue]] = []
    try forEach(sql, values) { row in
      rows.append((0..<row.count).map(row.value))
      return true
    }
    return rows
  }

  /// The first column of the first row.
  func number(_ sql: String) throws -> Int64 {
    guard case .integer(let number) = try rows(sql).first?.first else { return -1 }
    return number
  }

  func clientCount() throws -> SQLValue? { try rows("SELECT count(*) FROM client").first?.first }
}

/// The code of the refusal that `body` ends in; nil when it succeeds.
func refusal(_ body: () throws -> Void) throws -> DeskError? {
  do { try body() } catch let error as DeskError { return error }
  return nil
}

/// The fault that `body` ends in; nil when it succeeds.
func fault(_ body: () throws -> Void) throws -> EngineFault? {
  do { try body() } catch let fault as EngineFault { return fault }
  return nil
}

import Crypto
import Foundation
import SQLiteSchema
import Testing

@Suite struct SchemaTests {
  /// The digest of every migration. A merged migration is never changed: add the next one. Until
  /// the first release the newest may still change, and its line here with it.
  private static let digests = [
    "m0001_desk.sql": "a109e166d1eeb0860a17e1791dcd02ed8e7e333749f506596e7b7baad5f84ed0"
  ]

  private static func names() throws -> [String] {
    try SourceTree.names(in: "schema/sqlite").filter { $0.hasSuffix(".sql") }
  }

  @Test func migrationsAreImmutable() throws {
    var found: [String: String] = [:]
    for name in try Self.names() {
      let text = try SourceTree.text("schema/sqlite/\(name)")
      found[name] = SHA256.hash(data: Data(text.utf8)).map { byte in
        String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
      }.joined()
    }
    #expect(found == Self.digests)
  }

  @Test func migrationsAreNumberedWithoutGaps() throws {
    for (index, name) in try Self.names().enumerated() {
      let digits = String(index + 1)
      let number = String(repeating: "0", count: 4 - digits.count) + digits
      #expect(name.hasPrefix("m\(number)_"))
    }
  }

  @Test func theBinaryHoldsEveryMigrationInOrder() throws {
    let texts = try Self.names().map { try SourceTree.text("schema/sqlite/\($0)") }
    #expect(SQLiteSchema.migrations == texts)
  }
}

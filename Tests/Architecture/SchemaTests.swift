import Crypto
import Foundation
import SQLiteSchema
import Testing

@Suite struct SchemaTests {
  /// The digest of every migration. A merged migration is never changed: add the next one. Until
  /// the first release the newest may still change, and its line here with it.
  private static let digests = [
    "m0001_desk.sql": "a109e166d1eeb0860a17e1791dcd02ed8e7e333749f506596e7b7baad5f84ed0",
    "m0002_pool.sql": "6c4863d0fef3d164abf04614d7f01d87cb938c746bb8ff772f315bcb61f745fe",
    "m0003_loans.sql": "9a9446e5417dd96a3182d78d35f566d67adee59fe2db710428aceb6dab3f2542",
    "m0004_money.sql": "9eff4d061b65974689429e7e8621de54ff9b79920f0437ec96f95a239c72b789",
    "m0005_nights.sql": "424a0b1635bf9c17ee1a47b5e29f3d41f4749dc16614d312dbf557f6864d0fa1",
    "m0006_roster.sql": "b833e08150383b8fa8bd77fde6f74ec399554ca9e3ae3c6e607d704b0456f1f6",
    "m0007_invoices.sql": "3182135f8e393c252e38079b32a5e0233171708192322f11bf377b4e14a9af3c",
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

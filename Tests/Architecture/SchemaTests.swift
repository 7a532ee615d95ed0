import Crypto
import Foundation
import SQLiteSchema
import Testing

@Suite struct SchemaTests {
  /// The digest of every migration. A merged migration is never changed: add the next one. Until
  /// the first release the newest may still change, and its line here with it.
  private static let digests = [
    "m0001_desk.sql": "a109e166d1eeb0860a17e1791dcd02ed8e7e333749f506596e7b7baad5f84ed0",
    "m0002_pool.sql": "60aef8709893f23984a01cfb05c3119a4e17aae8316fea849faafd3657a8a3d1",
    "m0003_loans.sql": "9a9446e5417dd96a3182d78d35f566d67adee59fe2db710428aceb6dab3f2542",
    "m0004_money.sql": "2bed35033f94e73652a5a64baae236148542625ff09275405c1444052f5e8111",
    "m0005_nights.sql": "424a0b1635bf9c17ee1a47b5e29f3d41f4749dc16614d312dbf557f6864d0fa1",
    "m0006_roster.sql": "b833e08150383b8fa8bd77fde6f74ec399554ca9e3ae3c6e607d704b0456f1f6",
    "m0007_invoices.sql": "3182135f8e393c252e38079b32a5e0233171708192322f11bf377b4e14a9af3c",
    "m0008_owed.sql": "340c01774ce565bc25392a1dcf62ca40d823702fcd330fa20c68ee1d9e2e4fbb",
    "m0009_wanting.sql": "2e6a8d9c30bb971ca1dac337a167d091381ac380eb8fdf216750d52660895ebb",
    "m0010_prices.sql": "27081563f5781f37a7229b5a5ab532ec0204a30d7be804bbe5085d424d1d2469",
    "m0011_budgets.sql": "195022299b4f27a46998b6bd4be5ff0c2f8e69ad1a5a775256873b8ffbad0f68",
    "m0012_settled.sql": "0e1371499bc7b94df735bfda348a2b504dcc0636c468afc1b1e6ca79ad676a4b",
    "m0013_accounts.sql": "97af71bb6a2abe05366ffc40c47ef8d76aed7d99ab791c42d84d69c721b6934e",
    "m0014_estimates.sql": "efab7823a956faa90d76d69036fffd373d6f1efd90dd49eab3fec20a599625f4",
    "m0015_pool.sql": "4670f2447abca1cd84dae1b274adafc87f6b373f0ecc5b91b9e68dae205e802a",
    "m0016_calls.sql": "96b05acaba182509a89634c5ce015645957171e846f3cc4224f6d660bfaaf655",
    "m0017_days.sql": "118c564c5d2ecffa11af695962ee4774614e3a262181d7d2cbdfaf89af6fb8f4",
    "m0018_titles.sql": "d76c5031198c6074d96aac063a0ee570a36f04719b49ecb3b2de7a6bdede4b62",
    "m0019_visits.sql": "f646930a50caec719a89e432daf3331c7f76495601f24d7aaeb928a4d85288a7",
    "m0020_attendance.sql": "8f72554d4f7b9f438da46e7105e8da897b89c2bce4dbce3565c3f1525b3391c3",
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

/// The numbered, immutable migrations of a desk kept in SQLite, embedded in the binary.
public enum SQLiteSchema {
  /// The SQL text of every migration in order; migration N brings a desk to schema version N.
  public static let migrations: [String] = [
    String(decoding: PackageResources.m0001_desk_sql, as: UTF8.self)
  ]
}

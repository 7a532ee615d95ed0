/// The numbered, immutable migrations of a desk kept in SQLite, embedded in the binary.
public enum SQLiteSchema {
  /// The SQL text of every migration in order; migration N brings a desk to schema version N.
  public static let migrations: [String] = [
    PackageResources.m0001_desk_sql, PackageResources.m0002_pool_sql,
    PackageResources.m0003_loans_sql, PackageResources.m0004_money_sql,
    PackageResources.m0005_nights_sql, PackageResources.m0006_roster_sql,
    PackageResources.m0007_invoices_sql, PackageResources.m0008_owed_sql,
    PackageResources.m0009_wanting_sql, PackageResources.m0010_prices_sql,
    PackageResources.m0011_budgets_sql, PackageResources.m0012_settled_sql,
    PackageResources.m0013_accounts_sql,
    PackageResources.m0014_estimates_sql,
    PackageResources.m0015_pool_sql,
    PackageResources.m0016_calls_sql,
    PackageResources.m0017_days_sql,
    PackageResources.m0018_titles_sql,
    PackageResources.m0019_visits_sql,
    PackageResources.m0020_attendance_sql,
  ].map { String(decoding: $0, as: UTF8.self) }
}

// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioTestUtils: Target.Dependency = .product(name: "NIOTestUtils", package: "swift-nio")
let lifecycle: Target.Dependency = .product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

// One entry a room, top to bottom; a room names every room it imports. The same table stands in
// docs/ARCHITECTURE.md, and Tests/Architecture reads each `import` against that page.
let package = Package(
  name: "swapdesk",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "swapdesk", targets: ["swapdesk"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .executableTarget(
      name: "swapdesk",
      dependencies: [
        "DeskServer", "DeskClient", "DeskImport", "DeskWire", "DeskOperations", "DeskStore",
        "SQLiteEngine", "DeskEngine", "DeskRules", argumentParser, logging, lifecycle, signals,
        yams,
      ],
      swiftSettings: settings),
    .target(
      name: "DeskServer",
      dependencies: [
        "DeskWire", "DeskOperations", "DeskStore", "DeskEngine", "DeskRules", nioCore, nioPosix,
        logging, lifecycle,
      ],
      swiftSettings: settings),
    .target(
      name: "DeskClient", dependencies: ["DeskWire", "DeskRules"], swiftSettings: settings),
    .target(name: "DeskImport", dependencies: ["DeskRules", yams], swiftSettings: settings),
    .target(name: "DeskWire", dependencies: ["DeskRules"], swiftSettings: settings),
    .target(
      name: "DeskOperations", dependencies: ["DeskStore", "DeskEngine", "DeskRules"],
      swiftSettings: settings),
    .target(
      name: "DeskStore", dependencies: ["DeskEngine", "DeskRules", crypto],
      swiftSettings: settings),
    .target(
      name: "SQLiteEngine", dependencies: ["DeskEngine", "DeskRules", "SQLiteSchema", "CSQLite"],
      swiftSettings: settings),
    .target(
      name: "SQLiteSchema", path: "schema/sqlite",
      resources: [
        .embedInCode("m0001_desk.sql"), .embedInCode("m0002_pool.sql"),
        .embedInCode("m0003_loans.sql"), .embedInCode("m0004_money.sql"),
        .embedInCode("m0005_nights.sql"), .embedInCode("m0006_roster.sql"),
        .embedInCode("m0007_invoices.sql"), .embedInCode("m0008_owed.sql"),
        .embedInCode("m0009_wanting.sql"), .embedInCode("m0010_prices.sql"),
        .embedInCode("m0011_budgets.sql"), .embedInCode("m0012_settled.sql"),
        .embedInCode("m0013_accounts.sql"),
        .embedInCode("m0014_estimates.sql"),
        .embedInCode("m0015_pool.sql"),
        .embedInCode("m0016_calls.sql"),
        .embedInCode("m0017_days.sql"),
        .embedInCode("m0018_titles.sql"),
        .embedInCode("m0019_visits.sql"),
        .embedInCode("m0020_attendance.sql"),
      ], swiftSettings: settings),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .target(name: "DeskEngine", dependencies: ["DeskRules"], swiftSettings: settings),
    .target(name: "DeskRules", swiftSettings: settings),

    .testTarget(
      name: "Architecture",
      dependencies: ["DeskWire", "DeskOperations", "SQLiteSchema", "DeskRules", crypto],
      swiftSettings: settings),
    .testTarget(name: "DeskRulesTests", dependencies: ["DeskRules"], swiftSettings: settings),
    .testTarget(
      name: "SQLiteEngineTests", dependencies: ["SQLiteEngine", "DeskEngine", "DeskRules"],
      swiftSettings: settings),
    .testTarget(
      name: "DeskWireTests", dependencies: ["DeskWire", "DeskRules"], swiftSettings: settings),
    .testTarget(
      name: "DeskClientTests", dependencies: ["DeskClient", "DeskWire", "DeskRules"],
      swiftSettings: settings),
    .testTarget(
      name: "DeskServerTests",
      dependencies: [
        "DeskServer", "DeskClient", "DeskWire", "DeskOperations", "DeskStore", "SQLiteEngine",
        "DeskEngine", "DeskRules", logging,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DeskImportTests", dependencies: ["DeskImport", "DeskRules"], swiftSettings: settings),
    .testTarget(
      name: "DeskOperationsTests",
      dependencies: [
        "swapdesk", "DeskOperations", "DeskStore", "SQLiteEngine", "DeskWire", "DeskEngine",
        "DeskRules",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "Scenarios", dependencies: ["swapdesk", "DeskClient", "DeskWire", "DeskRules"],
      exclude: ["Desks"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

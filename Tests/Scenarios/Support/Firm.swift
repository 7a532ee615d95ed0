import Foundation
import Testing

/// The firm of the case: clients, crew, pool, prices and budgets, with a ticket T-17 whose printer is
/// on our bench. Set up once; every test gets a copy.
enum Firm {
  /// A workplace whose desk is a copy of the firm's.
  static func workplace() async throws -> Workplace {
    let workplace = try Workplace()
    try await backup.value.write(to: URL(filePath: workplace.desk))
    return workplace
  }

  /// The bytes of a backup of the firm's desk, which is a desk itself.
  private static let backup = Task {
    let workplace = try Workplace()
    for words in setUp { try await workplace.must(words) }
    let copy = workplace.file("copy.sqlite")
    try await workplace.must("backup", copy)
    return try Data(contentsOf: URL(filePath: copy))
  }

  private static let setUp: [[String]] =
    firm + models + devices + prices + (1...16).flatMap(answeredOnThePhone) + [
      [
        "ticket", "open", "transco", "--device", "TC-P1", "--problem", "fuser dead, on our bench",
      ]
    ]

  private static let firm: [[String]] = [
    [
      "init", "Northern Printers", "--currency", "RUB", "--timezone", "Europe/Moscow", "--admin",
      "nora",
    ],
    ["client", "add", "bakery", "Bakery on Mira Street", "--timezone", bakeryZone],
    ["client", "add", "transco", "Transport Company"],
    ["client", "add", "office", "Office on Lenin Square"],
    [
      "contact", "add", "bakery", "Olga Ivanova", "--function", "approver", "--approval-limit",
      "30000.00",
    ],
    ["staff", "add", "boris", "Boris Engineer", "--role", "engineer"],
    ["staff", "add", "dasha", "Dasha Dispatcher", "--role", "dispatcher"],
    ["staff", "add", "alla", "Alla Accountant", "--role", "accountant"],
  ]

  private static let models: [[String]] = [
    [
      "model", "add", "HP LaserJet 4250", "--format", "A4", "--duplex", "--ppm", "43", "--supply",
      "Q5942A yield=10000", "--supply", "Q5942X group=Q5942A yield=20000",
    ],
    [
      "model", "add", "HP LaserJet 1020", "--format", "A4", "--ppm", "14", "--supply",
      "Q2612A yield=2000",
    ],
    [
      "model", "add", "Ricoh Aficio MP C2500", "--format", "A3", "--colour", "--duplex", "--ppm",
      "25", "--function", "scan", "--function", "copy", "--language", "postscript",
    ],
  ]

  private static let devices: [[String]] = [
    device("BK-P1", "HP LaserJet 4250", "bakery", ["--serial", "CNGXB01234", "--meter", "184220"]),
    device("TC-P1", "HP LaserJet 4250", "transco", ["--serial", "CNGXB05678", "--meter", "96410"]),
    device("OF-P1", "HP LaserJet 1020", "office", ["--serial", "CNBK0001"]),
    device("LP-01", "HP LaserJet 1020", "pool"),
    device("LP-02", "Ricoh Aficio MP C2500", "pool"),
    device("LP-03", "HP LaserJet 4250", "pool", ["--meter", "10120"]),
    ["cartridge", "add", "C-0012", "--type", "Q5942A", "--owner", "pool", "--state", "full"],
    ["cartridge", "add", "C-0013", "--type", "Q5942X", "--owner", "pool", "--state", "full"],
    ["cartridge", "add", "C-0044", "--type", "Q5942A", "--owner", "bakery"],
    ["cartridge", "add", "C-0051", "--type", "Q5942X", "--owner", "transco"],
    ["cartridge", "add", "C-0060", "--type", "Q2612A", "--owner", "pool", "--state", "full"],
  ]

  private static let prices: [[String]] = [
    [
      "tariff", "set", "--rate", "1500.00", "--band", "night 22:00-06:00 x1.5", "--minimum", "120",
      "--step", "15", "--fee", "500.00", "--from", "2026-01-01",
    ],
    [
      "budget", "set", "bakery", "repair", "--limit", "50000.00", "--period", period,
      "--overflow", "goods",
    ],
    ["budget", "set", "bakery", "goods", "--limit", "40000.00", "--period", period],
  ]

  private static func device(
    _ tag: String, _ model: String, _ owner: String, _ more: [String] = []
  ) -> [String] {
    ["device", "add", tag, "--model", model, "--owner", owner] + more
  }

  private static func answeredOnThePhone(_ number: Int) -> [[String]] {
    [
      [
        "ticket", "open", "office", "--device", "OF-P1", "--problem",
        "pages come out grey, call \(number)",
      ],
      ["ticket", "cancel", "T-\(number)", "--reason", "answered on the phone"],
    ]
  }
}

extension Firm {
  /// Where 03:10 has come, with time to spare before the next night: the call-out of the first story
  /// lies in the past.
  static let bakeryZone: String = {
    let clock = Calendar.utc.dateComponents([.hour, .minute], from: Date())
    let minutesInMoscow = ((clock.hour ?? 0) * 60 + (clock.minute ?? 0) + 180) % 1440
    return (30..<195).contains(minutesInMoscow) ? "Asia/Vladivostok" : "Europe/Moscow"
  }()

  /// From a year ago to a year ahead, so that a call-out at the turn of the year finds its budget.
  static let period = "\(day(-400))..\(day(400))"

  /// The date so many days from now.
  static func day(_ offset: Int) -> String {
    let date = Date(timeIntervalSinceNow: Double(offset) * 86_400)
    let parts = Calendar.utc.dateComponents([.year, .month, .day], from: date)
    return String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
  }

  /// The engineer's command of the first story.
  static let callout = [
    "callout", "log", "bakery", "--device", "BK-P1", "--called", "01:10", "--arrived", "01:40",
    "--done", "03:10", "--problem", "paper jam, fuser", "--work", "fuser replaced", "--part",
    "RM1-4554 fuser=4500.00", "--swap", "given=C-0012,taken=C-0044",
  ]

  /// The dispatcher's second command: nine days are the loan's length in the second story.
  static let issue = [
    "loan", "issue", "T-17", "LP-03", "--due", day(9), "--meter", "10233",
  ]

  /// The commands of the three stories in order.
  static let stories = [
    callout, ["loan", "suggest", "T-17"], issue, ["budget", "show", "bakery"],
  ]
}

extension Calendar {
  static let utc: Calendar = {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    return calendar
  }()
}

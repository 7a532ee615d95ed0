import DeskRules
import Testing

@Suite struct CurrencyTests {
  @Test(arguments: [
    ("RUB", 2), ("EUR", 2), ("JPY", 0), ("KRW", 0), ("ISK", 0), ("KWD", 3), ("TND", 3), ("CLF", 4),
    ("UYW", 4), ("MGA", 2), ("kzt", 2), ("XOF", 0),
  ])
  func knowsDecimals(code: String, decimals: Int) throws {
    let currency = try Currency(code)
    #expect(currency.decimals == decimals)
    #expect(currency.code == code.uppercased())
  }

  @Test(arguments: ["", "RU", "RUBL", "XXX", "XAU", "РУБ", "R B"])
  func refusesUnknownCodes(code: String) throws {
    try refusal(.amount) { try Currency(code) }
  }

  @Test func offersTheNearestCode() throws {
    let error = try refusal(.amount) { try Currency("EUS") }
    #expect(error.details["nearest"]?.elements?.contains(.string("EUR")) == true)
  }

  @Test(arguments: [
    ("RUB", 450_000, "4500.00"), ("RUB", -5, "-0.05"), ("RUB", 0, "0.00"), ("JPY", 4500, "4500"),
    ("JPY", -1, "-1"), ("KWD", 1, "0.001"), ("CLF", 12_345, "1.2345"),
    ("RUB", Int64.min, "-92233720368547758.08"), ("RUB", Int64.max, "92233720368547758.07"),
  ])
  func writesAmounts(code: String, minorUnits: Int64, expected: String) throws {
    #expect(try Currency(code).text(minorUnits) == expected)
  }
}

@Suite struct DecimalTextTests {
  @Test(arguments: [
    ("4500", "RUB", 450_000, "4500"), ("4500.00", "RUB", 450_000, "4500"),
    ("4500.5", "RUB", 450_050, "4500.5"), ("0.05", "RUB", 5, "0.05"), ("0", "RUB", 0, "0"),
    ("-0", "RUB", 0, "0"), ("007", "RUB", 700, "7"), ("4500.00", "JPY", 4500, "4500"),
    ("1.2340", "KWD", 1234, "1.234"),
    (
      "10000000000000.00", "RUB", 1_000_000_000_000_000,
      "10000000000000"
    ),
  ])
  func readsAmounts(text: String, code: String, minorUnits: Int64, canonical: String) throws {
    let decimal = try DecimalText(text)
    #expect(decimal.canonical == canonical)
    #expect(try decimal.minorUnits(in: Currency(code)) == minorUnits)
  }

  @Test(arguments: [
    "", "-", ".", ".5", "5.", "1e3", "1,000", "1 000", "4500,00", "+5", "--5", "0x10", "٤٥",
    "5.0.0",
    "1234567890123456789", "0.1234567890123456789", "NaN", "5 ",
  ])
  func refusesOtherForms(text: String) throws {
    try refusal(.amount) { try DecimalText(text) }
  }

  @Test(arguments: [
    ("4500.005", "RUB", "RUB has 2"), ("0.5", "JPY", "JPY has 0"), ("-3.5", "RUB", "negative"),
    ("10000000000000.01", "RUB", "too large"), ("999999999999999999", "CLF", "too large"),
  ])
  func refusesWhatIsNoAmount(text: String, code: String, message: String) throws {
    let currency = try Currency(code)
    let error = try refusal(.amount) { try DecimalText(text).minorUnits(in: currency) }
    #expect(error.message.contains(message))
  }

  @Test func takesNegativeAmountsWhereTheyAreAllowed() throws {
    let rubles = try Currency("RUB")
    #expect(try DecimalText("-3.5").minorUnits(in: rubles, allowNegative: true) == -350)
    #expect(try DecimalText("4500") == DecimalText("4500.00"))
  }

  @Test func readsBackWhatACurrencyWrites() throws {
    let seed = UInt64.random(in: 0 ... .max)
    print("seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for code in ["RUB", "JPY", "KWD", "UYW"] {
      let currency = try Currency(code)
      for _ in 0..<200 {
        let limit = Int64(1) << Int64.random(in: 1...49, using: &generator)
        let amount = Int64.random(in: -limit...limit, using: &generator)
        let text = currency.text(amount)
        #expect(try DecimalText(text).minorUnits(in: currency, allowNegative: true) == amount)
      }
    }
  }
}

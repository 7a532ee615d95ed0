import Testing

/// The firm of the design: a bakery, a transport company, an office; a crew, a pool, prices.
extension TestDesk {
  /// A desk with the firm set up on 20 November, the clock then at 03:15 of the 22nd in Moscow.
  static func firm(seed: UInt64 = 1, inMemory: Bool = false) throws -> TestDesk {
    let desk = try TestDesk(seed: seed, inMemory: inMemory)
    try desk.typeAll(firmCommands)
    try desk.now("2026-11-22T03:15+03:00")
    return desk
  }

  /// The firm with a tariff and budgets as well.
  static func pricedFirm(seed: UInt64 = 1, inMemory: Bool = false) throws -> TestDesk {
    let desk = try firm(seed: seed, inMemory: inMemory)
    try desk.typeAll(priceCommands)
    return desk
  }

  private static let firmCommands = [
    "client add bakery \"Bakery on Mira Street\" --timezone Europe/Moscow",
    "client add transco \"Transport Company\"",
    "client add office \"Office on Lenin Square\"",
    "client add berlin \"Berliner Büro\" --timezone Europe/Berlin --currency EUR",
    "contact add bakery \"Olga Ivanova\" --function approver --approval-limit 60000.00",
    "contact add bakery \"Petr Smirnov\" --function door --phone \"+7 900 1234567\"",
    "staff add boris \"Boris Engineer\" --role engineer --login boris",
    "staff add dasha \"Dasha Dispatcher\" --role dispatcher",
    "staff add alla \"Alla Accountant\" --role accountant",
    "staff add mark \"Mark Manager\" --role manager",
    "staff add olga \"Olga Ivanova\" --role client --client bakery",
    "staff add tom \"Tom Driver\" --role client --client transco",
    "model add \"HP LaserJet 4250\" --format A4 --duplex --ppm 43"
      + " --supply \"Q5942A yield=10000\" --supply \"Q5942X group=Q5942A yield=20000\"",
    "model add \"HP LaserJet 1020\" --format A4 --ppm 14 --supply \"Q2612A yield=2000\"",
    "model add \"Ricoh Aficio MP C2500\" --format A3 --colour --duplex --ppm 25"
      + " --function scan --function copy --language postscript --language pcl6",
    "device add BK-P1 --model \"HP LaserJet 4250\" --owner bakery --serial CNGXB01234",
    "device add TC-P1 --model \"HP LaserJet 4250\" --owner transco --serial CNGXB05678",
    "device add OF-P1 --model \"HP LaserJet 1020\" --owner office",
    "device add OF-C1 --model \"Ricoh Aficio MP C2500\" --owner office",
    "device add LP-01 --model \"HP LaserJet 1020\" --owner pool",
    "device add LP-02 --model \"Ricoh Aficio MP C2500\" --owner pool",
    "device add LP-03 --model \"HP LaserJet 4250\" --owner pool --meter 10120",
    "cartridge add C-0012 --type Q5942A --owner pool --state full",
    "cartridge add C-0013 --type Q5942X --owner pool --state full",
    "cartridge add C-0014 --type Q2612A --owner pool --state full",
    "cartridge add C-0044 --type Q5942A --owner bakery",
    "cartridge add C-0051 --type Q5942X --owner transco",
  ]

  private static let priceCommands = [
    "tariff set --rate 1500.00 --band \"night 22:00-06:00 x1.5\" --minimum 120 --step 15"
      + " --fee 500.00 --travel billed --from 2026-01-01",
    "budget set bakery repair --limit 50000.00 --period 2026 --overflow goods",
    "budget set bakery goods --limit 40000.00 --period 2026",
  ]

  /// The engineer's command of the design.
  static let night =
    "callout log bakery --device BK-P1 --called 01:10 --arrived 01:40 --done 03:10"
    + " --problem \"paper jam, fuser\" --work \"fuser replaced\""
    + " --part \"RM1-4554 fuser=4500.00\" --swap given=C-0012,taken=C-0044"
}

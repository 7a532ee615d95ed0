import DeskImport
import DeskRules
import Testing

@Suite struct HPLIPTests {
  static func read(_ text: String) throws -> (models: [PrinterModel], skipped: [SkippedRecord]) {
    let folder = try ScratchFolder()
    return try read(path: try folder.file("models.dat", text))
  }

  static func read(path: String) throws -> (models: [PrinterModel], skipped: [SkippedRecord]) {
    var models: [PrinterModel] = []
    var skipped: [SkippedRecord] = []
    try HPLIPReader.read(
      file: path, onModel: { models.append($0) }, onSkipped: { skipped.append($0) })
    return (models, skipped)
  }

  static let laser = """
    # a comment
    [hp_laserjet_4250]
    copy-type=0
    fax-type=0
    model1=HP LaserJet 4250 Printer
    model2=HP LaserJet 4250dtn Printer\t
    r0-agent1-kind=4
    r0-agent1-sku=Q5942A/Q5942X
    r0-agent1-type=1
    r0-agent2-kind=5
    r0-agent2-sku=Q5421A/Q5422A
    r0-agent2-type=62
    scan-type=0
    tech-class=LJMono,Postscript
    tech-subclass=Normal
    tech-type=3

    """

  @Test func readsASection() throws {
    let found = try Self.read(Self.laser)
    #expect(found.skipped == [])
    #expect(found.models.map(\.name) == ["HP LaserJet 4250", "HP LaserJet 4250dtn"])
    var expected = PrinterModel(name: "HP LaserJet 4250", maker: "HP", source: .hplip)
    expected.technology = .laser
    expected.colour = false
    expected.languages = ["pcl5", "postscript"]
    expected.supplies = [
      PrinterSupply(number: "Q5942A", kind: .toner, colour: .black, group: "Q5942A"),
      PrinterSupply(number: "Q5942X", kind: .toner, colour: .black, group: "Q5942A"),
      PrinterSupply(number: "Q5421A", kind: .maintenanceKit, colour: nil, group: "Q5421A"),
      PrinterSupply(number: "Q5422A", kind: .maintenanceKit, colour: nil, group: "Q5421A"),
    ]
    #expect(found.models.first == expected)
  }

  @Test(arguments: [
    ("Q5942A/Q5942X", ["Q5942A", "Q5942X"]), ("CE505A / CE505X", ["CE505A", "CE505X"]),
    ("26(51626A)", ["51626A"]), ("58 (C6658AN)", ["C6658AN"]), ("HP 70 (C9406A)", ["C9406A"]),
    ("88 (C9396 ) / 88L (C9385)", ["C9396", "C9385"]),
    ("94 (C8765WN) /96 (C8767WN)", ["C8765WN", "C8767WN"]),
    ("(51645G)/ (51645A)", ["51645G", "51645A"]), ("12 (C5023A", ["C5023A"]),
    ("23 (C1823D or C1823T)", ["C1823D", "C1823T"]), ("21 (C9351A/G)", ["C9351A", "C9351G"]),
    ("816 (C8816A/B/G)", ["C8816A", "C8816B", "C8816G"]), ("Q7551A/X", ["Q7551A", "Q7551X"]),
    ("817 (C8817A/C8817G)", ["C8817A", "C8817G"]), ("58 (C6658x)", ["C6658"]),
    ("W2010A/X/XC", ["W2010A", "W2010X", "W2010XC"]), ("61/71 (Q3961/71A)", ["Q3961A", "Q3971A"]),
    ("61/61XL/61b", ["HP 61", "HP 61XL", "HP 61b"]), ("75/75/XL", ["HP 75", "HP 75XL"]),
    ("802 Small/122", ["HP 802Small", "HP 122"]), ("HP971/HP971 XL", ["HP 971", "HP 971XL"]),
    ("W2000X/658X", ["W2000X", "HP 658X"]), ("92274A", ["92274A"]), ("4PZ43A", ["4PZ43A"]),
    ("", []),
  ]) func readsPartNumbers(_ field: String, _ numbers: [String]) throws {
    let found = try Self.read("[x]\nmodel1=HP X1\ntech-type=2\nr0-agent1-sku=\(field)\n")
    #expect(found.skipped == [])
    let supplies = try #require(found.models.first).supplies
    #expect(supplies.map(\.number) == numbers)
    #expect(supplies.allSatisfy { $0.group == numbers.first })
  }

  @Test(arguments: [
    ("HP LaserJet 4250 Printer", "HP LaserJet 4250"),
    ("Hewlett-Packard LaserJet 4250", "HP LaserJet 4250"),
    ("HP LaserJet 4345 Multifunction Printer", "HP LaserJet 4345 MFP"),
    ("HP Deskjet 3323 Color Inkjet Printer", "HP DeskJet 3323"),
    ("HP Photosmart 148 Compact Photo Printer", "HP Photosmart 148"),
    ("HP PSC 1510 Series", "HP PSC 1510"),
    ("HP ENVY 4520 All-in-One Printer series", "HP ENVY 4520"),
    ("HP OfficeJet All-in-One Printer", "HP OfficeJet All-in-One Printer"),
    ("HP LaserJet Professional P1102w Printer", "HP LaserJet Pro P1102w"),
    ("HP Laserjet M207D", "HP LaserJet M207d"), ("Apollo 2100 Printer", "Apollo 2100"),
    ("HP OfficeJet k80xi All-in-One Printer", "HP OfficeJet K80xi"),
    ("Business Inkjet 1000 Printer", "HP Business Inkjet 1000"),
    ("HP  LaserJet   2200tn  Printer", "HP LaserJet 2200tn"),
    ("HP Photosmart All-in-One Printer - B010", "HP Photosmart All-in-One Printer - B010"),
  ]) func spellsNames(_ name: String, _ expected: String) throws {
    let found = try Self.read("[x]\nmodel1=\(name)\ntech-type=2\n")
    #expect(found.models.map(\.name) == [expected])
  }

  @Test func knowsFunctionsColourAndPaper() throws {
    let found = try Self.read(
      """
      [a]
      model1=HP A1 All-in-One Printer
      tech-type=2
      scan-type=-1
      fax-type=6
      tech-subclass=LargeFormatA3,NoAutoDuplex
      [b]
      model1=HP B2
      tech-type=4
      scan-type=9
      copy-type=1
      fax-type=-1
      tech-subclass=Mono_Duplex
      [c]
      model1=HP C3
      tech-type=5
      """)
    #expect(
      found.models.map(\.functions) == [
        PrinterFunction.allCases, [.print, .scan, .copy], [.print],
      ])
    #expect(found.models.map(\.duplex) == [false, true, nil])
    #expect(found.models.map(\.format) == [.a3, nil, nil])
    #expect(found.models.map(\.colour) == [true, true, nil])
    #expect(found.models.map(\.technology) == [.inkjet, .laser, .other])
  }

  @Test func joinsSectionsOfOneName() throws {
    let found = try Self.read(
      """
      [a]
      model1=HP X1 Printer
      tech-type=3
      tech-subclass=NoAutoDuplex
      r0-agent1-kind=4
      r0-agent1-sku=Q1A
      [b]
      model1=HP Z9
      tech-type=3
      [c]
      model1=HP X1
      tech-type=3
      tech-subclass=Duplex
      scan-type=1
      r1-agent1-kind=7
      r1-agent1-sku=Q1A/Q2A
      """)
    #expect(found.models.map(\.name) == ["HP X1", "HP Z9"])
    let joined = try #require(found.models.first)
    #expect(joined.duplex == nil)
    #expect(joined.functions == [.print, .scan])
    #expect(joined.supplies.map(\.number) == ["Q1A", "Q2A"])
    #expect(joined.supplies.map(\.kind) == [.toner, .drum])
  }

  @Test func skipsWhatIsNoPrinter() throws {
    let found = try Self.read(
      """
      [scanner]
      model1=HP Scanjet 1
      tech-type=0
      [nameless]
      tech-type=2
      [odd]
      model1=HP Bell\u{7}
      model2=HP Fine
      tech-type=2
      r0-agent1-sku=???
      """)
    #expect(found.models.map(\.name) == ["HP Fine"])
    #expect(
      found.skipped.map(\.reason) == [
        "not a printer (tech-type 0)", "no model name", "r0-agent1: the part number cannot be read",
        "a control character in the name",
      ])
    #expect(found.skipped[0].place == "section [scanner], line 1")
  }

  @Test func saysWhatToInstall() throws {
    let folder = try ScratchFolder()
    for path in ["/nowhere/models.dat", try folder.file("empty.dat", "x=1\n")] {
      let error = #expect(throws: DeskError.self) { try Self.read(path: path) }
      #expect(error?.code == .usage)
      #expect(error?.message.contains("libsane-hpaio") == true)
    }
  }

  @Test(.enabled(if: SharedFiles.exists(HPLIPReader.usualFile), "libsane-hpaio is not installed"))
  func readsTheRealCatalogue() throws {
    let found = try Self.read(path: HPLIPReader.usualFile)
    #expect(found.models.count > 2_900)
    #expect(Set(found.models.map(\.name)).count == found.models.count)
    #expect(found.skipped.count < 60)
    let names = ["HP LaserJet 4250", "HP LaserJet 4250dtn", "HP LaserJet 4350"]
    for name in names {
      let model = try #require(found.models.first { $0.name == name })
      let group = model.supplies.filter { $0.group == "Q5942A" }
      #expect(group.map(\.number) == ["Q5942A", "Q5942X"])
      #expect(group.allSatisfy { $0.kind == .toner && $0.colour == .black })
    }
    #expect(Set(found.models.flatMap(\.supplies).map(\.number)).count > 700)
  }

  @Test(
    .enabled(
      if: SharedFiles.exists(HPLIPReader.usualFile)
        && SharedFiles.exists(FoomaticReader.usualFolder), "a catalogue is not installed"))
  func bothCataloguesSpellNamesAlike() throws {
    let names = Set(try Self.read(path: HPLIPReader.usualFile).models.map(\.name))
    let others = Set(try FoomaticTests.real.get().models.map(\.name))
    #expect(names.intersection(others).count > 380)
  }
}

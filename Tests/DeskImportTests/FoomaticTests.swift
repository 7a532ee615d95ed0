import DeskImport
import DeskRules
import Foundation
import Testing

@Suite struct FoomaticTests {
  static func read(_ folder: String) throws -> (models: [PrinterModel], skipped: [SkippedRecord]) {
    var models: [PrinterModel] = []
    var skipped: [SkippedRecord] = []
    try FoomaticReader.read(
      folder: folder, onModel: { models.append($0) }, onSkipped: { skipped.append($0) })
    return (models, skipped)
  }

  /// The real catalogue, read once for all tests.
  static let real = Result { try read(FoomaticReader.usualFolder) }

  static func printer(
    make: String = "Acme", model: String = "Jet 1", mechanism: String = "<laser/>",
    lang: String = "", comment: String = ""
  ) -> String {
    """
    <printer id="printer/x"><make>\(make)</make><model>\(model)</model>
    <mechanism>\(mechanism)</mechanism><lang>\(lang)</lang>
    <comments><en>\(comment)</en></comments></printer>
    """
  }

  static func model(_ xml: String) throws -> PrinterModel {
    let folder = try ScratchFolder()
    _ = try folder.file("a.xml", xml)
    return try #require(try read(folder.path).models.first)
  }

  @Test func readsWhatIsStated() throws {
    let model = try Self.model(
      Self.printer(
        make: "Hewlett-Packard", model: "Deskjet  720C Printer",
        mechanism: "<inkjet/><color/><consumables><partno>C1823D</partno></consumables>",
        lang: "<pcl level=\"5e, 6\"/><postscript level=\"3\"/><pjl/><proprietary/>",
        comment: "Maximum paper width: 11.7 inches / 29.7 cm&lt;p&gt;Up to 45 pages/min."))
    #expect(model.name == "HP DeskJet 720c")
    #expect(model.maker == "HP")
    #expect(model.technology == .inkjet)
    #expect(model.colour == true)
    #expect(model.duplex == nil)
    #expect(model.format == .a3)
    #expect(model.functions == [.print])
    #expect(model.languages == ["pcl5", "pcl6", "postscript"])
    #expect(model.pagesPerMinute == 45)
    #expect(
      model.supplies
        == [PrinterSupply(number: "C1823D", kind: .other, colour: nil, group: "C1823D")])
    #expect(model.source == .foomatic)
  }

  @Test func guessesNothing() throws {
    let model = try Self.model("<printer><make>Acme</make><model>One</model></printer>")
    #expect(model == PrinterModel(name: "Acme One", maker: "Acme", source: .foomatic))
  }

  @Test(
    arguments: [
      ("45 ppm", 45), ("up to 12 pages/min", 12), ("19 pages per minute, PCL 5e", 19),
      ("Printing engine speed: 31 pages/min&lt;br&gt;", 31), ("does 21 letter-sized pages/min", 21),
      ("46 A4 pages per minute", 46), ("6 ppm colour, 24 ppm grayscale", nil),
      ("only somewhat slower (20 ppm instead of 25 ppm)", nil), ("converts PPM files", nil),
      ("HL-12 prints pages", nil), ("0 ppm", nil), ("840 ppm", nil), ("45. pages/min", nil),
      ("24 ppm, really 24 pages/min", 24),
    ] as [(String, Int?)]) func readsTheSpeed(_ comment: String, _ speed: Int?) throws
  {
    #expect(try Self.model(Self.printer(comment: comment)).pagesPerMinute == speed)
  }

  @Test(
    arguments: [
      ("Maximum paper width: 8.5 inches / 21.6 cm", .a4),
      ("Maximum paper width: 11.7 inches / 29.7 cm", .a3),
      ("Maximum paper width: 21.0 cm / 8.3 inches", .a4), ("Maximum paper width: 10.5 cm", nil),
      ("Large format (A3/11x17) colour laser printer", .a3),
      ("Maximum paper size is A4/Letter/Legal.", .a4),
      ("the maximum paper size listed in the printtool is A3,", nil),
      ("does not print the large formats (A3, 11x17).", nil), ("folds A3 and A4", nil),
    ] as [(String, PaperFormat?)]) func readsTheFormat(_ comment: String, _ format: PaperFormat?)
    throws
  {
    #expect(try Self.model(Self.printer(comment: comment)).format == format)
  }

  @Test(
    arguments: [
      ("A built-in duplex unit, parallel", true),
      ("this printer has a duplex unit (supported)", true),
      ("No duplex unit available.", false), ("Manual duplex available only.", false),
      ("Duplex unit optional, USB", nil), ("supports an optional duplex unit", nil),
      ("The duplex unit does not work with Gimp-Print", nil),
    ] as [(String, Bool?)]) func readsDuplex(_ comment: String, _ duplex: Bool?) throws
  {
    #expect(try Self.model(Self.printer(comment: comment)).duplex == duplex)
  }

  @Test(
    arguments: [
      ("Jet 1", "Multi-function device: Printer, Scanner, Copier.", [.print, .scan, .copy]),
      ("Jet 1", "Multifunction device: printer/scanner/copier/fax", PrinterFunction.allCases),
      ("Jet 1", "All-in-One color inkjet printer.&lt;p&gt;", [.print, .scan, .copy]),
      ("Jet 1", "Printing, scanning, copying, fax, photo card access", PrinterFunction.allCases),
      ("Jet 1", "the scanner is a color one", [.print]),
      ("Jet 1", "Copier/printer", [.print, .copy]),
      ("Jet 1", "non-printing features, like scanning, printer status", [.print]),
      ("Jet 1", "copier/scanner/fax/etc", PrinterFunction.allCases),
      ("Jet 1", "An add-on for this printer is available (printing, scanning, copying)", [.print]),
      ("Jet 1 MFP", "", [.print, .scan, .copy]), ("CX9400Fax", "", [.print, .fax]),
    ] as [(String, String, [PrinterFunction])]) func readsFunctions(
      _ name: String, _ comment: String, _ functions: [PrinterFunction]
    ) throws
  {
    #expect(try Self.model(Self.printer(model: name, comment: comment)).functions == functions)
  }

  @Test(arguments: [
    ("<pcl/>", ["pcl"]), ("<pcl level=\"6/XL\"/>", ["pcl6"]), ("<pcl level=\"4?\"/>", ["pcl"]),
    ("<pcl level=\"3 GUI\"/>", ["pcl3gui"]), ("<pcl level=\"III+\"/>", ["pcl3"]),
    ("<pcl level=\"5e (gray\"/>", ["pcl5"]), ("<escp/><hpgl2/><text/>", ["escp", "hpgl2"]),
  ]) func readsLanguages(_ lang: String, _ languages: [String]) throws {
    #expect(try Self.model(Self.printer(lang: lang)).languages == languages)
  }

  @Test func skipsWhatCannotBeRead() throws {
    let folder = try ScratchFolder()
    _ = try folder.file("b.xml", Self.printer(model: "Good"))
    _ = try folder.file("a.xml", "<printer><make>Acme")
    _ = try folder.file("c.xml", "<driver/>")
    _ = try folder.file("d.xml", Self.printer(model: "Bell &#x85; x\u{202E}"))
    _ = try folder.file("e.xml", Self.printer(model: String(repeating: "x", count: 101)))
    _ = try folder.file("f.xml", Self.printer(make: ""))
    _ = try folder.file("g.txt", "not looked at")
    _ = try folder.file("h.xml", String(repeating: " ", count: FoomaticReader.fileLimit + 1))
    try FileManager.default.createDirectory(
      atPath: folder.path + "/i.xml", withIntermediateDirectories: false)
    let found = try Self.read(folder.path)
    #expect(found.models.map(\.name) == ["Acme Good"])
    #expect(found.skipped.map(\.file) == ["a", "c", "d", "e", "f", "h", "i"].map { $0 + ".xml" })
    #expect(found.skipped.map(\.reason).allSatisfy { !$0.isEmpty })
    #expect(found.skipped[0].reason.hasPrefix("malformed XML at line 1"))
  }

  @Test func isNotBlownUpByEntities() throws {
    let folder = try ScratchFolder()
    let entities = (1...12).map { level in
      "<!ENTITY e\(level) \"\(String(repeating: "&e\(level - 1);", count: 10))\">"
    }
    _ = try folder.file(
      "a.xml",
      "<!DOCTYPE printer [<!ENTITY e0 \"x\">\(entities.joined())]>"
        + "<printer><make>Acme</make><model>&e12;</model></printer>")
    _ = try folder.file(
      "b.xml",
      "<!DOCTYPE printer [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>"
        + "<printer><make>Acme</make><model>Jet&f;</model></printer>")
    let found = try Self.read(folder.path)
    #expect(found.models.allSatisfy { $0.name == "Acme Jet" })
  }

  @Test func saysWhatToInstall() throws {
    let empty = try ScratchFolder()
    for folder in ["/nowhere", empty.path] {
      let error = #expect(throws: DeskError.self) { try Self.read(folder) }
      #expect(error?.code == .usage)
      #expect(error?.message.contains("foomatic-db") == true)
    }
  }

  @Test func stopsWhenTheReceiverDoes() throws {
    let folder = try ScratchFolder()
    _ = try folder.file("a.xml", Self.printer())
    let error = #expect(throws: DeskError.self) {
      try FoomaticReader.read(
        folder: folder.path, onModel: { _ throws(DeskError) in throw DeskError(.busy, "later") },
        onSkipped: { _ in })
    }
    #expect(error?.code == .busy)
  }

  @Test(
    .enabled(if: SharedFiles.exists(FoomaticReader.usualFolder), "foomatic-db is not installed"))
  func readsTheRealCatalogue() throws {
    let found = try Self.real.get()
    #expect(found.models.count > 5_900)
    #expect(found.skipped == [])
    let model = try #require(found.models.first { $0.name == "HP LaserJet 4250" })
    #expect(model.technology == .laser)
    #expect(model.colour == false)
    #expect(model.functions == [.print])
    #expect(model.languages == ["pcl6", "postscript"])
    #expect(model.pagesPerMinute == 45)
    #expect(found.models.count { $0.pagesPerMinute != nil } > 1_000)
    #expect(found.models.count { $0.format == .a3 } > 450)
    #expect(found.models.count { $0.functions.contains(.scan) } > 400)
    #expect(Set(found.models.map(\.name)).count > 5_900)
  }
}

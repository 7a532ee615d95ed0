import DeskRules
import Foundation
import Testing

/// Printer catalogues, small and real.
@Suite struct ImportModelTests {
  static let hplip = """
    [hp_laserjet_4250]
    model1=HP LaserJet 4250 Printer
    model2=HP LaserJet 4250dtn Printer
    r0-agent1-kind=4
    r0-agent1-sku=Q5942A/Q5942X
    r0-agent1-type=1
    tech-class=LJMono,Postscript
    tech-subclass=Normal
    tech-type=3

    """

  private static func printer(_ make: String, _ model: String) -> String {
    """
    <printer id="printer/x"><make>\(make)</make><model>\(model)</model>
    <mechanism><laser/></mechanism><lang><postscript level="3"/></lang></printer>
    """
  }

  private static func desk() async throws -> (Workplace, [String]) {
    let desk = try await Firm.workplace()
    try desk.makeFolder("printers")
    _ = try desk.write("printers/jet.xml", printer("Acme", "Jet 1"))
    _ = try desk.write("printers/both.xml", printer("HP", "LaserJet 4250dtn"))
    _ = try desk.write("printers/broken.xml", "<printer><make>Acme")
    let file = try desk.write("models.dat", hplip)
    return (
      desk, ["import", "models", "--foomatic", desk.file("printers"), "--hplip", file]
    )
  }

  @Test func aRepetitionChangesNothing() async throws {
    let (desk, words) = try await Self.desk()
    let head = try await desk.head()
    let dry = try await desk.object(words + ["--dry-run"])
    #expect(try await desk.head() == head)
    let first = try await desk.object(words)
    #expect(
      first.line
        == #"{"added":2,"completed":2,"unchanged":0,"skipped":1,"dry_run":false}"#)
    #expect(
      dry.line == first.line.replacing(#""dry_run":false"#, with: #""dry_run":true"#))
    let after = try await desk.head()
    let again = try await desk.run(words)
    #expect(
      again.output == "0 models added, 0 completed, 4 unchanged, 1 skipped.\n", "\(again)")
    #expect(again.errors.contains("broken.xml"))
    #expect(try await desk.head() == after)
    let model = try await desk.object("model", "show", "HP LaserJet 4250")
    #expect(model["ppm"]?.number == 43, "what was known stays")
    #expect(model.text("technology") == "laser", "what was not known is added")
  }

  @Test func aServerTakesTheSame() async throws {
    let (onFile, words) = try await Self.desk()
    let (served, servedWords) = try await Self.desk()
    let expected = try await onFile.run(words)
    let (direct, handedOver) = try await withServer(served) { server in
      (
        try await served.run(servedWords + ["--server", server.socket]),
        try await served.run(servedWords)
      )
    }
    #expect(direct.output == expected.output, "\(direct)")
    #expect(handedOver.output == "0 models added, 0 completed, 4 unchanged, 1 skipped.\n")
    #expect(try await served.must("model", "list") == onFile.must("model", "list"))
  }

  @Test func aCatalogueThatIsNotThereIsRefused() async throws {
    let desk = try await Firm.workplace()
    let words = [["--foomatic", "nowhere"], ["--hplip", "nowhere.dat"]]
    for catalogue in words {
      let ended = try await desk.run(["import", "models"] + catalogue)
      #expect(ended.code != 0 && ended.output == "", "\(ended)")
      #expect(ended.errors.contains("nowhere"), "\(ended)")
    }
  }

  private static let foomaticFolder = "/usr/share/foomatic/db/source/printer"
  private static let hplipFile = "/usr/share/hplip/data/models/models.dat"

  @Test(
    .enabled(if: exists(foomaticFolder) && exists(hplipFile), "the real catalogues are absent"))
  func theRealCataloguesAreReadAndRepeated() async throws {
    let desk = try await Firm.workplace()
    let words = ["import", "models", "--foomatic", Self.foomaticFolder, "--hplip", Self.hplipFile]
    let first = try await desk.object(words)
    #expect(first["added"]?.number ?? 0 > 4_000, "\(first)")
    let head = try await desk.head()
    let again = try await desk.object(words)
    #expect(again["added"]?.number == 0)
    #expect(again["completed"]?.number == 0)
    #expect(try await desk.head() == head)
    let model = try await desk.object("model", "show", "HP LaserJet 4250")
    #expect(model["supplies"]?.line.contains("Q5942X") == true)
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }
}

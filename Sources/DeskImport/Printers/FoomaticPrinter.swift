/// Makes a printer model of what a printer file states.
enum FoomaticPrinter {
  /// The model, or why there is none.
  static func model(_ document: FoomaticDocument) -> Result<PrinterModel, RecordRefusal> {
    let parts: PrinterName.Parts
    do {
      parts = try PrinterName.parts(maker: document.make, model: document.model)
    } catch {
      return .failure(RecordRefusal(reason: error.reason))
    }
    let comment = CommentWords(html: document.comment)
    var model = PrinterModel(name: parts.name, maker: parts.maker, source: .foomatic)
    model.technology = technology(document.mechanism)
    model.colour = colour(document.mechanism)
    model.duplex = comment.duplex
    model.format = comment.format
    model.functions = functions(name: document.model, comment: comment)
    model.languages = languages(document)
    model.pagesPerMinute = comment.pagesPerMinute
    model.supplies = supplies(document.partNumbers)
    return .success(model)
  }

  private static func technology(_ mechanism: Set<String>) -> PrinterTechnology? {
    let technologies: [(element: String, technology: PrinterTechnology)] = [
      ("laser", .laser), ("led", .led), ("inkjet", .inkjet), ("dotmatrix", .dotMatrix),
      ("sublimation", .sublimation), ("transfer", .transfer), ("impact", .impact),
    ]
    return technologies.first { mechanism.contains($0.element) }?.technology
  }

  /// Files that describe the mechanism mark colour in it; where the mechanism is not described,
  /// the missing mark says nothing.
  private static func colour(_ mechanism: Set<String>) -> Bool? {
    if mechanism.contains("color") { return true }
    return technology(mechanism) == nil ? nil : false
  }

  private static func functions(name: String, comment: CommentWords) -> [PrinterFunction] {
    var known = comment.functions.union([.print])
    if DeviceWords.saysMultifunction(name) { known.formUnion([.scan, .copy]) }
    if name.lowercased().hasSuffix("fax") { known.insert(.fax) }
    return PrinterFunction.allCases.filter(known.contains)
  }

  private static func languages(_ document: FoomaticDocument) -> [String] {
    let stated = document.languages.flatMap { names(of: $0) }
    let announced = document.commandSets.flatMap { set in
      set.split(separator: ",").compactMap { command in
        announcements[command.split(separator: " ").joined().uppercased()]
      }
    }
    return Set(stated + announced).sorted()
  }

  private static let announcements = [
    "POSTSCRIPT": "postscript", "POSTSCRI": "postscript", "ADOBEPOSTSCRIPT3": "postscript",
    "PCLXL": "pcl6", "PCL6": "pcl6", "PCL5E": "pcl5", "PCL5C": "pcl5", "PCL3GUI": "pcl3gui",
    "ESCPL2": "escp", "ESCPR1": "escpr", "ESCPR2": "escpr", "ZJS": "zjs", "XQX": "xqx",
  ]

  private static func names(of language: FoomaticDocument.Language) -> [String] {
    switch language.name {
    case "pcl": levels(of: language.level ?? "")
    case "postscript", "escp", "hpgl2", "tiff", "pdf": [language.name]
    // Plain text and job control are not page descriptions; "proprietary" names no language.
    default: []
    }
  }

  /// The PCL versions that a level states: `5e, 6` is two; a doubtful one (`4?`) is only PCL.
  private static func levels(of level: String) -> [String] {
    if level == "3 GUI" { return ["pcl3gui"] }
    if level == "III+" { return ["pcl3"] }
    if level.contains("?") { return ["pcl"] }
    let versions = level.split { $0 == "," || $0 == "/" || $0 == " " }
      .compactMap(\.first).filter { ("3"..."6").contains($0) }
    return versions.isEmpty ? ["pcl"] : versions.map { "pcl\($0)" }
  }

  /// The files list part numbers without saying what each is, so each is a group of its own.
  private static func supplies(_ numbers: [String]) -> [PrinterSupply] {
    var seen: Set<String> = []
    return numbers.flatMap { SupplyNumbers.parse($0) ?? [] }.filter { seen.insert($0).inserted }
      .map { PrinterSupply(number: $0, kind: .other, colour: nil, group: $0) }
  }
}

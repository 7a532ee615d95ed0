import ArgumentParser
import DeskImport
import DeskOperations
import DeskRules

/// Brings in the models of the printer catalogues; a repetition changes nothing.
struct ImportModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Brings in printer models and the supplies that fit them.",
    discussion: """
      Reads the XML of foomatic-db and the models.dat of HPLIP, from Debian's packages foomatic-db \
      and libsane-hpaio. What is known already stays; what is new is added.

      EXAMPLE:
        swapdesk import models --foomatic \(FoomaticReader.usualFolder) \
      --hplip \(HPLIPReader.usualFile)
      """)

  @OptionGroup var global: GlobalOptions
  @Option(help: "The folder with foomatic-db's printer XML.") var foomatic: String?
  @Option(help: "HPLIP's models.dat.") var hplip: String?
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false
  @Flag(help: "Name every record that was skipped.") var verbose = false

  func validate() throws {
    if foomatic == nil && hplip == nil {
      throw ValidationError("Name a catalogue: --foomatic DIR, --hplip FILE, or both.")
    }
  }

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      var counts = ImportCounts()
      var skipped: [SkippedRecord] = []
      var names: [String] = []
      var seen: Set<String> = []
      let progress = ProgressLine("sent", unit: "models")
      defer { progress.end() }
      try RequestStream.run(global) { index, outcome throws(DeskError) in
        switch outcome.result {
        case .success(let items):
          let isFirst = seen.insert(names[index].lowercased()).inserted
          let result = items.first?.text("result")
          // A dry run keeps nothing, so it would add a model of both catalogues twice.
          counts.add(dryRun && result == "added" && !isFirst ? "completed" : result)
        case .failure(let error) where error.endsImport: throw error
        case .failure(let error):
          skipped.append(SkippedRecord(file: names[index], reason: error.message))
        }
      } produce: { send throws(DeskError) in
        func take(_ model: PrinterModel) throws(DeskError) {
          names.append(model.name)
          try send(request(for: model))
          progress.show(Int64(names.count), unit: "models")
        }
        if let foomatic {
          try FoomaticReader.read(folder: foomatic, onModel: take) { skipped.append($0) }
        }
        if let hplip {
          try HPLIPReader.read(file: hplip, onModel: take) { skipped.append($0) }
        }
      }
      progress.end()
      try report(counts, skipped)
    }
  }

  private func request(for model: PrinterModel) -> Request {
    var parameters = [Request.Parameter("model", model.name)]
    func add(_ name: String, _ value: String?) {
      if let value { parameters.append(Request.Parameter(name, value)) }
    }
    add("maker", model.maker)
    add("technology", model.technology?.rawValue)
    add("format", model.format?.rawValue)
    add("colour", model.colour.map { $0 ? "true" : "false" })
    add("duplex", model.duplex.map { $0 ? "true" : "false" })
    add("ppm", model.pagesPerMinute.map { String($0) })
    for function in model.functions { add("function", function.rawValue) }
    for language in model.languages { add("language", language) }
    for supply in model.supplies { add("supply", Self.text(of: supply)) }
    if dryRun { add("dry_run", "true") }
    return Request("model.record", parameters)
  }

  private static func text(of supply: PrinterSupply) -> String {
    let colour = supply.colour.map { " colour=\($0.rawValue)" } ?? ""
    return "\(supply.number) kind=\(supply.kind.rawValue)\(colour) group=\(supply.group)"
  }

  private func report(
    _ counts: ImportCounts, _ skipped: [SkippedRecord]
  ) throws(DeskError) {
    if global.json {
      var object = counts.json
      object["skipped"] = .integer(Int64(skipped.count))
      object["dry_run"] = .bool(dryRun)
      try StandardOutput.write(object.line + "\n")
    } else {
      let would = dryRun ? "Would have: " : ""
      try StandardOutput.write(
        "\(would)\(counts.added) models added, \(counts.completed) completed,"
          + " \(counts.unchanged) unchanged, \(skipped.count) skipped.\n")
    }
    let shown = verbose ? skipped[...] : skipped.prefix(5)
    for record in shown {
      let place = record.place.map { ", \($0)" } ?? ""
      StandardError.line(SafeText.line("skipped \(record.file)\(place): \(record.reason)"))
    }
    if shown.count < skipped.count {
      StandardError.line("… and \(skipped.count - shown.count) more; --verbose names them all")
    }
  }
}

/// What became of the records of an import.
struct ImportCounts {
  private(set) var added = 0
  private(set) var completed = 0
  private(set) var unchanged = 0

  mutating func add(_ result: String?) {
    switch result {
    case "added": added += 1
    case "completed": completed += 1
    default: unchanged += 1
    }
  }

  var json: JSONObject {
    [
      "added": .integer(Int64(added)), "completed": .integer(Int64(completed)),
      "unchanged": .integer(Int64(unchanged)),
    ]
  }
}

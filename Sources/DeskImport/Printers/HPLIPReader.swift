public import DeskRules

/// Reads the model list of the Debian package libsane-hpaio: HP's models with their functions and
/// the supplies that fit them, in sections of `key=value` lines.
public enum HPLIPReader {
  /// Where Debian puts the list.
  public static let usualFile = "/usr/share/hplip/data/models/models.dat"
  /// The most models that one list may have; they are kept until its end, because a name may come
  /// again in a later section and then adds to what the earlier said.
  public static let modelLimit = 100_000

  /// Reads a whole list: one model for each distinct name, in the order of the first appearance.
  ///
  /// Sections that describe no printer (scanners), names that cannot be a name, and supplies whose
  /// number cannot be read are skipped; the rest of the section stays.
  ///
  /// - Parameters:
  ///   - file: the list, usually `usualFile`.
  ///   - onModel: gets each model; an error it throws ends the reading.
  ///   - onSkipped: gets each record that was passed over.
  /// - Throws: `usage` when there is no such file or no section in it, `storage` when it cannot be
  ///   read, `tooLong` beyond `modelLimit`, and what `onModel` throws.
  public static func read(
    file: String, onModel: (PrinterModel) throws(DeskError) -> Void,
    onSkipped: (SkippedRecord) -> Void
  ) throws(DeskError) {
    let advice =
      "install the Debian package libsane-hpaio (it brings \(usualFile)) or name another file"
    let input: ByteFile
    do {
      input = try ByteFile.reading(file)
    } catch {
      guard error.code == .usage else { throw error }
      throw DeskError(.usage, "there is no file \(file); \(advice)")
    }
    var lines = LineReader(input)
    var book = HPLIPBook(file: file)
    var section: HPLIPSection?
    var hasSections = false
    while let line = try lines.next() {
      if let name = HPLIPSection.title(of: line) {
        try section.map { section throws(DeskError) in try book.add(section, onSkipped) }
        section = HPLIPSection(name: name, line: lines.number)
        hasSections = true
      } else {
        section?.take(line)
      }
    }
    guard hasSections else {
      throw DeskError(.usage, "\(file) has no section [model]; \(advice)")
    }
    try section.map { section throws(DeskError) in try book.add(section, onSkipped) }
    for model in book.models { try onModel(model) }
  }
}

/// The models read so far, each name once.
struct HPLIPBook {
  private(set) var models: [PrinterModel] = []
  private let file: String
  private var places: [String: Int] = [:]

  init(file: String) { self.file = file }

  mutating func add(
    _ section: HPLIPSection, _ onSkipped: (SkippedRecord) -> Void
  ) throws(DeskError) {
    let (found, problems) = section.models()
    for reason in problems {
      onSkipped(
        SkippedRecord(
          file: file, place: "section [\(section.name)], line \(section.line)", reason: reason))
    }
    for model in found {
      if let place = places[model.name] {
        models[place] = models[place].joined(with: model)
        continue
      }
      guard models.count < HPLIPReader.modelLimit else {
        throw DeskError(.tooLong, "\(file) has more than \(HPLIPReader.modelLimit) models")
      }
      places[model.name] = models.count
      models.append(model)
    }
  }
}

extension PrinterModel {
  /// What two descriptions of one model say together; where they contradict, nothing is known.
  func joined(with other: PrinterModel) -> PrinterModel {
    func agreed<Value: Equatable>(_ left: Value?, _ right: Value?) -> Value? {
      guard let left, let right else { return left ?? right }
      return left == right ? left : nil
    }
    var joined = self
    joined.technology = agreed(technology, other.technology)
    joined.colour = agreed(colour, other.colour)
    joined.duplex = agreed(duplex, other.duplex)
    joined.format = agreed(format, other.format)
    joined.pagesPerMinute = agreed(pagesPerMinute, other.pagesPerMinute)
    joined.functions = PrinterFunction.allCases.filter {
      functions.contains($0) || other.functions.contains($0)
    }
    joined.languages = Set(languages + other.languages).sorted()
    let known = Set(supplies.map(\.number))
    joined.supplies += other.supplies.filter { !known.contains($0.number) }
    return joined
  }
}

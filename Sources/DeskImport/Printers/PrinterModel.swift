/// How a printer makes its marks.
public enum PrinterTechnology: String, Sendable, CaseIterable {
  /// A laser fuses toner.
  case laser
  /// A row of light-emitting diodes fuses toner.
  case led
  /// Ink drops, from heads that move or stand.
  case inkjet
  /// Needles strike a ribbon.
  case dotMatrix = "dot-matrix"
  /// Dye is sublimated from a ribbon.
  case sublimation
  /// Wax or resin is melted from a ribbon.
  case transfer
  /// Types strike a ribbon.
  case impact
  /// Stated, but none of these.
  case other
}

/// The largest usual paper a printer takes.
public enum PaperFormat: String, Sendable, CaseIterable {
  /// 210 mm wide.
  case a4 = "A4"
  /// 297 mm wide, or wider.
  case a3 = "A3"
}

/// What a device can do.
public enum PrinterFunction: String, Sendable, CaseIterable {
  /// Prints.
  case print
  /// Scans to a computer or a mail box.
  case scan
  /// Copies on its own.
  case copy
  /// Sends and receives faxes.
  case fax
}

/// Where a printer model was read.
public enum PrinterCatalogue: String, Sendable, CaseIterable {
  /// The printer files of the Debian package foomatic-db.
  case foomatic
  /// The model list of the Debian package libsane-hpaio.
  case hplip
}

/// One printer model as a catalogue describes it. What the catalogue does not state is nil or
/// absent, never guessed.
public struct PrinterModel: Equatable, Sendable {
  /// The maker and the model, such as `HP LaserJet 4250`: the same text in every catalogue
  /// (`PrinterName` has the rules).
  public let name: String
  /// The maker, the beginning of `name`.
  public let maker: String
  /// How it prints, if stated.
  public var technology: PrinterTechnology?
  /// Whether it prints in colour, if stated.
  public var colour: Bool?
  /// Whether it prints both sides by itself, if stated. A unit that can be bought is no statement.
  public var duplex: Bool?
  /// The largest usual paper, if stated.
  public var format: PaperFormat?
  /// What it can do, in the order of `PrinterFunction`; printing always, the others where stated.
  public var functions: [PrinterFunction]
  /// The page description languages it understands, in lower case, sorted: `pcl5`, `postscript` …
  public var languages: [String]
  /// Its rated speed in pages per minute, if one is stated without a second that contradicts it.
  public var pagesPerMinute: Int?
  /// What it consumes, in the catalogue's order, each number once.
  public var supplies: [PrinterSupply]
  /// Where this was read.
  public let source: PrinterCatalogue

  /// Makes a model of which only the name is known.
  public init(name: String, maker: String, source: PrinterCatalogue) {
    self.name = name
    self.maker = maker
    self.source = source
    functions = [.print]
    languages = []
    supplies = []
  }
}

/// A record of a catalogue that was passed over.
public struct SkippedRecord: Equatable, Sendable {
  /// The file's name.
  public let file: String
  /// The line or the section where the record stands, if the file has several records.
  public let place: String?
  /// Why it was passed over.
  public let reason: String

  /// Makes a note of a record that was passed over.
  public init(file: String, place: String? = nil, reason: String) {
    self.file = file
    self.place = place
    self.reason = reason
  }
}

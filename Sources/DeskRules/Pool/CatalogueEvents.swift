/// The largest sheet a device prints on.
public enum SheetFormat: String, Sendable, Codable, CaseIterable {
  /// Up to A4.
  case a4 = "A4"
  /// Up to A3, and so A4 too.
  case a3 = "A3"
}

/// What a device can do.
public enum DeviceFunction: String, Sendable, Codable, CaseIterable {
  case print, scan, copy, fax
}

/// A printer or copier model as known from now on. What is absent is unknown.
public struct ModelRecorded: Event {
  public static let kind = "model.recorded"
  /// The maker and the model, such as `HP LaserJet 4250`.
  public let name: String
  /// The maker.
  public let maker: String?
  /// Laser, inkjet, dot matrix, …
  public let technology: String?
  /// The largest sheet.
  public let format: SheetFormat?
  /// Whether it prints in colour.
  public let colour: Bool?
  /// Whether it prints both sides by itself.
  public let duplex: Bool?
  /// Pages a minute.
  public let pagesPerMinute: Int?
  /// What it can do.
  public let functions: [DeviceFunction]
  /// The page-description languages it understands.
  public let languages: [String]
  /// The type numbers of the supplies that fit.
  public let supplies: [String]

  /// Makes the fact.
  public init(
    name: String, maker: String?, technology: String?, format: SheetFormat?, colour: Bool?,
    duplex: Bool?, pagesPerMinute: Int?, functions: [DeviceFunction], languages: [String],
    supplies: [String]
  ) {
    self.name = name
    self.maker = maker
    self.technology = technology
    self.format = format
    self.colour = colour
    self.duplex = duplex
    self.pagesPerMinute = pagesPerMinute
    self.functions = functions
    self.languages = languages
    self.supplies = supplies
  }

  public var subjects: [Subject] { [.model(name)] }
}

/// A type of cartridge or other supply as known from now on.
public struct SupplyRecorded: Event {
  public static let kind = "supply.recorded"
  /// The maker's number, such as `Q5942A`.
  public let number: String
  /// Toner, drum, ink, …
  public let supplyKind: String
  /// Black, cyan, …
  public let colour: String?
  /// The substitution group: types that may stand for one another.
  public let group: String
  /// The declared yield in pages.
  public let yieldPages: Int?

  /// Makes the fact.
  public init(
    number: String, supplyKind: String, colour: String?, group: String, yieldPages: Int?
  ) {
    self.number = number
    self.supplyKind = supplyKind
    self.colour = colour
    self.group = group
    self.yieldPages = yieldPages
  }

  public var subjects: [Subject] { [] }
}

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

/// A printer or copier model; what is nil is unknown.
public struct Model: Sendable, Equatable, Codable {
  /// The maker and the model.
  public let name: String
  /// The maker.
  public let maker: String?
  /// Laser, inkjet, …
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

  /// Makes one from its parts.
  public init(
    name: String, maker: String?, technology: String?, format: SheetFormat?, colour: Bool?,
    duplex: Bool?, pagesPerMinute: Int?, functions: [DeviceFunction], languages: [String]
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
  }
}

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

/// How a device is connected.
public enum DeviceInterface: String, Sendable, Codable, CaseIterable {
  case usb, network, wifi
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
  /// How it can be connected; nil where nothing is known.
  public let interfaces: [DeviceInterface]?
  /// How many minutes servicing a loaner takes after its return.
  public let bufferMinutes: Int?
  /// What a new one costs, in minor units of the desk's currency.
  public let price: Int64?
  /// From which share of the price, in percent, a year's repairs are an argument for a new one.
  public let replacePercent: Int?

  /// Makes one from its parts.
  public init(
    name: String, maker: String?, technology: String?, format: SheetFormat?, colour: Bool?,
    duplex: Bool?, pagesPerMinute: Int?, functions: [DeviceFunction], languages: [String],
    interfaces: [DeviceInterface]? = nil, bufferMinutes: Int? = nil, price: Int64? = nil,
    replacePercent: Int? = nil
  ) {
    self.interfaces = interfaces
    self.bufferMinutes = bufferMinutes
    self.price = price
    self.replacePercent = replacePercent
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

/// What a supply is.
public enum SupplyKind: String, Sendable, CaseIterable {
  /// A toner cartridge, with or without a drum.
  case toner
  /// An imaging drum.
  case drum
  /// An ink cartridge, tank or bottle, with or without a head.
  case ink
  /// A print head.
  case head
  /// A fuser.
  case fuser
  /// A maintenance kit.
  case maintenanceKit = "maintenance-kit"
  /// A transfer kit or belt.
  case transferKit = "transfer-kit"
  /// Anything else: a feeder kit, a battery, or a part whose kind is not stated.
  case other
}

/// The colour that a supply carries.
public enum SupplyColour: String, Sendable, CaseIterable {
  /// Black.
  case black
  /// Cyan.
  case cyan
  /// Magenta.
  case magenta
  /// Yellow.
  case yellow
  /// Cyan, magenta and yellow in one.
  case tricolour
  /// The colours that photos add, in one.
  case photo
  /// Glossy black for photos.
  case photoBlack = "photo-black"
  /// Black for plain paper beside a photo black.
  case matteBlack = "matte-black"
  /// Light cyan.
  case lightCyan = "light-cyan"
  /// Light magenta.
  case lightMagenta = "light-magenta"
  /// Light yellow.
  case lightYellow = "light-yellow"
  /// Several greys for photos, in one.
  case photoGrey = "photo-grey"
  /// Light grey.
  case lightGrey = "light-grey"
  /// Grey.
  case grey
  /// Dark grey.
  case darkGrey = "dark-grey"
  /// Blue.
  case blue
  /// Two or more colours that have no name together.
  case several
  /// A colour that the catalogue numbers without naming it.
  case other
}

/// A part or consumable that fits a printer model.
public struct PrinterSupply: Equatable, Sendable {
  /// The maker's part number, such as `Q5942A`; `HP 61XL` where the catalogue only gives the
  /// number printed on the box.
  public let number: String
  /// What it is.
  public let kind: SupplyKind
  /// What it carries, if it carries a colour.
  public let colour: SupplyColour?
  /// The first number among those that stand for one another (standard and high yield): whatever
  /// has the same group goes into the same place of the printer.
  public let group: String

  /// Makes a supply.
  public init(number: String, kind: SupplyKind, colour: SupplyColour?, group: String) {
    self.number = number
    self.kind = kind
    self.colour = colour
    self.group = group
  }
}

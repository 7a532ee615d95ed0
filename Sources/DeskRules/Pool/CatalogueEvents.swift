/// A printer or copier model as known from now on.
public struct ModelRecorded: Event {
  public static let kind = "model.recorded"
  /// The model; what is absent is unknown.
  public let model: Model
  /// The type numbers of supplies that were not known to fit it before.
  public let supplies: [String]

  /// Makes the fact.
  public init(_ model: Model, supplies: [String]) {
    self.model = model
    self.supplies = supplies
  }

  public var subjects: [Subject] { [.model(model.name)] }
}

/// A type of cartridge or other supply as known from now on.
public struct SupplyRecorded: Event {
  public static let kind = "supply.recorded"
  /// The type.
  public let supply: Supply
  /// Models that it fits, as was not known before.
  public let fits: [String]?
  /// Models that it does not fit after all.
  public let misfits: [String]?
  /// Why a doubt was set aside.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(
    _ supply: Supply, fits: [String]? = nil, misfits: [String]? = nil, reason: String? = nil
  ) {
    self.supply = supply
    self.fits = fits
    self.misfits = misfits
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { [] }
}

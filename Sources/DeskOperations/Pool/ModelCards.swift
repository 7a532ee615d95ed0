import DeskRules
import DeskStore

/// A model as answers show one.
struct ModelCard: Item {
  let model: String
  let technology: String?
  let format: SheetFormat?
  let colour: Bool?
  let duplex: Bool?
  let ppm: Int?
  let functions: [DeviceFunction]
  let languages: [String]
  let interfaces: [DeviceInterface]?
  let serviceBuffer: Int?
  var price: String?
  let replaceAt: Int?
  var supplies: [SupplyCard]?

  enum CodingKeys: String, CodingKey {
    case model, technology, format, colour, duplex, ppm, functions, languages, interfaces
    case serviceBuffer = "service_buffer"
    case price
    case replaceAt = "replace_at"
    case supplies
  }

  init(_ model: Model, currency: Currency, supplies: [Supply]? = nil) {
    interfaces = model.interfaces
    serviceBuffer = model.bufferMinutes
    price = model.price.map { currency.text($0) }
    replaceAt = model.replacePercent
    self.model = model.name
    technology = model.technology
    format = model.format
    colour = model.colour
    duplex = model.duplex
    ppm = model.pagesPerMinute
    functions = model.functions
    languages = model.languages
    self.supplies = supplies.map { $0.map { SupplyCard($0) } }
  }
}

/// A type of cartridge or other supply.
struct SupplyCard: Item {
  let type: String
  let kind: String
  let colour: String?
  let group: String
  let yield: Int?

  init(_ supply: Supply) {
    type = supply.number
    kind = supply.kind
    colour = supply.colour
    group = supply.group
    yield = supply.yieldPages
  }
}

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
  var supplies: [SupplyCard]?

  init(_ model: Model, supplies: [Supply]? = nil) {
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

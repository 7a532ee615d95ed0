import DeskRules
import DeskStore

struct SupplyShow: Query {
  static let about = About(
    "supply.show", "Shows a type of cartridge, and the models it fits.", roles: .staff,
    refusals: [.notFound], example: "swapdesk supply show Q5942A")
  let type: Line

  init(_ read: inout Arguments) throws(DeskError) {
    type = try read("type", at: 1, "The maker's number.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> SupplyDetailCard {
    guard let supply = try books.catalogue.supply(type.text) else {
      throw DeskError(
        .notFound, "there is no type \(type.text); supply list shows them, supply set adds one")
    }
    return SupplyDetailCard(
      supply, models: try books.catalogue.models(taking: supply.number, limit: 1_000),
      currency: try books.clients.settings().currency)
  }
}

import DeskRules
import DeskStore

struct ModelShow: Query {
  static let about = About(
    "model.show", "Shows a model and the supplies that fit it.", roles: .staff,
    refusals: [.notFound], example: "swapdesk model show \"HP LaserJet 4250\"")
  let name: Line

  init(_ read: inout Arguments) throws(DeskError) {
    name = try read("model", at: 1, "The model's name, in any case.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> ModelCard {
    let model = try Lookup(books, caller).model(name)
    return ModelCard(
      model, currency: try books.clients.settings().currency,
      supplies: try books.catalogue.supplies(of: model.name))
  }
}

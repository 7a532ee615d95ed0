import DeskRules
import DeskStore

struct ModelAdd: Change {
  static let about = About(
    "model.add", "Adds a printer or copier model by hand, or completes a known one.",
    roles: .desk, refusals: [.notFound, .usage, .amount, .unsuitable],
    example: "swapdesk model add \"HP LaserJet 4250\" --format A4 --duplex --ppm 43"
      + " --supply \"Q5942A yield=10000\"",
    notes: [
      "What is given replaces what was known; what is left out stays. import models brings"
        + " thousands of real models."
    ])
  let model: ModelParameters

  init(_ read: inout Arguments) throws(DeskError) {
    let name: Line = try read("model", at: 1, "The maker and the model, such as HP LaserJet 4250.")
    let format: SheetFormat? = try read.optional("format", "The largest sheet it prints on.")
    let colour = try read.flag("colour", "It prints in colour.")
    let duplex = try read.flag("duplex", "It prints both sides by itself.")
    model = ModelParameters(
      name: name, maker: nil,
      technology: try read.optional("technology", "laser, inkjet, dot matrix, …"),
      format: format, colour: colour ? true : nil, duplex: duplex ? true : nil,
      pagesPerMinute: try read.optional("ppm", "Pages a minute."),
      functions: try read.list("function", "What it can do besides printing."),
      languages: try read.list("language", "A page-description language: postscript, pcl6, …"),
      supplies: try read.list("supply", "A supply that fits."),
      interfaces: try read.list("interface", "How it can be connected."),
      bufferMinutes: try read.optional(
        "service_buffer", "Minutes that servicing a loaner takes after each return.",
        in: 0...43_200),
      price: try read.optional("price", "What a new one costs, in the desk's currency."),
      replacePercent: try read.optional(
        "replace_at", "A year's repairs in percent of the price that speak for a new one."))
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<ModelCard> {
    let (events, model) = try model.merged(Lookup(books, caller), .said)
    return Decision(
      events: events, reply: try ModelCard(model, currency: books.clients.settings().currency))
  }
}

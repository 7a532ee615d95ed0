import DeskRules
import DeskStore

struct ModelRecord: Change {
  static let about = About(
    "model.record", "Records what a catalogue says of a model; what is known already stays.",
    roles: .desk, refusals: [.usage],
    example: "swapdesk model record \"HP LaserJet 4250\" --maker HP --technology laser"
      + " --colour false --supply \"Q5942X group=Q5942A\"",
    notes: ["A repetition changes nothing. import models sends one such request a model."])
  let model: ModelParameters

  init(_ read: inout Arguments) throws(DeskError) {
    model = ModelParameters(
      name: try read("model", at: 1, "The maker and the model."),
      maker: try read.optional("maker", "The maker."),
      technology: try read.optional("technology", "laser, inkjet, dot matrix, …"),
      format: try read.optional("format", "The largest sheet."),
      colour: try read.optional("colour", "Whether it prints in colour."),
      duplex: try read.optional("duplex", "Whether it prints both sides by itself."),
      pagesPerMinute: try read.optional("ppm", "Pages a minute."),
      functions: try read.list("function", "What it can do."),
      languages: try read.list("language", "A page-description language."),
      supplies: try read.list("supply", "A supply that fits."))
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RecordedModel> {
    let isKnown = try books.catalogue.model(model.name.text) != nil
    let (events, model) = try model.merged(Lookup(books, caller), .known)
    let result = events.isEmpty ? "unchanged" : isKnown ? "completed" : "added"
    return Decision(events: events, reply: RecordedModel(model: model.name, result: result))
  }
}

/// What became of a catalogue's model.
struct RecordedModel: Item {
  let model: String
  let result: String
}

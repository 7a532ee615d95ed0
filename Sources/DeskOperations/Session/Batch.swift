import DeskRules

struct Batch: SessionOperation {
  static let about = About(
    "batch", "Collects changes until end, which carries them out in one transaction.",
    roles: .everybody, refusals: [.state], example: "batch key=5f3c",
    notes: ["Later changes see earlier ones. If one is refused, none is carried out."])
  let key: Line?
  var act: SessionAct { .batch(key: key?.text) }

  init(_ read: inout Arguments) throws(DeskError) {
    key = try read.optional("key", "Makes the whole batch safe to send again.")
  }
}

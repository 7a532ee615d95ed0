import DeskRules

struct Batch: SessionOperation {
  static let about = About(
    "batch", "Collects changes until end, which carries them out in one transaction.",
    roles: .everybody, refusals: [.state, .usage], example: "batch key=5f3c",
    notes: [
      "Later changes see earlier ones. If one is refused, none is carried out.",
      "With dry_run each is tried out on what those before it would leave, refused ones left out, and"
        + " nothing is kept: every item then has the items of a change, or its error and refusal.",
    ])
  let key: Line?
  let isDryRun: Bool
  var act: SessionAct { .batch(key: key?.text, isDryRun: isDryRun) }

  init(_ read: inout Arguments) throws(DeskError) {
    key = try read.optional("key", "Makes the whole batch safe to send again.")
    isDryRun = try read.flag("dry_run", "Say what would happen and change nothing.")
    guard key == nil || !isDryRun else {
      throw DeskError(.usage, "a dry run keeps nothing, so it has no key: leave key out")
    }
  }
}

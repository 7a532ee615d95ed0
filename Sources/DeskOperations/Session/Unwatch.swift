import DeskRules

struct Unwatch: SessionOperation {
  static let about = About(
    "unwatch", "Stops following the journal.", roles: .everybody, refusals: [.state],
    example: "unwatch")
  var act: SessionAct { .unwatch }

  init(_ read: inout Arguments) throws(DeskError) {}
}

import DeskRules

struct End: SessionOperation {
  static let about = About(
    "end", "Carries out the changes collected since batch.", roles: .everybody,
    refusals: [.state], example: "end")
  var act: SessionAct { .end }

  init(_ read: inout Arguments) throws(DeskError) {}
}

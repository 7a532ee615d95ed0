import DeskRules

struct Quit: SessionOperation {
  static let about = About(
    "quit", "Ends the session after everything asked before is answered.", roles: .everybody,
    example: "quit")
  var act: SessionAct { .quit }

  init(_ read: inout Arguments) throws(DeskError) {}
}

import DeskRules

struct Hello: SessionOperation {
  static let about = About(
    "hello", "Signs in with a token; on the desk's own machine the user is known already.",
    roles: .everybody, refusals: [.unauthenticated], example: "hello token=5f3c")
  let token: Line?
  var act: SessionAct { .hello(token: token?.text) }

  init(_ read: inout Arguments) throws(DeskError) {
    token = try read.optional("token", "The token, as token issue showed it.")
  }
}

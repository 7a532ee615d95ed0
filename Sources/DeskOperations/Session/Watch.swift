import DeskRules

struct Watch: SessionOperation {
  static let about = About(
    "watch", "Follows the journal: each entry once, in order, until unwatch.",
    roles: .everybody, refusals: [.otherBooks], example: "watch since=4711",
    notes: [
      "An item {\"seq\":N} alone says that all up to N has been judged. Private texts are not sent."
    ])
  let since: Int?
  let books: Line?
  var act: SessionAct { .watch(since: since.map { Int64($0) }, books: books?.text) }

  init(_ read: inout Arguments) throws(DeskError) {
    since = try read.optional("since", "The last entry seen; from now on where left out.")
    books = try read.optional("books", "The desk and restore count that the greeting named.")
  }
}

import DeskOperations
import DeskRules

/// One request of a session, or why it is none.
struct AgendaItem: Sendable {
  /// What to do.
  enum Content: Sendable {
    /// Change the books.
    case change(Submission.Work)
    /// Read the books or sign in.
    case read(ReadRequest)
    /// Follow the journal.
    case watch(since: Int64?, books: String?)
    /// Stop following the journal.
    case unwatch
    /// Close after this answer.
    case quit
    /// Say no.
    case refusal(DeskError)
  }

  let tag: String?
  let content: Content
  /// The bytes the request came in.
  let bytes: Int

  init(_ content: Content, tag: String?, bytes: Int) {
    self.content = content
    self.tag = tag
    self.bytes = bytes
  }
}

/// What a reading thread does for a session.
enum ReadRequest: Sendable {
  /// Answers a query.
  case query(PreparedQuery)
  /// Signs in with a token, or asks whether somebody is signed in.
  case hello(token: String?)
}

/// A request to read and the tag of its reply.
struct TaggedRead: Sendable {
  let tag: String?
  let request: ReadRequest
}

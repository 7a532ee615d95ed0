public import DeskRules
public import DeskStore

/// Whatever a user can do to the desk, declared once: its initializer names and reads the
/// parameters, `about` says the rest. The CLI, the socket, help and the reference follow from it.
public protocol Operation: Sendable {
  /// Name, purpose, roles, refusals, example.
  static var about: About { get }
  /// Reads the parameters; without input it describes them.
  ///
  /// - Throws: `usage` and the like when the input does not fit the declaration.
  init(_ read: inout Arguments) throws(DeskError)
}

/// An operation that only reads. It gets no way to write.
public protocol Query: Operation {
  /// The answer: one item, or a list of them.
  associatedtype Reply: Answer
  /// Reads the answer from the books.
  ///
  /// - Throws: the refusals that `about` declares.
  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Reply
}

/// A query that anybody may ask, also before it is known who asks.
public protocol PublicQuery: Query {
  /// The answer: one item, or a list of them.
  associatedtype Reply
  /// Reads the answer from the books.
  ///
  /// - Throws: the refusals that `about` declares.
  func answer(_ books: Books) throws(DeskError) -> Reply
}

extension PublicQuery {
  /// The answer is the same for everybody.
  public func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Reply {
    try answer(books)
  }
}

/// An operation that changes the books. It only reads and returns a decision, so that a dry run
/// stops before recording and a refusal writes nothing.
public protocol Change: Operation {
  /// The answer: one item, or a list of them.
  associatedtype Reply: Answer
  /// Decides what happens.
  ///
  /// - Throws: the refusals that `about` declares.
  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<Reply>
}

/// An operation on the session itself, which the server carries out: signing in, watching, leaving.
public protocol SessionOperation: Operation {
  /// What the session has to do.
  var act: SessionAct { get }
}

/// What a session can be told to do.
public enum SessionAct: Sendable {
  /// Speak as the owner of a token.
  case hello(token: String?)
  /// Answer what was asked, then close.
  case quit
  /// Follow the journal from a sequence number on; with the desk it belongs to.
  case watch(since: Int64?, books: String?)
  /// Stop following the journal.
  case unwatch
  /// Collect changes, to be carried out or only tried out.
  case batch(key: String?, isDryRun: Bool)
  /// Run the collected changes in one transaction.
  case end
}

/// The items of an answer: JSON objects in order.
public protocol Answer: Sendable {
  /// Whether the answer is a list of items, however many, and not one item.
  static var isList: Bool { get }
  /// The items, for printing and for keeping.
  var items: [any Encodable & Sendable] { get }
}

/// One item; every reply type of a single answer is one.
public protocol Item: Answer, Encodable {}

extension Item {
  /// One item is no list.
  public static var isList: Bool { false }
  /// The item itself.
  public var items: [any Encodable & Sendable] { [self] }
}

extension Array: Answer where Element: Item {
  /// However many items.
  public static var isList: Bool { true }
  /// The elements.
  public var items: [any Encodable & Sendable] { self }
}

/// What a change decided: the facts, when they happened, and the answer.
public struct Decision<Reply: Answer>: Sendable {
  /// The facts in order; none when there is nothing to change.
  public let events: [any Event]
  /// When it happened; nil for now.
  public let happenedAt: Instant?
  /// The answer.
  public let reply: Reply
  /// Why it can be tried out and not be done yet; nil where it can be done.
  public let obstacle: DeskError?

  /// Makes a decision.
  public init(
    events: [any Event], happenedAt: Instant? = nil, reply: Reply, obstacle: DeskError? = nil
  ) {
    self.events = events
    self.happenedAt = happenedAt
    self.reply = reply
    self.obstacle = obstacle
  }
}

/// What everybody can know of an operation before calling it.
public struct About: Sendable {
  /// The name on the wire, such as `loan.issue`; the CLI says `loan issue`.
  public let name: String
  /// What it does, in one sentence.
  public let summary: String
  /// Who may do it.
  public let roles: [Role]
  /// The refusals it gives besides those of every operation; with several reasons at once the first
  /// in this order is given.
  public let refusals: [ErrorCode]
  /// A command that works, as typed into a shell.
  public let example: String
  /// More to know, a paragraph each.
  public let notes: [String]

  /// Declares an operation.
  public init(
    _ name: String, _ summary: String, roles: [Role], refusals: [ErrorCode] = [],
    example: String, notes: [String] = []
  ) {
    self.name = name
    self.summary = summary
    self.roles = roles
    self.refusals = refusals
    self.example = example
    self.notes = notes
  }

  /// The words of the command line, such as `loan` and `issue`.
  public var words: [String] { name.split(separator: ".").map(String.init) }
}

/// Who asks, and when.
public struct Caller: Sendable {
  /// The short name.
  public let name: String
  /// What they do.
  public let role: Role
  /// The client a `client` role belongs to: the only one they can see.
  public let client: ClientCode?
  /// The desk's clock.
  public let now: Instant
  /// When the request was made: now, or when it entered an outbox.
  public let sent: Instant
  /// Fresh random bytes in hexadecimal digits, 32 bytes a call.
  public let random: @Sendable () -> String
  /// Who drives the chains of calls here.
  public let calling: Calling
  /// What the server has done, where one carries out the request.
  public let server: (@Sendable () -> ServerFigures)?

  /// Makes a caller.
  public init(
    name: String, role: Role, client: ClientCode?, now: Instant, sent: Instant,
    random: @escaping @Sendable () -> String, calling: Calling = .nobody,
    server: (@Sendable () -> ServerFigures)? = nil
  ) {
    self.name = name
    self.role = role
    self.client = client
    self.now = now
    self.sent = sent
    self.random = random
    self.calling = calling
    self.server = server
  }

  /// Whether the caller may see what belongs to a client.
  public func sees(_ code: ClientCode) -> Bool { client == nil || client == code }
}

public import DeskRules
public import DeskStore

/// Every operation there is, by name.
public enum Catalogue {
  /// The operations in the order of the reference.
  public static let entries: [CatalogueEntry] = operations.map { CatalogueEntry($0) }

  private static let byName = Dictionary(
    uniqueKeysWithValues: entries.map { ($0.about.name, $0) })

  /// The operation with a name.
  ///
  /// - Throws: `unknown_operation`, with the nearest names.
  public static func entry(_ name: String) throws(DeskError) -> CatalogueEntry {
    if let entry = byName[name] { return entry }
    throw DeskError.unknownName(
      .unknownOperation, "there is no operation \(name)",
      nearest: Nearest.names(to: name, among: entries.map(\.about.name)), or: "; help lists them")
  }

  /// A request whose parameters have been read and found in order.
  ///
  /// - Throws: `unknown_operation`, `usage` and what the parameters' types refuse.
  public static func prepare(_ request: Request) throws(DeskError) -> PreparedRequest {
    try entry(request.name).prepare(request.parameters)
  }
}

/// An operation in the catalogue: its declaration and the way to run it.
public struct CatalogueEntry: Sendable {
  /// What an operation does to the books.
  public enum Kind: String, Sendable {
    /// It reads.
    case query
    /// It changes them.
    case change
    /// It concerns the session only.
    case session
  }

  /// The type that declares it.
  public let operation: any Operation.Type
  /// What everybody can know of it.
  public let about: About
  /// Its parameters, those of every change included.
  public let parameters: [ParameterDescription]
  /// Whether it reads or changes.
  public let kind: Kind
  /// Whether the answer is a list of items.
  public let isList: Bool
  /// Whether the answer is a sheet of paper for people.
  public let isDocument: Bool
  /// Reads parameters into a request that can be run.
  let prepare: @Sendable ([Request.Parameter]) throws(DeskError) -> PreparedRequest

  init(_ type: any Operation.Type) {
    switch type {
    case let type as any Change.Type: self.init(change: type)
    case let type as any Query.Type: self.init(query: type)
    case let type as any SessionOperation.Type: self.init(session: type)
    default: preconditionFailure("\(type) is neither a query nor a change")
    }
  }

  private init<Kind: Change>(change type: Kind.Type) {
    operation = type
    about = type.about
    kind = .change
    isList = Kind.Reply.isList
    isDocument = Kind.Reply.self == Document.self
    parameters = Self.describe { read throws(DeskError) in
      _ = try Kind(&read)
      _ = try ChangeEnvelope(&read)
    }
    prepare = { parameters throws(DeskError) in
      var read = Arguments(parameters)
      let change = try Kind(&read)
      let content = read.canonical
      let envelope = try ChangeEnvelope(&read)
      try read.finish()
      return .change(PreparedChange(change, content: content, envelope: envelope))
    }
  }

  private init<Kind: Query>(query type: Kind.Type) {
    operation = type
    about = type.about
    kind = .query
    isList = Kind.Reply.isList
    isDocument = Kind.Reply.self == Document.self
    parameters = Self.describe { read throws(DeskError) in _ = try Kind(&read) }
    prepare = { parameters throws(DeskError) in
      var read = Arguments(parameters)
      let query = try Kind(&read)
      try read.finish()
      return .query(PreparedQuery(query))
    }
  }

  private init<Kind: SessionOperation>(session type: Kind.Type) {
    operation = type
    about = type.about
    kind = .session
    isList = false
    isDocument = false
    parameters = Self.describe { read throws(DeskError) in _ = try Kind(&read) }
    prepare = { parameters throws(DeskError) in
      var read = Arguments(parameters)
      let operation = try Kind(&read)
      try read.finish()
      return .session(operation.act)
    }
  }

  private static func describe(
    _ read: (inout Arguments) throws(DeskError) -> Void
  ) -> [ParameterDescription] {
    var arguments = Arguments()
    do {
      try read(&arguments)
    } catch {
      preconditionFailure("a declaration refuses its own samples: \(error.message)")
    }
    return arguments.parameters
  }
}

/// A request that can be run.
public enum PreparedRequest: Sendable {
  /// It reads.
  case query(PreparedQuery)
  /// It changes the books.
  case change(PreparedChange)
  /// It concerns the session.
  case session(SessionAct)
}

/// A query with its parameters.
public struct PreparedQuery: Sendable {
  let about: About
  let answer: @Sendable (Books, Caller) throws(DeskError) -> [any Encodable & Sendable]
  /// The answer for anybody, if there is one.
  let publicAnswer: (@Sendable (Books) throws(DeskError) -> [any Encodable & Sendable])?

  init(_ query: some Query) {
    about = type(of: query).about
    publicAnswer = (query as? any PublicQuery).map { Self.publicAnswer(of: $0) }
    answer = { books, caller throws(DeskError) in try query.answer(books, caller).items }
  }

  private static func publicAnswer(
    of query: some PublicQuery
  ) -> @Sendable (Books) throws(DeskError) -> [any Encodable & Sendable] {
    { books throws(DeskError) in try query.answer(books).items }
  }
}

/// A change with its parameters.
public struct PreparedChange: Sendable {
  let about: About
  /// The request's key and its content, if it carries a key.
  public let key: RequestKey?
  /// Whether it is only tried out.
  public let isDryRun: Bool
  let sent: Instant?
  let content: String
  let decide: @Sendable (Books, Caller) throws(DeskError) -> Decided

  init<Kind: Change>(_ change: Kind, content: JSONObject, envelope: ChangeEnvelope) {
    about = Kind.about
    self.content = Kind.about.name + " " + content.line
    key = envelope.key.map { [text = self.content] key in
      RequestKey(key: key, content: text)
    }
    isDryRun = envelope.dryRun
    sent = envelope.sent
    decide = { [isDryRun] books, caller throws(DeskError) in
      let decision = try change.decide(books, caller)
      if !isDryRun, let obstacle = decision.obstacle { throw obstacle }
      return Decided(
        events: decision.events, happenedAt: decision.happenedAt, items: try decision.items(books))
    }
  }

  /// A change that the desk itself decides, which has no name that anybody could ask for.
  init(
    desk name: String, _ summary: String,
    decide: @escaping @Sendable (Books, Caller) throws(DeskError) -> [any Event]
  ) {
    about = About(name, summary, roles: .admins, example: "")
    content = name
    key = nil
    isDryRun = false
    sent = nil
    self.decide = { books, caller throws(DeskError) in
      Decided(events: try decide(books, caller), happenedAt: nil, items: [])
    }
  }

  private init(_ other: PreparedChange, key: RequestKey) {
    about = other.about
    self.key = key
    isDryRun = other.isDryRun
    sent = other.sent
    content = other.content
    decide = other.decide
  }

  /// The same change under a key of a batch, whose whole content counts with it.
  func keyed(_ key: String, batch digest: String) -> PreparedChange {
    PreparedChange(
      self, key: RequestKey(key: key, content: "\(digest) \(content)"))
  }
}

/// A decision without its types.
struct Decided: Sendable {
  let events: [any Event]
  let happenedAt: Instant?
  let items: [any Encodable & Sendable]
}

import DeskClient
import DeskEngine
import DeskOperations
import DeskRules
import DeskStore
import DeskWire
import Foundation
import SQLiteEngine

/// What this laptop knows of a server's books: a desk of its own, derived from the facts that the
/// server's journal gives to whoever follows it. Names, phones and free text are not among them.
///
/// The same rules run on it as on the server's desk, so a price is never reckoned twice in two ways.
/// Nothing but `sync` writes to it.
struct Extract {
  private let folder: String
  private var statePath: String { folder + "/extract.json" }
  private var deskPath: String { folder + "/desk.sqlite" }

  /// The extract of a server, as the person that a token stands for.
  init(_ settings: Settings, _ address: ServerAddress, tokenMark: String) {
    let name = String(address.description.map { $0.isLetter || $0.isNumber ? $0 : "-" })
    folder = settings.extractsFolder + "/" + name + (tokenMark.isEmpty ? "" : "-" + tokenMark)
  }

  /// What an extract is of.
  struct State: Equatable {
    /// The name of the books.
    let books: String
    /// As whom they are known.
    let name: String
    /// When they were last looked at.
    let syncedAt: Instant
  }

  /// What the extract is of; nil where there is none.
  func state() throws(DeskError) -> State? {
    guard let data = FileManager.default.contents(atPath: statePath) else { return nil }
    let object = try JSONParser.parse(String(decoding: data, as: UTF8.self)).members
    guard let books = object?.text("books"), let name = object?.text("name"),
      let synced = object?.text("synced")
    else { return nil }
    return State(books: books, name: name, syncedAt: try Instant(iso8601: synced))
  }

  /// Answers a query as the desk would have at the time of the last sync.
  ///
  /// - Throws: the refusal; `not_found` where there is no extract.
  func answer(_ request: Request) throws(DeskError) -> [JSONObject] {
    guard case .query(let query) = try Catalogue.prepare(request) else {
      throw DeskError(.internalFault, "\(request.name) would change an extract")
    }
    let books = Books(try LocalDesk.engine(deskPath).openReader())
    return try query.run(books, as: try credential(), .live).result.get()
  }

  /// Tries a change out as it would have gone at the time of the last sync, had the desk heard of
  /// what waits in the outbox. It is done on a copy, which goes with it.
  ///
  /// - Throws: the refusal; `not_found` where there is no extract.
  func tryOut(
    _ request: Request, after waiting: [Request]
  ) throws(DeskError) -> [JSONObject] {
    let credential = try credential()
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let copy = folder.path + "/desk.sqlite"
    try LocalDesk.engine(deskPath).backup(to: copy)
    let connection = try SQLiteEngine(path: copy).openWriter()
    defer { connection.close() }
    let writer = LocalWriter(connection)
    var answer: [JSONObject] = []
    for (index, next) in (waiting + [request]).enumerated() {
      guard case .change(let change) = try Catalogue.prepare(next) else { continue }
      let outcome = writer.perform([Submission(.single(change), as: credential)]).first
      // What the desk will say to those before is told when it has said it.
      if index == waiting.count, let outcome { answer = try outcome.result.get() }
    }
    return answer
  }

  private func credential() throws(DeskError) -> Credential {
    guard let state = try state() else {
      throw DeskError(.notFound, "there is no extract; swapdesk sync makes one")
    }
    return Credential(staff: state.name)
  }
}

extension Extract {
  /// How many entries are applied in one transaction.
  private static let sliceEntries = 1_000

  /// Follows the journal of a server from where the extract ends to where the journal ends.
  /// Returns the state, and how many entries were new.
  func sync(
    over connection: DeskConnection, progress: (Int64) -> Void
  ) throws(DeskError) -> (state: State, entries: Int64) {
    let me = try connection.ask(Request("whoami")).first
    guard let name = me?.text("name"), me?.text("role") != Role.client.rawValue else {
      throw DeskError(.notAllowed, "an extract is for the desk's own people")
    }
    let state = State(
      books: connection.greeting.books, name: name, syncedAt: Surroundings.live.now())
    try Self.makeFolder(folder)
    let lock = try DeskLock.acquire(
      desk: folder + "/sync", kind: .command,
      timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
    defer { lock.release() }
    if try self.state()?.books != state.books { try beginAnew(state) }
    let count = try follow(connection, state, progress)
    try write(state)
    return (state, count)
  }

  private func follow(
    _ connection: DeskConnection, _ state: State, _ progress: (Int64) -> Void
  ) throws(DeskError) -> Int64 {
    let engine = try LocalDesk.engine(deskPath)
    let lock = try DeskLock.acquire(
      desk: engine.file.path, kind: .command,
      timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
    defer { lock.release() }
    let writer = try engine.openWriter()
    defer { writer.close() }
    let start = try Books(writer).seq()
    var end = start
    var slice: [JournalEntry] = []
    let all = try Self.head(connection)
    try connection.send(
      Request("watch", [.init("since", String(start)), .init("books", state.books)]))
    while end < all {
      let line = try connection.nextLine().reply
      switch line {
      case .item(let item):
        end = item["seq"]?.number ?? end
        if let entry = try JournalEntry(feed: item) { slice.append(entry) }
        if slice.count == Self.sliceEntries || end >= all {
          try Self.apply(&slice, to: writer)
          progress(end - start)
        }
      case .error(let refusal, _): throw refusal
      case .ok: throw DeskError(.unknown, "the server ended the journal's feed; sync again")
      }
    }
    return end - start
  }

  private static func head(_ connection: DeskConnection) throws(DeskError) -> Int64 {
    try connection.send(Request("ping"))
    let status = try connection.receive { _ in }
    try status.check()
    return status.sequence
  }

  private static func apply(
    _ slice: inout [JournalEntry], to writer: any Writer
  ) throws(DeskError) {
    do {
      try writer.begin()
      let recorder = Recorder(writer)
      for entry in slice { try recorder.reapply(entry) }
      try writer.commit()
      slice = []
    } catch {
      writer.rollback()
      throw (error as? DeskError) ?? DeskError(.internalFault, "the extract: \(error)")
    }
  }

  /// Makes an empty desk in the place of whatever there is.
  private func beginAnew(_ state: State) throws(DeskError) {
    let manager = FileManager.default
    do {
      for name in try manager.contentsOfDirectory(atPath: folder) where !name.hasPrefix("sync") {
        try manager.removeItem(atPath: folder + "/" + name)
      }
      let writer = try SQLiteEngine.create(path: deskPath).openWriter()
      defer { writer.close() }
      try writer.begin()
      try Recorder(writer).layHead(identity: state.books)
      try writer.commit()
    } catch {
      throw (error as? DeskError)
        ?? DeskError(.storage, "the extract \(folder) cannot be made: \(error)")
    }
    try write(state)
  }

  private func write(_ state: State) throws(DeskError) {
    let object: JSONObject = [
      "books": .string(state.books), "name": .string(state.name),
      "synced": .string(state.syncedAt.utcText),
    ]
    do {
      try Data(object.line.utf8).write(to: URL(filePath: statePath), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: statePath)
    } catch {
      throw DeskError(.storage, "\(statePath) cannot be written: \(error)")
    }
  }

  private static func makeFolder(_ path: String) throws(DeskError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw DeskError(.storage, "the folder \(path) cannot be made: \(error)")
    }
  }
}

extension JournalEntry {
  /// Reads an item of the journal's feed; nil for one that only says how far it has come.
  fileprivate init?(feed item: JSONObject) throws(DeskError) {
    guard let events = item["events"]?.elements else { return nil }
    guard let seq = item["seq"]?.number, let entered = item.text("entered"),
      let happened = item.text("happened")
    else { throw DeskError(.malformed, "the journal's feed has an entry without its number") }
    self.init(
      seq: seq, enteredAt: try Instant(iso8601: entered),
      happenedAt: try Instant(iso8601: happened), actor: item.text("by") ?? "",
      operation: item.text("operation") ?? "", events: events)
  }
}

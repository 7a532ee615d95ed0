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
/// Nothing but `sync` leaves anything in it.
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
    /// When they were last known to their end; nil while the first sync has not come so far.
    var syncedAt: Instant?
    /// The number and the digest of the last entry when they were: other books do not have it there.
    var last: JSONObject?
  }

  /// What the extract is of; nil where there is none.
  ///
  /// - Throws: `damaged` when that cannot be read.
  func state() throws(DeskError) -> State? {
    guard let data = FileManager.default.contents(atPath: statePath) else { return nil }
    do throws(DeskError) {
      let object = try JSONParser.parse(String(decoding: data, as: UTF8.self)).members
      guard let books = object?.text("books"), let name = object?.text("name") else {
        throw DeskError(.damaged, "it says not what it is of")
      }
      var state = State(books: books, name: name, last: object?["last"]?.members)
      if let synced = object?.text("synced") { state.syncedAt = try Instant(iso8601: synced) }
      return state
    } catch {
      throw DeskError(
        .damaged, "the extract \(statePath) cannot be read; swapdesk sync makes it anew")
    }
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
  /// what waits in the outbox. Nothing of it is kept.
  ///
  /// - Throws: the refusal; `not_found` where there is no extract.
  func tryOut(
    _ request: Request, after waiting: [Request]
  ) throws(DeskError) -> [JSONObject] {
    let credential = try credential()
    let changes = (waiting + [request]).map { next in
      Result { () throws(DeskError) in try RequestStream.change(next) }
    }
    let engine = try LocalDesk.engine(deskPath)
    let lock = try DeskLock.acquire(
      desk: engine.file.path, kind: .command,
      timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
    defer { lock.release() }
    let writer = try engine.openWriter()
    defer { writer.close() }
    // What the desk will say to those before is told when it has said it.
    let tried = try LocalWriter(writer).perform(Submission(.trial(changes), as: credential))
    return try tried.last.map { item throws(DeskError) in
      try Outcome(tried: item).result.get()
    } ?? []
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

  /// Follows the journal of a server from where the extract ends to where the journal ends; from its
  /// beginning where the extract is of another history.
  /// Returns the state, and how many entries were new.
  func sync(
    with remote: RemoteDesk, over connection: DeskConnection, progress: (Int64) -> Void
  ) throws(DeskError) -> (state: State, entries: Int64) {
    let me = try connection.ask(Request("whoami")).first
    guard let name = me?.text("name"), me?.text("role") != Role.client.rawValue else {
      throw DeskError(.notAllowed, "an extract is for the desk's own people")
    }
    let anew = State(books: connection.greeting.books, name: name)
    try Self.makeFolder(folder)
    let lock = try DeskLock.acquire(
      desk: folder + "/sync", kind: .command,
      timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
    defer { lock.release() }
    if let known = readableState(), known.books == anew.books {
      do throws(DeskError) {
        return try goOn(known, connection, progress)
      } catch  where error.code == .otherBooks {
        try beginAnew(anew)
        return try goOn(anew, try remote.open(), progress)
      }
    }
    try beginAnew(anew)
    return try goOn(anew, connection, progress)
  }

  /// A state that cannot be read is as good as none to whoever makes the extract anew.
  private func readableState() -> State? { try? state() }

  private func goOn(
    _ state: State, _ connection: DeskConnection, _ progress: (Int64) -> Void
  ) throws(DeskError) -> (state: State, entries: Int64) {
    var state = state
    let now = Surroundings.live.now()
    let count = try follow(connection, &state, progress)
    state.syncedAt = now
    try write(state)
    return (state, count)
  }

  private func follow(
    _ connection: DeskConnection, _ state: inout State, _ progress: (Int64) -> Void
  ) throws(DeskError) -> Int64 {
    let engine = try LocalDesk.engine(deskPath)
    let lock = try DeskLock.acquire(
      desk: engine.file.path, kind: .command,
      timeoutMilliseconds: DeskAccess.lockTimeoutMilliseconds)
    defer { lock.release() }
    let writer = try engine.openWriter()
    defer { writer.close() }
    let start = try Books(writer).seq()
    let all = try Self.head(connection)
    let known = state.last?["seq"]?.number ?? 0
    guard start <= all, known <= start else { throw Self.otherHistory() }
    var slice: [JournalEntry] = []
    // The last entry known comes once more, to be compared.
    var end = max(0, known - 1)
    try connection.send(
      Request("watch", [.init("since", String(end)), .init("books", state.books)]))
    while end < all {
      switch try connection.nextLine().reply {
      case .item(let item):
        end = item["seq"]?.number ?? end
        let head = item.fingerprint
        if end == known, head != state.last { throw Self.otherHistory() }
        if let entry = try JournalEntry(feed: item, forLaptopOf: state.name) {
          state.last = head
          if end > start { slice.append(entry) }
        }
        if slice.count == Self.sliceEntries || end >= all {
          try Self.apply(&slice, to: writer)
          progress(max(0, end - start))
        }
      case .error(let refusal, _): throw refusal
      case .ok: throw DeskError(.unknown, "the server ended the journal's feed; sync again")
      }
    }
    return all - start
  }

  private static func otherHistory() -> DeskError {
    DeskError(.otherBooks, "the extract is of another history than the server's")
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
      for entry in slice { try reapply(entry, recorder) }
      try writer.commit()
      slice = []
    } catch {
      writer.rollback()
      throw (error as? DeskError) ?? DeskError(.internalFault, "the extract: \(error)")
    }
  }

  private static func reapply(
    _ entry: JournalEntry, _ recorder: Recorder
  ) throws(DeskError) {
    do throws(DeskError) {
      try recorder.reapply(entry)
    } catch  where error.code == .damaged {
      throw DeskError(
        .newerSchema,
        "the server's entry \(entry.seq) says what this version of swapdesk does not understand:"
          + " the server is newer; install its version here, then sync again")
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
    var object: JSONObject = ["books": .string(state.books), "name": .string(state.name)]
    if let synced = state.syncedAt { object.append("synced", .string(synced.utcText)) }
    if let last = state.last { object.append("last", .object(last)) }
    try DurableFile.replace(statePath, with: Array(object.line.utf8))
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

extension JSONObject {
  /// What tells an entry from any other, and none of its facts.
  fileprivate var fingerprint: JSONObject {
    ["seq": .integer(self["seq"]?.number ?? 0), "digest": .string(Digest.hexadecimal(line))]
  }
}

extension JournalEntry {
  /// Reads an item of the journal's feed; nil for one that only says how far it has come.
  fileprivate init?(feed item: JSONObject, forLaptopOf owner: String) throws(DeskError) {
    guard let events = item["events"]?.elements else { return nil }
    guard let seq = item["seq"]?.number, let entered = item.text("entered"),
      let happened = item.text("happened")
    else { throw DeskError(.malformed, "the journal's feed has an entry without its number") }
    self.init(
      seq: seq, enteredAt: try Instant(iso8601: entered),
      happenedAt: try Instant(iso8601: happened), actor: item.text("by") ?? "",
      operation: item.text("operation") ?? "",
      events: events.map { EventSight.event($0, forLaptopOf: owner) })
  }
}

public import DeskRules

/// Changes on the way to their servers, on the disk of whoever makes them.
///
/// A change is put in before it is sent and marked when its answer has come, so that whatever
/// happens in between, to this program, the server or the way, it can be sent again under the same
/// key. Commands of one person share an outbox; each call takes its lock for a moment.
public struct Outbox: Sendable {
  /// How many finished entries are kept to be looked at.
  public static let finishedLimit = 50
  /// For how long the same words mean the same change: bare clock times mean the same moments then.
  public static let cutOffHours: Int64 = 12
  private static let lockPatienceMilliseconds = 10_000

  private let file: OutboxFile

  /// The outbox in a folder, which is made when there is something to keep.
  public init(folder: String) { file = OutboxFile(folder: folder) }

  /// Everything in an outbox.
  public struct Contents: Sendable {
    /// The entries in the order they were put in.
    public fileprivate(set) var entries: [OutboxEntry] = []
    /// Files with lines that could not be read.
    public fileprivate(set) var damagedFiles: [String] = []
    fileprivate var books: [String: String] = [:]

    /// The books that a server had when it was last spoken to.
    func books(of address: ServerAddress) -> String? { books[address.description] }

    /// The entries that are still to be sent to a server.
    public func waiting(for address: ServerAddress) -> [OutboxEntry] {
      entries.filter { $0.isWaiting && $0.address == address }
    }

    /// The last change in the same words that waits, of those of `cutOffHours`. Where it was on its
    /// way and never answered, whoever asks again means the same change; where it was only kept,
    /// they may mean another one.
    ///
    /// - Parameters:
    ///   - request: the change; its request key does not count.
    ///   - isTried: whether it was on its way.
    public func sameWords(
      _ request: Request, for address: ServerAddress, tokenMark: String, at now: Instant,
      isTried: Bool
    ) -> OutboxEntry? {
      waiting(for: address).last { entry in
        entry.state == .waiting(isTried: isTried) && entry.tokenMark == tokenMark
          && abs(now.seconds - entry.keptAt.seconds) < Outbox.cutOffHours * 3600
          && entry.request.says(request)
      }
    }

    /// The entry with a number.
    ///
    /// - Throws: `not_found`.
    public func entry(_ number: OutboxNumber) throws(DeskError) -> OutboxEntry {
      if let entry = entries.first(where: { $0.number == number }) { return entry }
      throw DeskError(
        .notFound, "there is no \(number) in the outbox; outbox list --all shows what is")
    }
  }

  /// Marks a token, so that an entry is not sent as somebody else, without giving it away.
  public static func mark(ofToken token: String?) -> String {
    token.map { Checksum.text(of: $0.utf8) } ?? ""
  }

  /// Reads everything.
  ///
  /// - Throws: `storage` when the folder cannot be used.
  public func read() throws(DeskError) -> Contents {
    guard file.isPresent else { return Contents() }
    return try holding { contents, _ throws(DeskError) in contents }
  }

  /// Puts a change in. One that waits under the same key already is not put in twice.
  ///
  /// - Parameters:
  ///   - request: the change, with a request key.
  ///   - address: the server it is for.
  ///   - tokenMark: marks the token it is sent with.
  ///   - now: the moment that its clock times count from.
  ///   - isTried: whether it is sent at once.
  /// - Throws: `storage`, `storage_full` when it cannot be kept; then it must not be sent.
  public func keep(
    _ request: Request, for address: ServerAddress, tokenMark: String, at now: Instant,
    isTried: Bool
  ) throws(DeskError) -> OutboxEntry {
    try DurableFile.makeFolder(file.folder)
    return try holding { contents, file throws(DeskError) in
      let same = contents.entries.first {
        $0.isWaiting && $0.address == address && $0.tokenMark == tokenMark
          && $0.request == request
      }
      if let same { return same }
      var entry = OutboxEntry(
        number: OutboxNumber((contents.entries.last?.number.value ?? 0) + 1), keptAt: now,
        address: address, tokenMark: tokenMark, request: request,
        books: contents.books(of: address), state: .waiting(isTried: false))
      try Self.dropOldest(contents, file)
      let kept = OutboxRecord.kept(entry)
      if isTried {
        entry.state = .waiting(isTried: true)
        try file.append(kept, .tried(entry.number, books: entry.books))
      } else {
        try file.append(kept)
      }
      return entry
    }
  }

  /// Gives a change up.
  ///
  /// - Throws: `not_found`; `state` when nothing is left to do about it.
  public func drop(
    _ number: OutboxNumber, reason: String, at now: Instant
  ) throws(DeskError) -> OutboxEntry {
    try holding { contents, file throws(DeskError) in
      var entry = try contents.entry(number)
      guard !entry.isFinished else {
        throw DeskError(.state, "\(number) is done with already; outbox list --all shows how")
      }
      try file.append(.dropped(number, reason: reason, at: now))
      entry.state = .dropped(reason: reason, at: now)
      return entry
    }
  }

  /// Notes that an entry is on its way to some books; nil, and nothing is noted, when somebody has
  /// finished with it meanwhile.
  func begin(_ entry: OutboxEntry, books: String) throws(DeskError) -> OutboxEntry? {
    try holding { contents, file throws(DeskError) in
      var entry = try contents.entry(entry.number)
      guard !entry.isFinished else { return nil }
      entry.state = .waiting(isTried: true)
      entry.books = books
      try file.append(.tried(entry.number, books: books))
      return entry
    }
  }

  /// Notes what the desk said to an entry. One that was given up while it was on its way stays
  /// given up when the desk refuses it.
  func settle(_ entry: OutboxEntry) throws(DeskError) {
    guard let record = OutboxRecord(stateOf: entry) else { return }
    try holding { contents, file throws(DeskError) in
      let present = contents.entries.first { $0.number == entry.number }
      if case .refused = entry.state, case .dropped = present?.state { return }
      try file.append(record)
    }
  }

  /// Remembers which books a server has, so that what is kept from now on is for these.
  ///
  /// - Throws: `storage`, `storage_full`.
  public func remember(_ books: String, of address: ServerAddress) throws(DeskError) {
    try DurableFile.makeFolder(file.folder)
    try holding { contents, file throws(DeskError) in
      guard contents.books(of: address) != books else { return }
      try file.append(.books(address, name: books))
    }
  }

  /// Has `body` send, while no other command does, so that the order is kept; nil when another
  /// command goes on sending for `patienceMilliseconds`.
  ///
  /// - Throws: `storage` when the folder cannot be used; what `body` throws.
  public func sending<Value>(
    patienceMilliseconds: Int, _ body: () throws(DeskError) -> Value
  ) throws(DeskError) -> Value? {
    try DurableFile.makeFolder(file.folder)
    let lock = try FileLock.acquire(
      file.folder + "/sending.lock", patienceMilliseconds: patienceMilliseconds)
    guard let lock else { return nil }
    return try withExtendedLifetime(lock) { () throws(DeskError) in try body() }
  }

  private func holding<Value>(
    _ body: (Contents, OutboxFile) throws(DeskError) -> Value
  ) throws(DeskError) -> Value {
    let lock = try FileLock.acquire(
      file.folder + "/outbox.lock", patienceMilliseconds: Self.lockPatienceMilliseconds)
    guard let lock else {
      throw DeskError(.busy, "another command holds the outbox \(file.folder); try again")
    }
    return try withExtendedLifetime(lock) { () throws(DeskError) in
      var contents = Contents(try file.records())
      contents.damagedFiles = file.damagedFiles
      return try body(contents, file)
    }
  }

  /// Forgets the oldest finished entries once they are twice as many as are kept. The last entry
  /// stays in any case, so that no number is given twice.
  private static func dropOldest(
    _ contents: Contents, _ file: OutboxFile
  ) throws(DeskError) {
    let finished = contents.entries.filter(\.isFinished)
    guard finished.count >= 2 * finishedLimit else { return }
    let kept = Set(finished.suffix(finishedLimit).map(\.number))
    var records: [OutboxRecord] = []
    for (address, name) in contents.books.sorted(by: { $0.key < $1.key }) {
      records.append(.books(try ServerAddress(address), name: name))
    }
    for entry in contents.entries where !entry.isFinished || kept.contains(entry.number) {
      records.append(.kept(entry))
      if let state = OutboxRecord(stateOf: entry) { records.append(state) }
    }
    try file.write(records)
  }
}

extension Outbox.Contents {
  /// What records say, in their order. What is said of an entry whose own record was lost says
  /// nothing any more.
  fileprivate init(_ records: [OutboxRecord]) {
    var places: [OutboxNumber: Int] = [:]
    func set(_ number: OutboxNumber, _ state: OutboxEntry.State) {
      if let place = places[number] { entries[place].state = state }
    }
    for record in records {
      switch record {
      case .kept(let entry):
        places[entry.number] = entries.count
        entries.append(entry)
      case .tried(let number, let books):
        set(number, .waiting(isTried: true))
        if let place = places[number], let books { entries[place].books = books }
      case .sent(let number, let sequence, let at): set(number, .sent(sequence: sequence, at: at))
      case .refused(let number, let code, let message, let at, let isTold):
        set(number, .refused(code: code, message: message, at: at, isTold: isTold))
      case .dropped(let number, let reason, let at): set(number, .dropped(reason: reason, at: at))
      case .books(let address, let name):
        books[address.description] = name
        // What was put in before any contact is for the books that were met first.
        for place in entries.indices
        where entries[place].address == address && entries[place].books == nil {
          entries[place].books = name
        }
      }
    }
  }
}

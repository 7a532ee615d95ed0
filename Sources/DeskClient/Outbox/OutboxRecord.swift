import DeskRules
import DeskWire

/// One line of the outbox's file: something that happened to an entry, or to a server's books.
enum OutboxRecord {
  case kept(OutboxEntry)
  case tried(OutboxNumber, books: String?)
  case sent(OutboxNumber, sequence: Int64, at: Instant)
  case refused(OutboxNumber, code: String, message: String, at: Instant, isTold: Bool)
  case dropped(OutboxNumber, reason: String, at: Instant)
  case books(ServerAddress, name: String)

  /// What brings an entry into its state, if that is not the first one.
  init?(stateOf entry: OutboxEntry) {
    switch entry.state {
    case .waiting(let isTried):
      guard isTried else { return nil }
      self = .tried(entry.number, books: entry.books)
    case .sent(let sequence, let at): self = .sent(entry.number, sequence: sequence, at: at)
    case .refused(let code, let message, let at, let isTold):
      self = .refused(entry.number, code: code, message: message, at: at, isTold: isTold)
    case .dropped(let reason, let at): self = .dropped(entry.number, reason: reason, at: at)
    }
  }

  /// The record as an object.
  ///
  /// - Throws: what `RequestLine.write` throws at a request that no line can carry.
  func json() throws(DeskError) -> JSONObject {
    switch self {
    case .kept(let entry):
      let request = String(decoding: try RequestLine.write(entry.request), as: UTF8.self)
      let object: JSONObject = [
        "what": .string("kept"), "entry": .integer(Int64(entry.number.value)),
        "at": entry.keptAt.json,
        "address": .string(entry.address.description), "token_mark": .string(entry.tokenMark),
        "request": .string(request),
      ]
      return object.with(books: entry.books)
    case .tried(let number, let books): return Self.object("tried", number).with(books: books)
    case .sent(let number, let sequence, let at):
      return Self.object("sent", number, ["seq": .integer(sequence), "at": at.json])
    case .refused(let number, let code, let message, let at, let isTold):
      return Self.object(
        "refused", number,
        [
          "code": .string(code), "message": .string(message), "at": at.json,
          "told": .bool(isTold),
        ])
    case .dropped(let number, let reason, let at):
      return Self.object("dropped", number, ["reason": .string(reason), "at": at.json])
    case .books(let address, let name):
      return [
        "what": .string("books"), "address": .string(address.description), "books": .string(name),
      ]
    }
  }

  private static func object(
    _ what: String, _ number: OutboxNumber, _ more: JSONObject = [:]
  ) -> JSONObject {
    var object: JSONObject = [
      "what": .string(what), "entry": .integer(Int64(number.value)),
    ]
    for member in more.members { object.append(member.key, member.value) }
    return object
  }

  /// Reads a record that is whole.
  ///
  /// - Throws: `newer_schema` when this version cannot understand it.
  init(_ object: JSONObject) throws(DeskError) {
    guard let record = try Self.read(object) else {
      throw DeskError(
        .newerSchema,
        "the outbox holds what only a newer version of swapdesk can read; install that version")
    }
    self = record
  }

  private static func read(_ object: JSONObject) throws(DeskError) -> OutboxRecord? {
    if object.text("what") == "books" {
      guard let address = object.text("address"), let name = object.text("books") else {
        return nil
      }
      return .books(try ServerAddress(address), name: name)
    }
    guard let value = object["entry"]?.number else { return nil }
    let number = OutboxNumber(Int(value))
    if object.text("what") == "tried" { return .tried(number, books: object.text("books")) }
    guard let text = object.text("at") else { return nil }
    let at = try Instant(iso8601: text)
    switch object.text("what") {
    case "kept": return try kept(object, number, at).map { .kept($0) }
    case "sent": return object["seq"]?.number.map { .sent(number, sequence: $0, at: at) }
    case "refused":
      guard let code = object.text("code"), let message = object.text("message") else {
        return nil
      }
      return .refused(
        number, code: code, message: message, at: at, isTold: object["told"] == .bool(true))
    case "dropped": return object.text("reason").map { .dropped(number, reason: $0, at: at) }
    default: return nil
    }
  }

  private static func kept(
    _ object: JSONObject, _ number: OutboxNumber, _ at: Instant
  ) throws(DeskError) -> OutboxEntry? {
    guard let address = object.text("address"), let mark = object.text("token_mark"),
      let line = object.text("request"), let request = try RequestLine.parse(Array(line.utf8))
    else { return nil }
    return OutboxEntry(
      number: number, keptAt: at, address: try ServerAddress(address), tokenMark: mark,
      request: request, books: object.text("books"), state: .waiting(isTried: false))
  }
}

extension JSONObject {
  fileprivate func with(books: String?) -> JSONObject {
    var object = self
    if let books { object.append("books", .string(books)) }
    return object
  }
}

extension Instant {
  fileprivate var json: JSON { .string(utcText) }
}

import DeskClient
import DeskImport
import DeskOperations
import DeskRules
import DeskWire
import Foundation

/// Lays the outbox out.
struct OutboxPage {
  private static let columns = ["outbox", "state", "kept", "server", "change", "note"]

  private let global: GlobalOptions

  init(_ global: GlobalOptions) { self.global = global }

  /// This person's outbox.
  static func outbox(_ global: GlobalOptions) throws(DeskError) -> Outbox {
    Outbox(folder: try Settings(desk: global.desk, server: global.server).outboxFolder)
  }

  /// Says where lines are that could not be read, once for each file.
  static func warn(of contents: Outbox.Contents) {
    for file in contents.damagedFiles {
      StandardError.once(
        "swapdesk: the outbox had lines that were not whole, perhaps from a crash; they are in"
          + " \(SafeText.line(file)): look what they were, then remove the file")
    }
  }

  /// An entry as programs see it.
  static func item(_ entry: OutboxEntry) -> JSONObject {
    var item: JSONObject = [
      "outbox": .string("\(entry.number)"), "state": .string(entry.stateName),
      "kept": .string(entry.keptAt.localText), "server": .string(entry.address.description),
      "change": .string(line(of: entry.request)),
    ]
    switch entry.state {
    case .waiting(let isTried):
      if isTried {
        item["note"] = .string("was on its way once")
      } else if entry.books == nil {
        item["note"] = .string("made before the server was ever reached")
      }
    case .sent(let sequence, _):
      item["note"] = .string("entry \(sequence)")
      item["seq"] = .integer(sequence)
    case .refused(let code, let message, _, _):
      item["note"] = .string("\(message) [\(code)]")
      item["code"] = .string(code)
    case .dropped(let reason, _): item["note"] = .string(reason)
    }
    return item
  }

  /// Writes entries as a list.
  func write(_ items: [JSONObject]) throws(DeskError) {
    if global.json {
      try StandardOutput.write(JSON.array(items.map { .object($0) }).line + "\n")
    } else if global.csv {
      let rows =
        [Self.columns]
        + items.map { item in
          Self.columns.map { Columns.cell($0, of: item) }
        }
      try StandardOutput.write(rows.map { CSVWriter.line($0) + "\r\n" }.joined())
    } else {
      let lines =
        items.isEmpty ? ["Nothing waits."] : People.table(items, columns: Self.columns)
      try StandardOutput.write(lines.map { $0 + "\n" }.joined())
    }
  }

  /// Writes what the desk said to entries.
  func write(_ answers: [OutboxSender.Answer]) throws(DeskError) {
    guard !global.csv, !global.json else {
      let items: [JSONObject] = answers.map { Self.item($0) }
      return try write(items)
    }
    var lines = answers.isEmpty ? ["Nothing waits."] : []
    for answer in answers {
      lines.append(SafeText.line(answer.sentence))
      guard case .success(let items) = answer.result else { continue }
      let entry = try Catalogue.entry(answer.entry.request.name)
      lines += People(entry).lines(items).map { "  " + $0 }
    }
    try StandardOutput.write(lines.map { $0 + "\n" }.joined())
  }

  private static func item(_ answer: OutboxSender.Answer) -> JSONObject {
    var item = item(answer.entry)
    if case .success(let items) = answer.result {
      item["answer"] = .array(items.map { .object($0) })
    }
    return item
  }

  /// The change as one would type it to a server, without its key.
  private static func line(of request: Request) -> String {
    var request = request
    request.parameters.removeAll { ["key", "sent"].contains($0.name) }
    guard let line = try? RequestLine.write(request) else { return request.name }
    return String(decoding: line, as: UTF8.self)
  }
}

extension Instant {
  /// The moment on this machine's wall clock.
  var localText: String {
    guard let zone = try? Zone(TimeZone.current.identifier) else { return utcText }
    return zone.text(of: self)
  }
}

extension OutboxEntry {
  fileprivate var stateName: String {
    switch state {
    case .waiting: "waiting"
    case .sent: "sent"
    case .refused: "refused"
    case .dropped: "dropped"
    }
  }
}

import DeskClient
import DeskRules
import Foundation
import Testing

/// What was put into an outbox is there after whatever interrupted the writing.
@Suite struct OutboxTests {
  private static let address = ServerAddress.tcp(host: "127.0.0.1", port: 7419)
  private static let now = Instant(seconds: 1_795_000_000)

  @Test func everyWholeRecordSurvivesACutAtAnyByte() throws {
    let whole = try filled()
    let entries = try whole.outbox.read().entries
    let bytes = Array(try Data(contentsOf: whole.log))
    let ends = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    for length in 0...bytes.count {
      let cut = try OutboxFolder()
      try Data(bytes[..<length]).write(to: cut.log)
      let contents = try cut.outbox.read()
      // A line whose break alone is missing is whole.
      let lines = ends.count { $0 <= length }
      let torn = bytes[..<length].dropFirst(ends.last { $0 < length }.map { $0 + 1 } ?? 0)
      let isTorn = !torn.isEmpty && !ends.contains(length)
      #expect(
        contents.entries.map(\.number) == entries.prefix(contents.entries.count).map(\.number))
      #expect(contents.entries.count == Self.keptCount(bytes, lines: lines), "cut at \(length)")
      #expect(contents.damagedFiles.count == (isTorn ? 1 : 0), "cut at \(length)")
      if isTorn {
        let aside = try Data(contentsOf: URL(filePath: contents.damagedFiles[0]))
        #expect(Array(aside) == torn + [UInt8(ascii: "\n")])
      }
      let next = try cut.keep("after the cut")
      #expect(next.number.value == (contents.entries.last?.number.value ?? 0) + 1)
      let after = try cut.outbox.read()
      #expect(after.entries == contents.entries + [next])
      #expect(after.damagedFiles == contents.damagedFiles)
    }
  }

  private static func keptCount(_ bytes: [UInt8], lines: Int) -> Int {
    bytes.split(separator: UInt8(ascii: "\n")).prefix(lines).count {
      String(decoding: $0, as: UTF8.self).contains("\"what\":\"kept\"")
    }
  }

  @Test func aSpoiltByteCostsNoOtherLine() throws {
    let whole = try filled()
    let bytes = Array(try Data(contentsOf: whole.log))
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    for place in bytes.indices {
      var spoilt = bytes
      spoilt[place] ^= 0x15
      let folder = try OutboxFolder()
      try Data(spoilt).write(to: folder.log)
      let contents = try folder.outbox.read()
      #expect(contents.damagedFiles.count == 1, "byte \(place)")
      // What the other lines say alone is what is left; a spoilt line break joins two lines.
      let others = lines.filter { place < $0.startIndex - 1 || place > $0.endIndex }
      let sound = try OutboxFolder()
      try Data(others.joined(separator: [UInt8(ascii: "\n")]) + [UInt8(ascii: "\n")])
        .write(to: sound.log)
      #expect(contents.entries == (try sound.outbox.read().entries), "byte \(place)")
    }
  }

  @Test func whatWasPutInBeforeAnyContactIsForTheBooksThatAreMetFirst() throws {
    let folder = try OutboxFolder()
    let early = try folder.keep("before")
    #expect(early.books == nil)
    try folder.outbox.remember("first.0", of: Self.address)
    #expect(try folder.outbox.read().entries.map(\.books) == ["first.0"])
    try folder.outbox.remember("second.0", of: Self.address)
    _ = try folder.keep("after")
    #expect(try folder.outbox.read().entries.map(\.books) == ["first.0", "second.0"])
  }

  @Test func theSameWordsAreWhatWasCutOffOnlyWhileNothingElseIsKnown() throws {
    let folder = try OutboxFolder()
    func keep(
      _ problem: String, mark: String = "", isTried: Bool
    ) throws -> (words: Request, entry: OutboxEntry) {
      let words = Request("ticket.open", [.init("client", "bakery"), .init("problem", problem)])
      var keyed = words
      keyed.parameters.append(.init("key", UUID().uuidString))
      return (
        words,
        try folder.outbox.keep(
          keyed, for: Self.address, tokenMark: mark, at: Self.now, isTried: isTried)
      )
    }
    func found(_ words: Request, hours: Int64 = 0) throws -> OutboxNumber? {
      try folder.outbox.read().sameWords(
        words, for: Self.address, tokenMark: "",
        at: Self.now.adding(minutes: hours * 60), isTried: true)?.number
    }
    let tried = try keep("tried", isTried: true)
    #expect(try found(tried.words) == tried.entry.number)
    #expect(try found(tried.words, hours: 11) == tried.entry.number)
    var turned = tried.words
    turned.parameters.reverse()
    #expect(try found(turned) == tried.entry.number)
    turned.parameters.append(.init("problem", "another"))
    #expect(try found(turned) == nil)
    #expect(try found(tried.words, hours: 12) == nil)
    #expect(try found(try keep("only kept", isTried: false).words) == nil)
    #expect(try found(try keep("somebody else's", mark: "0badcafe", isTried: true).words) == nil)
    _ = try folder.outbox.drop(tried.entry.number, reason: "by phone", at: Self.now)
    #expect(try found(tried.words) == nil)
  }

  @Test func theSameRequestUnderTheSameKeyWaitsOnce() throws {
    let folder = try OutboxFolder()
    let first = try folder.keep("printer", key: "k-1")
    #expect(try folder.keep("printer", key: "k-1") == first)
    #expect(try folder.keep("another", key: "k-1").number > first.number)
    #expect(try folder.outbox.read().entries.count == 2)
  }

  @Test func whatIsDroppedKeepsItsReasonAndIsNotDroppedAgain() throws {
    let folder = try OutboxFolder()
    let entry = try folder.keep("printer")
    let dropped = try folder.outbox.drop(entry.number, reason: "entered by phone", at: Self.now)
    #expect(dropped.state == .dropped(reason: "entered by phone", at: Self.now))
    #expect(try folder.outbox.read().entries == [dropped])
    #expect(throws: DeskError.self) {
      try folder.outbox.drop(entry.number, reason: "again", at: Self.now)
    }
    #expect(throws: DeskError.self) {
      try folder.outbox.drop(OutboxNumber("O-9"), reason: "none", at: Self.now)
    }
  }

  @Test func oldFinishedEntriesGoAndNumbersDoNotComeBack() throws {
    let folder = try OutboxFolder()
    let waiting = try folder.keep("waits all along")
    for count in 1...(2 * Outbox.finishedLimit) {
      let entry = try folder.keep("call \(count)")
      _ = try folder.outbox.drop(entry.number, reason: "done", at: Self.now)
    }
    let last = try folder.keep("the last")
    let entries = try folder.outbox.read().entries
    #expect(last.number.value == 2 * Outbox.finishedLimit + 2)
    #expect(entries.first == waiting)
    #expect(entries.last == last)
    #expect(entries.count == Outbox.finishedLimit + 2)
  }

  @Test func severalAtOncePutInEachTheirOwn() async throws {
    let folder = try OutboxFolder()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 1...4 {
        group.addTask {
          for count in 1...10 { _ = try folder.keep("writer \(writer), call \(count)") }
        }
      }
      try await group.waitForAll()
    }
    let entries = try folder.outbox.read().entries
    #expect(entries.map(\.number.value) == Array(1...40))
    #expect(Set(entries.map { $0.request.parameters }.map { "\($0)" }).count == 40)
  }

  @Test func onlyTheOwnerMayReadIt() throws {
    let folder = try OutboxFolder()
    _ = try folder.keep("printer")
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.log.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test(arguments: ["", "3", "O-", "O-0", "O-x", "T-3", "O-99999999999999999999"])
  func noNumberOfTheOutbox(_ text: String) {
    #expect(throws: DeskError.self) { try OutboxNumber(text) }
  }

  /// An outbox with entries in every state and texts in several scripts.
  private func filled() throws -> OutboxFolder {
    let folder = try OutboxFolder()
    for text in ["paper jam", "серые \"листы\"\nвторая строка", "用紙詰まり"] {
      _ = try folder.keep(text)
    }
    let tried = try folder.outbox.keep(
      Request("ticket.open", [.init("client", "bakery"), .init("key", "tried")]),
      for: Self.address, tokenMark: "0badcafe", at: Self.now, isTried: true)
    let dropped = try folder.keep("given up")
    _ = try folder.outbox.drop(dropped.number, reason: "entered already", at: Self.now)
    #expect(try folder.outbox.read().entry(tried.number).state == .waiting(isTried: true))
    return folder
  }
}

/// A folder of its own for one outbox; it goes with the value.
final class OutboxFolder: Sendable {
  let path = memory.appending(path: "outbox-" + UUID().uuidString.prefix(8))
  var outbox: Outbox { Outbox(folder: path.path) }
  var log: URL { path.appending(path: "outbox.log") }

  /// Where waiting for the disk costs nothing, if there is such a place.
  private static let memory =
    FileManager.default.isWritableFile(atPath: "/dev/shm")
    ? URL(filePath: "/dev/shm") : FileManager.default.temporaryDirectory

  init() throws {
    try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: path) }

  /// Puts a ticket in.
  func keep(_ problem: String, key: String? = nil) throws -> OutboxEntry {
    try outbox.keep(
      Request(
        "ticket.open",
        [
          .init("client", "bakery"), .init("problem", problem),
          .init("key", key ?? UUID().uuidString),
        ]),
      for: .tcp(host: "127.0.0.1", port: 7419), tokenMark: "",
      at: Instant(seconds: 1_795_000_000), isTried: false)
  }
}

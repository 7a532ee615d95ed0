import DeskOperations
import DeskRules
import DeskStore
import DeskWire
import NIOCore

/// A session that follows the journal.
struct Watch {
  let tag: String?
  /// How far it has come.
  var feed: JournalFeed
  /// How many items were sent.
  var count = 0
  /// Whether it has seen all there was.
  var isAtEnd = false
  /// When something was last sent.
  var spokeAt = NIODeadline.now()

  init(feed: JournalFeed, tag: String?) {
    self.feed = feed
    self.tag = tag
  }

  /// What reading on has brought.
  struct Slice: Sendable {
    let feed: JournalFeed
    let bytes: [UInt8]
    let count: Int
    let isAtEnd: Bool
  }

  /// Takes in a slice and writes it; behind it the mark of how far everything has been judged, if
  /// it is the last for now or nothing was to be seen for a while.
  mutating func take(_ slice: Slice, silence: TimeAmount, to bytes: inout [UInt8]) {
    let hasMoved = feed.position != slice.feed.position || !isAtEnd
    feed = slice.feed
    isAtEnd = slice.isAtEnd
    bytes.append(contentsOf: slice.bytes)
    count += slice.count
    let isSilent = slice.count == 0 && .now() - spokeAt >= silence
    if slice.count > 0 { spokeAt = .now() }
    guard (isAtEnd && hasMoved) || isSilent, let position = feed.position else { return }
    ReplyLine.item(["seq": .integer(position)]).write(tag: tag, to: &bytes)
    count += 1
    spokeAt = .now()
  }
}

/// Reads on in the journal, on a reading thread.
struct WatchJob: Sendable {
  let feed: JournalFeed
  let tag: String?
  let entries: Int
  let surroundings: Surroundings

  func run(_ books: Result<Books, DeskError>) -> Result<Watch.Slice, DeskError> {
    Result { () throws(DeskError) in
      var feed = feed
      let slice = try feed.next(entries, from: try books.get(), surroundings)
      var bytes: [UInt8] = []
      for item in slice.items { ReplyLine.item(item).write(tag: tag, to: &bytes) }
      return Watch.Slice(
        feed: feed, bytes: bytes, count: slice.items.count, isAtEnd: slice.isAtEnd)
    }
  }
}

public import DeskRules

/// Cuts a stream of bytes, arriving in chunks of any size, into lines that end with LF or CRLF.
///
/// The caller keeps the chunk and asks for one event at a time, so it can stop between two lines
/// when it has enough to do. Between chunks the framer holds the start of the incomplete line and
/// nothing else: never more than the limit and the first byte of a terminator. It judges no byte
/// but LF and the CR before it; a carriage return elsewhere stays in the line.
public struct LineFramer: Sendable {
  /// What comes out of the stream.
  public enum Event: Sendable, Equatable {
    /// A whole line without its terminator, empty lines too.
    case line([UInt8])
    /// A line over the limit, told once; the rest of it up to the next LF is dropped. Its first
    /// bytes, at most `startBytes`, serve to find its tag.
    case tooLong(start: [UInt8])
  }

  /// How much of a line that is too long is told.
  public static let startBytes = 128

  /// The longest line in bytes, without its terminator.
  public let limit: Int
  private var held: [UInt8] = []
  private var isDropping = false

  /// Makes a framer at the start of a line.
  public init(limit: Int = WireLimits.lineBytes) { self.limit = limit }

  /// Whether the stream stands inside a line, so that ending here would cut it.
  public var isInsideLine: Bool { isDropping || !held.isEmpty }

  /// How many bytes the framer holds.
  public var heldBytes: Int { held.count }

  /// Reads on from `index`, which moves behind what was read; nil when the chunk is used up.
  public mutating func next(in chunk: Span<UInt8>, from index: inout Int) -> Event? {
    while index < chunk.count {
      let start = index
      var end = start
      while end < chunk.count, chunk[end] != UInt8(ascii: "\n") { end += 1 }
      let isEnded = end < chunk.count
      index = isEnded ? end + 1 : end
      if isDropping {
        isDropping = !isEnded
      } else if let event = take(chunk.extracting(start..<end), isEnded: isEnded) {
        return event
      }
    }
    return nil
  }

  /// Reads a whole chunk and hands out its events in order.
  public mutating func feed(_ chunk: [UInt8], _ handle: (Event) -> Void) {
    var index = 0
    while let event = next(in: chunk.span, from: &index) { handle(event) }
  }

  private mutating func take(_ part: Span<UInt8>, isEnded: Bool) -> Event? {
    let last = part.isEmpty ? held.last : part[part.count - 1]
    let terminator = last == UInt8(ascii: "\r") ? 1 : 0
    let length = held.count + part.count - terminator
    guard length <= limit else {
      isDropping = !isEnded
      hold(part.extracting(first: max(0, min(Self.startBytes, limit) - held.count)))
      return .tooLong(start: Array(release().prefix(min(Self.startBytes, limit))))
    }
    hold(part)
    guard isEnded else { return nil }
    var line = release()
    line.removeLast(terminator)
    return .line(line)
  }

  private mutating func hold(_ part: Span<UInt8>) {
    part.withUnsafeBufferPointer { held.append(contentsOf: $0) }
  }

  private mutating func release() -> [UInt8] {
    defer { held = [] }
    return held
  }
}

import DeskRules
import DeskWire
import Glibc

/// Lines in both directions over one socket. Whenever it waits it both writes what is queued and
/// reads what arrives, so that two sides with full buffers never wait for each other.
final class LineStream {
  /// What `next` found.
  enum Outcome {
    case line([UInt8])
    case tooLong
    case ended
    case timedOut
  }

  private static let chunkBytes = 65_536

  private let socket: Socket
  private var outgoing: [UInt8] = []
  private var writtenBytes = 0
  private var incoming: [UInt8] = []
  private var readIndex = 0
  private var framer = LineFramer(limit: WireLimits.replyLineBytes)
  private var isReadEnded = false
  private(set) var isWriteEnded = false
  /// How many bytes the system has taken over in all.
  private(set) var sentBytes = 0

  init(_ socket: Socket) { self.socket = socket }

  /// How many bytes wait to be written.
  var queuedBytes: Int { outgoing.count - writtenBytes }

  /// Queues bytes; when enough are waiting, hands the system what it takes without waiting. Bytes
  /// for a server that has stopped reading are dropped: the next line read tells of the loss.
  func queue(_ bytes: [UInt8]) {
    guard !isWriteEnded else { return }
    outgoing.append(contentsOf: bytes)
    if queuedBytes >= Self.chunkBytes / 4 { writeSome() }
  }

  /// The next line, read as it arrives while queued bytes leave.
  func next(until deadline: Deadline) -> Outcome {
    while true {
      switch framer.next(in: incoming.span, from: &readIndex) {
      case .line(let line): return .line(line)
      case .tooLong: return .tooLong
      case nil: break
      }
      if isReadEnded { return .ended }
      writeSome()
      guard move(until: deadline) else { return .timedOut }
    }
  }

  /// Waits until nothing is queued any more or the other side has stopped reading; false when the
  /// deadline came first.
  func flush(until deadline: Deadline) -> Bool {
    writeSome()
    while queuedBytes > 0 {
      guard move(until: deadline) else { return false }
    }
    return true
  }

  /// Waits for either direction and moves what can be moved; false when the deadline came first.
  private func move(until deadline: Deadline) -> Bool {
    let canRead = !isReadEnded && incoming.count - readIndex < WireLimits.replyLineBytes
    let events = (canRead ? POLLIN : 0) | (queuedBytes > 0 ? POLLOUT : 0)
    guard socket.wait(for: events, until: deadline) else { return false }
    writeSome()
    if canRead { readSome() }
    return true
  }

  private func writeSome() {
    while queuedBytes > 0 {
      let progress = outgoing.withUnsafeBytes {
        socket.write(UnsafeRawBufferPointer(rebasing: $0[writtenBytes...]))
      }
      switch progress {
      case .moved(let count):
        writtenBytes += count
        sentBytes += count
      case .wouldBlock:
        return dropWritten()
      case .ended:
        // What the server said before it hung up may still be read.
        isWriteEnded = true
        writtenBytes = outgoing.count
      }
    }
    dropWritten()
  }

  /// Drops what was written once it is at least half, so that each byte moves at most once.
  private func dropWritten() {
    guard writtenBytes * 2 >= outgoing.count else { return }
    outgoing.removeFirst(writtenBytes)
    writtenBytes = 0
  }

  private func readSome() {
    incoming.removeFirst(readIndex)
    readIndex = 0
    let progress = withUnsafeTemporaryAllocation(byteCount: Self.chunkBytes, alignment: 1) {
      let progress = socket.read(into: $0)
      if case .moved(let count) = progress {
        incoming.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
      return progress
    }
    if progress == .ended { isReadEnded = true }
  }
}

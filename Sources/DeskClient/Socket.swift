import Glibc

/// A connected stream socket that never blocks by itself; closed with its last owner.
final class Socket {
  /// How a read or write went.
  enum Progress: Equatable {
    case moved(Int)
    case wouldBlock
    case ended
  }

  let descriptor: Int32

  /// Takes over an open descriptor.
  init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Waits until one of the events, an error or the deadline; true unless it was the deadline.
  func wait(for events: Int32, until deadline: Deadline) -> Bool {
    var poll = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
    while true {
      let ready = Glibc.poll(&poll, 1, deadline.milliseconds)
      if ready >= 0 { return ready > 0 }
      if errno != EINTR { return true }
    }
  }

  /// Reads what has arrived, at most the buffer's size.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Progress {
    progress { recv(descriptor, buffer.baseAddress, buffer.count, 0) }
  }

  /// Writes as much as the system takes, without the signal a broken pipe would send.
  func write(_ bytes: UnsafeRawBufferPointer) -> Progress {
    progress { send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
  }

  private func progress(_ transfer: () -> Int) -> Progress {
    while true {
      let count = transfer()
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      switch errno {
      case EINTR: continue
      case EAGAIN, EWOULDBLOCK: return .wouldBlock
      default: return .ended
      }
    }
  }
}

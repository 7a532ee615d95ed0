import DeskRules
import Glibc

extension Socket {
  /// Connects to an address.
  ///
  /// - Throws: `unreachable`, saying why and what to do.
  static func connect(
    to address: ServerAddress, until deadline: Deadline
  ) throws(DeskError) -> Socket {
    switch address {
    case .unix(let path): try connect(path: path, address, until: deadline)
    case .tcp(let host, let port): try connect(host: host, port: port, address, until: deadline)
    }
  }

  private static func connect(
    path: String, _ address: ServerAddress, until deadline: Deadline
  ) throws(DeskError) -> Socket {
    let socket = try open(AF_UNIX, address)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    guard path.utf8.count < MemoryLayout.size(ofValue: name.sun_path) else {
      throw unreachable(address, because: ENAMETOOLONG)
    }
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
    // A full queue of callers answers at once and poll(2) does not wait for room in it; only a
    // blocking connect does, for as long as the send timeout says.
    try socket.limitSending(until: deadline)
    let failure = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        socket.connect($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard failure == 0 else { throw unreachable(address, because: failure) }
    socket.stopBlocking()
    return socket
  }

  private static func connect(
    host: String, port: UInt16, _ address: ServerAddress, until deadline: Deadline
  ) throws(DeskError) -> Socket {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let failure = getaddrinfo(host, String(port), &hints, &found)
    guard failure == 0 else { throw unreachable(address, String(cString: gai_strerror(failure))) }
    defer { freeaddrinfo(found) }
    var reason = EADDRNOTAVAIL
    var candidate = found
    while let info = candidate?.pointee {
      let socket = try open(info.ai_family, address)
      socket.stopBlocking()
      reason = socket.connect(info, until: deadline)
      if reason == 0 { return socket }
      candidate = info.ai_next
    }
    throw unreachable(address, because: reason)
  }

  private static func open(
    _ family: Int32, _ address: ServerAddress
  ) throws(DeskError) -> Socket {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw unreachable(address, because: errno) }
    return Socket(descriptor: descriptor)
  }

  /// Starts a connection and waits for it; returns 0 or the error number.
  private func connect(_ info: addrinfo, until deadline: Deadline) -> Int32 {
    var isOn: Int32 = 1
    // A request is written in one piece, so waiting for more to send would only delay it; where
    // the system refuses, everything still works.
    _ = setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    let failure = connect(info.ai_addr, info.ai_addrlen)
    guard failure == EINPROGRESS || failure == EINTR else { return failure }
    guard wait(for: POLLOUT, until: deadline) else { return ETIMEDOUT }
    var result: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    let isKnown = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &result, &length) == 0
    return isKnown ? result : errno
  }

  private func connect(_ name: UnsafePointer<sockaddr>?, _ length: socklen_t) -> Int32 {
    Glibc.connect(descriptor, name, length) == 0 ? 0 : errno
  }

  private func limitSending(until deadline: Deadline) throws(DeskError) {
    // Zero would mean no limit at all.
    let milliseconds = max(1, Int(deadline.milliseconds))
    var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
    let size = socklen_t(MemoryLayout<timeval>.size)
    guard setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size) == 0 else {
      throw DeskError(.unreachable, "the system sets no time limit on a socket: \(text(errno))")
    }
  }

  private func stopBlocking() {
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
  }
}

private func unreachable(_ address: ServerAddress, because number: Int32) -> DeskError {
  unreachable(address, number == EAGAIN ? "it takes no more callers" : text(number))
}

private func unreachable(_ address: ServerAddress, _ reason: String) -> DeskError {
  DeskError(
    .unreachable,
    "no server answers at \(address) (\(reason)): start it with swapdesk serve, "
      + "or check the address",
    ["address": .string(address.description)])
}

private func text(_ number: Int32) -> String {
  String(cString: strerror(number))
}

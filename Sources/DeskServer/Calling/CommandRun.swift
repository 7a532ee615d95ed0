import NIOCore

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// One run of a command in a process group of its own, with an input, under a time limit.
struct CommandRun {
  /// How much of what the command says on standard error is kept, in bytes.
  private static let complaintBytes = 400
  /// How long the process is left alone between two looks at it.
  private static let lookMilliseconds: Int32 = 20

  private let process: pid_t
  private let input: Int32
  private let complaints: Int32

  /// Runs a command to its end; answers why it failed, or nil where it did not.
  static func failure(of command: NotifierCommand, input text: String) -> String? {
    switch start(command.words) {
    case .failure(let reason): return reason.text
    case .success(let run):
      return run.finish(Array(text.utf8), limitMilliseconds: command.limitMilliseconds)
    }
  }

  private struct Reason: Error {
    let text: String
    init(_ what: String, _ code: Int32) { text = "\(what): \(String(cString: strerror(code)))" }
  }

  private static func start(_ words: [String]) -> Result<CommandRun, Reason> {
    guard let input = pipe(), let complaints = pipe() else {
      return .failure(Reason("no pipe for the notifier", errno))
    }
    defer {
      close(input.read)
      close(complaints.write)
    }
    var process = pid_t()
    let code = spawn(words, &process, input: input.read, complaints: complaints.write)
    guard code == 0 else {
      close(input.write)
      close(complaints.read)
      return .failure(Reason("\(words.first ?? "") cannot be started", code))
    }
    return .success(
      CommandRun(process: process, input: input.write, complaints: complaints.read))
  }

  /// A pipe that no other process inherits, and whose ends here do not block.
  private static func pipe() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    #if canImport(Darwin)
      guard Darwin.pipe(&ends) == 0 else { return nil }
    #elseif canImport(Musl)
      guard Musl.pipe(&ends) == 0 else { return nil }
    #else
      guard Glibc.pipe(&ends) == 0 else { return nil }
    #endif
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  /// Starts the process with default signals, and without whatever else is open here.
  private static func spawn(
    _ words: [String], _ process: inout pid_t, input: Int32, complaints: Int32
  ) -> Int32 {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO)
    for descriptor in openDescriptors where descriptor > STDERR_FILENO {
      posix_spawn_file_actions_addclose(&actions, descriptor)
    }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var arguments = words.map { strdup($0) } + [nil]
    var environment = surroundings.map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    return posix_spawnp(
      &process, words[0], &actions, &attributes, &arguments, &environment)
  }

  /// What is open here, as the system lists it. One that was closed meanwhile does no harm.
  private static var openDescriptors: [Int32] {
    guard let folder = opendir("/dev/fd") else { return [] }
    defer { closedir(folder) }
    var descriptors: [Int32] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let descriptor = Int32(name) { descriptors.append(descriptor) }
    }
    return descriptors
  }

  /// What the command may know of the server's own surroundings: nothing secret.
  private static var surroundings: [String] {
    let names = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR"]
    return names.compactMap { name in getenv(name).map { "\(name)=" + String(cString: $0) } }
  }

  private func finish(_ bytes: [UInt8], limitMilliseconds: Int) -> String? {
    for end in [input, complaints] { _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK) }
    var rest = bytes[...]
    var input: Int32? = input
    var complaint: [UInt8] = []
    let deadline = NIODeadline.now() + .milliseconds(Int64(limitMilliseconds))
    defer { close(complaints) }
    while true {
      if let end = input, !give(&rest, to: end) {
        close(end)
        input = nil
      }
      listen(&complaint)
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        if let input { close(input) }
        listen(&complaint)
        return Self.failure(status, complaint)
      }
      guard NIODeadline.now() < deadline else {
        if let input { close(input) }
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        return "it took longer than \(limitMilliseconds) ms and was ended" + Self.said(complaint)
      }
      pause(input)
    }
  }

  /// Waits until there is something to do, or for a moment.
  private func pause(_ input: Int32?) {
    var watched = [pollfd(fd: complaints, events: Int16(POLLIN), revents: 0)]
    if let input { watched.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
    poll(&watched, nfds_t(watched.count), Self.lookMilliseconds)
    // A closed end is always ready; then the process is looked at in a moment.
    if watched[0].revents & Int16(POLLIN) == 0, watched[0].revents != 0 {
      poll(nil, 0, Self.lookMilliseconds)
    }
  }

  /// Writes what the command takes; false once it has everything, or wants no more.
  private func give(_ rest: inout ArraySlice<UInt8>, to end: Int32) -> Bool {
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return true }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return false
  }

  private func listen(_ complaint: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 1024)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(complaints, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      complaint += buffer[..<count].prefix(Self.complaintBytes - complaint.count)
    }
  }

  private static func failure(_ status: Int32, _ complaint: [UInt8]) -> String? {
    let signal = status & 0x7F
    let code = (status >> 8) & 0xFF
    if signal != 0 { return "it was ended by signal \(signal)" + said(complaint) }
    return code == 0 ? nil : "it ended with code \(code)" + said(complaint)
  }

  /// What the command said, in one line that can break no log and no terminal.
  private static func said(_ complaint: [UInt8]) -> String {
    let text = String(decoding: complaint, as: UTF8.self)
    let words = text.split { $0.isWhitespace }.joined(separator: " ")
    let line = words.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }
    return line.isEmpty ? "" : ": " + String(String.UnicodeScalarView(line))
  }
}

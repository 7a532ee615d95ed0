/// What a server is told at its start.
public struct ServerConfiguration: Sendable {
  /// The version that the greeting names, a word without spaces.
  public var version: String
  /// The path of the desk's Unix socket; nothing but this server may listen there, which the desk's
  /// lock sees to.
  public var socketPath: String
  /// The TCP addresses to listen on.
  public var addresses: [ListenAddress]
  /// How much is taken on.
  public var limits = ServerLimits()
  /// The threads that move bytes, at least 1.
  public var eventLoopThreads = 2
  /// The threads that read the books, each through a connection of its own, at least 1.
  public var readerThreads = 2

  /// What is told of every step of a call; nil for nothing.
  public var notifier: NotifierCommand?
  /// How much time has passed since some moment, whatever the wall clock was set to meanwhile.
  public var elapsed: @Sendable () -> Duration = {
    let start = ContinuousClock.now
    return { start.duration(to: .now) }
  }()

  /// Makes a configuration.
  public init(version: String, socketPath: String, addresses: [ListenAddress] = []) {
    self.version = version
    self.socketPath = socketPath
    self.addresses = addresses
  }
}

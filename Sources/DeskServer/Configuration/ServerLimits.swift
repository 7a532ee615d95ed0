import DeskRules

/// How much one server takes on. What is not said is as `WireLimits` says.
public struct ServerLimits: Sendable {
  /// The most requests of one session that may wait for their answer.
  public var pipelinedRequests = WireLimits.pipelinedRequests
  /// The most bytes of requests of one session that may wait for their answer.
  public var pipelinedBytes = 4 * WireLimits.lineBytes
  /// The most changes between `batch` and `end`.
  public var changesPerBatch = WireLimits.changesPerBatch
  /// The most changes of all sessions that may wait for the writer.
  public var waitingChanges = WireLimits.waitingChanges
  /// The most changes that are committed as one transaction.
  public var changesPerCommit = 256
  /// The bytes of replies waiting for one session's reader at which nothing more is asked or done
  /// for it.
  public var queuedReplyBytes = WireLimits.queuedReplyBytes
  /// The most sessions in all.
  public var connections = WireLimits.connections
  /// The most sessions of one source address.
  public var connectionsPerSource = WireLimits.connectionsPerSource
  /// How long a session may last before it says who it is.
  public var unauthenticated = Duration.seconds(WireLimits.unauthenticatedSeconds)
  /// How long a request line may take from its first byte to its end.
  public var request = Duration.seconds(WireLimits.requestSeconds)
  /// How long a session's reader may take nothing of what waits for it.
  public var stalledReader = Duration.seconds(WireLimits.stalledReaderSeconds)
  /// How long the other side may take to close after the last answer.
  public var farewell = Duration.seconds(1)
  /// How often sessions are looked at for having used up their time.
  public var lookRound = Duration.milliseconds(500)
  /// How long a stop waits for answers that are still due.
  public var stop = Duration.seconds(10)
  /// The most journal entries read at once for a `watch`.
  public var watchSliceEntries = min(100, WireLimits.watchBacklogEntries)
  /// The longest a skipping `watch` says nothing.
  public var watchSilence = Duration.milliseconds(900)

  /// How often the chains of calls are looked at.
  public var callRound = Duration.seconds(1)
  /// The most letters that wait for the notifier in memory; the others wait in the books.
  public var waitingLetters = 256
  /// How many letters the notifier is told at a time.
  public var notifierThreads = 4

  /// The limits of the protocol.
  public init() {}
}

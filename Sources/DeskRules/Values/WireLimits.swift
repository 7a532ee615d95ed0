/// Every limit of the protocol, in one place; `help limits` prints `all`.
public enum WireLimits {
  /// One limit as people and programs see it.
  public typealias Row = (name: String, value: Int, unit: String, meaning: String)

  /// The longest request line, in bytes without its terminator.
  public static let lineBytes = 65_536
  /// The longest reply line, in bytes without its terminator; longer than a request, because
  /// escapes make text grow.
  public static let replyLineBytes = 1_048_576
  /// The longest tag, in bytes without its @.
  public static let tagBytes = 64
  /// The longest name of an operation or a parameter, in bytes.
  public static let nameBytes = 64
  /// The longest value, in bytes after its escapes are resolved.
  public static let fieldBytes = 16_384
  /// The most values one request may carry.
  public static let parametersPerRequest = 1_000
  /// The most changes between `batch` and `end`.
  public static let changesPerBatch = 1_000
  /// The most requests of one session that may wait for their answer.
  public static let pipelinedRequests = 256
  /// The most changes of all sessions that may wait for the writer.
  public static let waitingChanges = 4_096
  /// The most bytes of replies that wait for one session's reader.
  public static let queuedReplyBytes = 1_048_576
  /// The most sessions in all.
  public static let connections = 2_000
  /// The most sessions of one source address.
  public static let connectionsPerSource = 500
  /// How long a session may last before it says who it is, in seconds.
  public static let unauthenticatedSeconds = 30
  /// How long a request may take as a whole, from its first byte, in seconds.
  public static let requestSeconds = 30
  /// How long a session's reader may take nothing of what waits for it, in seconds.
  public static let stalledReaderSeconds = 60
  /// The most journal entries read ahead for one `watch`.
  public static let watchBacklogEntries = 1_000

  /// The limits in the order people meet them.
  public static let all: [Row] = [
    ("line", lineBytes, "bytes", "a request line without its terminator"),
    ("reply_line", replyLineBytes, "bytes", "a reply line without its terminator"),
    ("tag", tagBytes, "bytes", "a tag without its @"),
    ("name", nameBytes, "bytes", "the name of an operation or a parameter"),
    ("field", fieldBytes, "bytes", "one value, after its escapes are resolved"),
    ("parameters", parametersPerRequest, "values", "the values of one request"),
    ("batch", changesPerBatch, "changes", "the changes between batch and end"),
    ("pipelined", pipelinedRequests, "requests", "unanswered requests of one session"),
    ("waiting_changes", waitingChanges, "changes", "unanswered changes of all sessions"),
    ("queued_reply", queuedReplyBytes, "bytes", "replies that wait for one session's reader"),
    ("connections", connections, "sessions", "sessions in all"),
    ("connections_per_source", connectionsPerSource, "sessions", "sessions of one address"),
    ("unauthenticated", unauthenticatedSeconds, "seconds", "a session without a sign-in"),
    ("request", requestSeconds, "seconds", "a request as a whole, from its first byte"),
    ("stalled_reader", stalledReaderSeconds, "seconds", "a reader that takes nothing"),
    ("watch_backlog", watchBacklogEntries, "entries", "entries read ahead for one watch"),
  ]
}

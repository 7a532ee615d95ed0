/// Where a call stands.
public enum CallState: String, Sendable, Codable, CaseIterable {
  /// The chain runs.
  case calling
  /// Somebody took it.
  case acknowledged
  /// Somebody is on the way.
  case departed
  /// Somebody is there.
  case arrived
  /// The chain came to its end and nobody took it.
  case unanswered
  /// The visit is logged, or the ticket needs none any more.
  case ended
}

/// How far the notifier has come with an entry.
public enum NotificationState: String, Sendable, Codable, CaseIterable {
  /// It has to be told, for the first time or again.
  case waiting
  /// It was told.
  case done
  /// It failed for the last time.
  case failed
}

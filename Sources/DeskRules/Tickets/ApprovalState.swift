/// What became of the client's agreement to an estimate.
public enum ApprovalState: String, Sendable, Codable, CaseIterable {
  /// It holds for the work to come.
  case open
  /// The work it was given for is done.
  case consumed
  /// The estimate was replaced, the ticket cancelled, or another agreement took its place.
  case void
}

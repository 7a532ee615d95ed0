/// The budget lines that every firm knows, whether or not a client sets limits on them.
public enum UsualLines {
  /// Their names; the first is that of a ticket which names none.
  public static let names = ["repair", "consumables", "goods"]

  /// Whether a line on which a client has never set a limit is free of limits. Any other name is
  /// rather a slip of the hand.
  public static func isFree(_ name: String) -> Bool { names.contains(name) }
}

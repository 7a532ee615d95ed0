public import DeskRules

/// What one row of a foreign log tells of its ticket: only what differs from the row before (by
/// time), and so on the first row everything that is known.
public struct ForeignEntry: Sendable, Equatable {
  /// The line on which the row begins, from 1.
  public let line: Int
  /// When it happened.
  public let at: Instant
  /// The state, if it changed.
  public var state: TicketState?
  /// Why work stands still: the mapping's word, with a state `waiting` only.
  public var waitingReason: String?
  /// The priority, if it changed: 1 (most urgent) to 5.
  public var priority: Int?
  /// Whose ticket it is, if that changed.
  public var assignee: String?
  /// Which group has it, if that changed.
  public var group: String?
  /// Who made the entry, if the source says; also when nothing else changed.
  public var by: String?
  /// What else changed, as text: the problem's words.
  public var note: String?

  /// Makes an entry that changes nothing.
  public init(line: Int, at: Instant) {
    self.line = line
    self.at = at
  }
}

/// A labelled text that the mapping keeps beside the problem.
public struct ForeignDetail: Sendable, Equatable {
  /// The mapping's label.
  public let label: String
  /// The source's text.
  public let text: String

  /// Makes a labelled text.
  public init(label: String, text: String) {
    self.label = label
    self.text = text
  }
}

/// A ticket of another system with its whole history.
public struct ForeignTicket: Sendable, Equatable {
  /// The source system, the mapping's `system`.
  public let system: String
  /// The ticket's number there.
  public let number: String
  /// The code of the client here.
  public let client: String
  /// What the source calls the client; the code again where the mapping fixes the client.
  public let clientName: String
  /// When it was opened, as the source states it, else the time of the first entry. A source may
  /// state a time later than the first entry; that is noted, not mended.
  public let opened: Instant
  /// The first priority stated, 1 (most urgent) to 5.
  public let priority: Int?
  /// The problem as the first entry describes it.
  public let problem: String
  /// The other texts the mapping asks for, each as last stated.
  public let details: [ForeignDetail]
  /// When it was resolved, as last stated.
  public let resolved: Instant?
  /// When it was closed, as last stated.
  public let closed: Instant?
  /// The history by time, in file order where times are equal; never empty.
  public let entries: [ForeignEntry]
}

/// Something about a row that the person who imports should know.
public struct RowIssue: Sendable, Equatable {
  /// What follows from it.
  public enum Consequence: String, Sendable {
    /// The row, and with it the whole ticket, is left out.
    case leftOut = "left_out"
    /// Nothing is left out; the reading is only worth a look.
    case noted
  }

  /// The line on which the row begins, from 1.
  public let line: Int
  /// The ticket, if the row could be assigned to one.
  public let ticket: String?
  /// The column, if one is to blame.
  public let column: String?
  /// What is wrong.
  public let reason: String
  /// What follows.
  public let consequence: Consequence

  /// Makes a note about a row.
  public init(
    line: Int, ticket: String?, column: String?, reason: String, consequence: Consequence
  ) {
    self.line = line
    self.ticket = ticket
    self.column = column
    self.reason = reason
    self.consequence = consequence
  }
}

/// How the reading of a foreign log went.
public struct ForeignSummary: Sendable, Equatable {
  /// The rows below the header, good and bad.
  public var rows = 0
  /// The rows that belong to no ticket handed out.
  public var rowsLeftOut = 0
  /// The tickets handed out.
  public var tickets = 0
  /// The tickets left out because of a bad row.
  public var ticketsLeftOut = 0
  /// Whether each ticket's rows stood together, so that no sorting was needed.
  public var wasGrouped = true

  /// Makes a summary of nothing.
  public init() {}
}

public import DeskRules

/// How the columns and words of another system become tickets here; read from a small YAML file
/// (`mappings/` has examples).
public struct TicketMapping: Sendable, Equatable {
  /// A column of the source whose text is kept.
  public struct LabelledColumn: Sendable, Equatable {
    /// The column's name in the header.
    public let column: String
    /// What is put before its text, if anything.
    public let label: String?
  }

  /// The columns with one meaning each.
  public struct Columns: Sendable, Equatable {
    /// The ticket's number.
    public let number: String
    /// When the row happened.
    public let at: String
    /// When the ticket was opened.
    public let opened: String?
    /// The state.
    public let state: String?
    /// The priority.
    public let priority: String?
    /// Whose it is.
    public let assignee: String?
    /// Which group has it.
    public let group: String?
    /// Who made the row.
    public let by: String?
    /// When the ticket was resolved.
    public let resolved: String?
    /// When the ticket was closed.
    public let closed: String?
  }

  /// What a foreign state means.
  public enum StateRule: Sendable, Equatable {
    /// This state; the reason goes with `waiting` only.
    case state(TicketState, waitingReason: String?)
    /// Whatever the state was before; the row is noted.
    case keep
  }

  /// What to do with a value that no table knows.
  public enum UnknownRule: String, Sendable, CaseIterable {
    /// Leave the ticket out.
    case refuse
    /// Keep the value from before; the row is noted.
    case keep
  }

  /// What to do with a wall-clock time that exists twice.
  public enum DoubledTimeRule: String, Sendable, CaseIterable {
    /// Take the earlier.
    case first
    /// Take the later.
    case last
    /// Leave the ticket out.
    case refuse
  }

  /// What to do with a wall-clock time that does not exist.
  public enum MissingTimeRule: String, Sendable, CaseIterable {
    /// Move it forward by as much as the clock was moved: 02:30 is 03:30.
    case after
    /// Move it back by as much: 02:30 is 01:30.
    case before
    /// Leave the ticket out.
    case refuse
  }

  /// How the client of a ticket is found.
  public struct ClientRule: Sendable, Equatable {
    /// The column that names the client; nil means that `fixed` holds for all.
    public let column: String?
    /// The client of every ticket, or of those whose column is empty.
    public let fixed: String?
    /// Codes for values of the column; looked up first.
    public let table: [String: String]
    /// Whether other values are made into codes: small letters, digits and single hyphens.
    public let makesCodes: Bool
    /// What a code made of a value begins with.
    public let prefix: String
    /// Whether clients that the desk does not know are created.
    public let createsUnknown: Bool
  }

  /// The source system: small letters, digits and hyphens, at most 32.
  public let system: String
  /// The byte between fields.
  public let delimiter: UInt8
  /// The texts that stand for no value, besides the empty one.
  public let missing: Set<String>
  /// The zone of times that have no offset, an IANA identifier.
  public let zone: String
  /// The form of times.
  public let timeFormat: String
  /// For times that exist twice.
  public let doubledTime: DoubledTimeRule
  /// For times that do not exist.
  public let missingTime: MissingTimeRule
  /// The columns.
  public let columns: Columns
  /// The columns that together describe the problem.
  public let problem: [LabelledColumn]
  /// The columns whose last text is kept beside.
  public let details: [LabelledColumn]
  /// How clients are found.
  public let client: ClientRule
  /// What foreign states mean.
  public let states: [String: StateRule]
  /// For other states.
  public let unknownState: UnknownRule
  /// What foreign priorities mean, 1 (most urgent) to 5.
  public let priorities: [String: Int]
  /// For other priorities.
  public let unknownPriority: UnknownRule

  /// The names of all columns that must be there, each once.
  public var columnNames: [String] {
    var seen: Set<String> = []
    let single = [
      columns.number, columns.at, columns.opened, columns.state, columns.priority,
      columns.assignee, columns.group, columns.by, columns.resolved, columns.closed,
      client.column,
    ]
    return (single.compactMap(\.self) + (problem + details).map(\.column))
      .filter { seen.insert($0).inserted }
  }

  /// Whether a text can be a code of a client or a system: `[a-z0-9][a-z0-9-]{0,31}`.
  static func isCode(_ text: String) -> Bool {
    guard (1...32).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "-") else {
      return false
    }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}

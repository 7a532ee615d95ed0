/// Where a repair stands.
public enum TicketState: String, Sendable, Codable, CaseIterable {
  /// Nobody has it yet.
  case new
  /// Somebody has it.
  case assigned
  /// Somebody works on it.
  case inProgress = "in_progress"
  /// It waits, with a reason.
  case waiting
  /// The work is done.
  case resolved
  /// It is finished with.
  case closed
  /// It will not be done.
  case cancelled
  /// It came back.
  case reopened

  /// The states a ticket may go to from this one.
  public var next: [TicketState] {
    switch self {
    case .new: [.assigned, .inProgress, .waiting, .resolved, .cancelled]
    case .assigned: [.assigned, .inProgress, .waiting, .resolved, .cancelled]
    case .inProgress: [.assigned, .waiting, .resolved, .cancelled]
    case .waiting: [.new, .assigned, .inProgress, .resolved, .cancelled]
    case .resolved: [.closed, .reopened]
    case .closed, .cancelled: [.reopened]
    case .reopened: [.assigned, .inProgress, .waiting, .resolved, .cancelled]
    }
  }

  /// Whether somebody still has to do something.
  public var isOpen: Bool { self != .closed && self != .cancelled }

  /// Whether work may still be added.
  public var takesWork: Bool { isOpen && self != .resolved }

  /// Checks a step.
  ///
  /// - Throws: `state`, naming both states and what is possible instead.
  public func step(to next: TicketState, of ticket: TicketNumber) throws(DeskError) {
    guard self.next.contains(next) else {
      let possible = self.next.map(\.rawValue).joined(separator: ", ")
      throw DeskError(
        .state,
        "\(ticket) is \(rawValue) and cannot become \(next.rawValue); from here: \(possible)",
        ["ticket": .string("\(ticket)"), "state": .string(rawValue)])
    }
  }
}

/// What a line on a ticket is for.
public enum LineKind: String, Sendable, Codable, CaseIterable {
  /// An engineer's time.
  case labour
  /// The fee for coming out.
  case calloutFee = "callout_fee"
  /// The way there.
  case travel
  /// A part that was built in.
  case part
  /// Toner, paper and the like.
  case consumable
  /// Anything else.
  case other
}

/// Who may read a note.
public enum NoteAudience: String, Sendable, Codable, CaseIterable {
  /// The desk only.
  case `internal`
  /// The client too.
  case client
}

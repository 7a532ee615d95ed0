public import DeskRules

/// What of an event the desk's own people may read, whichever door shows them the journal: by what
/// others sign in is the administrator's alone, and how much a contact may approve is a matter
/// between the client and those who answer for the money.
public enum EventSight {
  /// An event as somebody with a role may read it.
  static func event(_ event: JSON, for role: Role) -> JSON {
    guard role != .admin, var whole = event.members, var fact = whole["fact"]?.members
    else { return event }
    switch whole.text("kind") {
    case StaffAdded.kind: fact["login"] = nil
    // Whoever derives a desk from the feed needs some mark that differs from all others.
    case TokenIssued.kind: fact["digest"] = .string("withheld " + (fact.text("number") ?? ""))
    case ContactAdded.kind where !role.seesApprovalLimits,
      ContactChanged.kind where !role.seesApprovalLimits:
      fact["approvalLimit"] = nil
    default: return event
    }
    whole["fact"] = .object(fact)
    return .object(whole)
  }

  /// An event as it may lie on a laptop, whatever the role of who carries it: without the logins of
  /// the server's machine, the marks of tokens, and what a person at a client's may approve.
  ///
  /// - Parameter owner: whose laptop it is, whose own login stays.
  public static func event(_ event: JSON, forLaptopOf owner: String) -> JSON {
    let isOwners =
      event.members?.text("kind") == StaffAdded.kind
      && event.members?["fact"]?.members?.text("name") == owner
    return isOwners ? event : Self.event(event, for: .engineer)
  }
}

extension Role {
  /// Whether the role may know how much a client's contact may approve.
  var seesApprovalLimits: Bool { self != .engineer }
}

import DeskRules
import DeskStore

/// Whom the desk can call at a moment, and why it cannot call the others.
struct Reach {
  private let books: Books
  private let now: Instant
  private let members: [String: StaffMember]
  private let escalation: Escalation

  init(_ books: Books, now: Instant, for escalation: Escalation) throws(DeskError) {
    self.books = books
    self.now = now
    self.escalation = escalation
    members = Dictionary(
      try books.staff.list().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Why somebody cannot be called, if so.
  func obstacle(_ name: String?) throws(DeskError) -> SkipReason? {
    guard let name else { return .nobodyOnDuty }
    guard let member = members[name], member.disabledAt == nil else { return .left }
    if try books.roster.absence(of: name, at: now) != nil { return .away }
    return member.isReachable(by: escalation.contact) ? nil : escalation.contact.missing
  }

  /// Whether nobody of some people can be called.
  func isNobody(of names: [String]) throws(DeskError) -> Bool {
    for name in names where try obstacle(name) == nil { return false }
    return true
  }

  /// Who may be told where a chain has come to its end, in the order in which they are tried: the one
  /// it names, else every manager, else the admins.
  var managers: [[String]] {
    func all(_ role: Role) -> [String] {
      members.values.filter { $0.role == role && $0.disabledAt == nil }.map(\.name).sorted()
    }
    let named = escalation.manager.map { [$0] } ?? []
    return [named] + [.manager, .admin].map { role in all(role).filter { !named.contains($0) } }
  }
}

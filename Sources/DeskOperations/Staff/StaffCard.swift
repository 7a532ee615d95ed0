import DeskRules
import DeskStore

/// A member of staff as answers show one.
struct StaffCard: Item {
  let name: String
  var fullName: Private<String>
  let role: Role
  let login: String?
  let client: ClientCode?
  var disabled: String?
  var phone: Private<String>?
  var mail: Private<String>?
  var reachable: Bool?
  /// The duties that nobody covers because of it.
  var uncovered: [DutyCard]?

  enum CodingKeys: String, CodingKey {
    case name
    case fullName = "full_name"
    case role, login, client, disabled, phone, mail, reachable, uncovered
  }
}

extension StaffCard {
  /// Somebody as the caller may know them: by what others sign in is the administrator's alone.
  init(_ member: StaffMember, for caller: Caller) {
    self.init(
      name: member.name, fullName: Private(member.fullName), role: member.role,
      login: caller.role == .admin || caller.name == member.name ? member.login : nil,
      client: member.client, disabled: nil)
  }
}

import DeskRules
import DeskStore

/// A member of staff as answers show one.
struct StaffCard: Item {
  let name: String
  let fullName: Private<String>
  let role: Role
  let login: String?
  let client: ClientCode?
  let disabled: String?
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

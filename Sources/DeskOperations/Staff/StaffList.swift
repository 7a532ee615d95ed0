import DeskRules
import DeskStore

struct StaffList: Query {
  static let about = About(
    "staff.list", "Lists everybody who works with the desk.", roles: .staff,
    example: "swapdesk staff list")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [StaffCard] {
    let zone = try books.clients.settings().zone
    return try books.staff.list().map { member in
      StaffCard(
        name: member.name, fullName: Private(member.fullName), role: member.role,
        login: member.login, client: member.client,
        disabled: member.disabledAt.map { zone.text(of: $0) },
        phone: member.phone.map { Private($0) }, mail: member.mail.map { Private($0) })
    }
  }
}

import DeskRules
import DeskStore

struct StaffList: Query {
  static let about = About(
    "staff.list", "Lists everybody who works with the desk.", roles: .staff,
    example: "swapdesk staff list",
    notes: ["Logins are shown to administrators, and to everybody their own."])

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [StaffCard] {
    let zone = try books.clients.settings().zone
    return try books.staff.list().map { member in
      var card = StaffCard(member, for: caller)
      card.disabled = member.disabledAt.map { zone.text(of: $0) }
      card.phone = member.phone.map { Private($0) }
      card.mail = member.mail.map { Private($0) }
      return card
    }
  }
}

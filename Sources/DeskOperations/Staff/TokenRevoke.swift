import DeskRules
import DeskStore

struct TokenRevoke: Change {
  static let about = About(
    "token.revoke", "Withdraws a token at once.", roles: .admins, refusals: [.notFound, .state],
    example: "swapdesk token revoke K-3")
  let number: TokenNumber

  init(_ read: inout Arguments) throws(DeskError) {
    number = try read("token", at: 1, "The token's number.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TokenCard> {
    guard let token = try books.staff.token(number) else {
      throw DeskError(.notFound, "there is no token \(number)")
    }
    guard token.revokedAt == nil else {
      throw DeskError(.state, "\(number) was withdrawn already")
    }
    return Decision(
      events: [TokenRevoked(number: number, staff: token.staff, at: caller.now)],
      reply: TokenCard(number: number, staff: token.staff, expires: nil, token: nil))
  }
}

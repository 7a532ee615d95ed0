import DeskRules
import DeskStore

struct TokenIssue: Change {
  static let about = About(
    "token.issue", "Makes a token that speaks as somebody; it is shown once.", roles: .admins,
    refusals: [.notFound, .time], example: "swapdesk token issue anna --expires 2027-06-30",
    notes: ["Only the token's digest is kept. A repeated request does not show it again."])
  let staff: ShortName
  let expires: Deadline?

  init(_ read: inout Arguments) throws(DeskError) {
    staff = try read("staff", at: 1, "As whom the token speaks.")
    expires = try read.optional("expires", "When it ends by itself.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TokenCard> {
    let member = try Lookup(books, caller).person(staff)
    let zone = try books.clients.settings().zone
    let expires = try expires?.instant(in: zone)
    if let expires, expires <= caller.now {
      throw DeskError(.time, "the token would have ended before it began; name a later day")
    }
    let number: TokenNumber = try books.next()
    let secret = caller.random()
    return Decision(
      events: [
        TokenIssued(
          number: number, staff: member.name, digest: Digest.hexadecimal(secret),
          at: caller.now, expires: expires)
      ],
      reply: TokenCard(
        number: number, staff: member.name, expires: expires.map { zone.dueText(of: $0) },
        token: Unkept(secret)))
  }
}

/// A token as its issue shows it.
struct TokenCard: Item {
  let number: TokenNumber
  let staff: String
  let expires: String?
  let token: Unkept<String>?
}

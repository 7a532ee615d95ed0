import DeskRules
import DeskStore

struct JournalList: Query {
  static let about = About(
    "journal.list", "Lists what was entered, the newest first: who, when, what.",
    roles: [.manager, .admin, .accountant, .dispatcher], refusals: [.notFound, .ambiguous, .usage],
    example: "swapdesk journal list --ticket T-17",
    notes: ["Names, phones and free texts are shown as long as they have not been erased."])
  let ticket: TicketReference?
  let client: ClientCode?
  let piece: Tag?
  let staff: ShortName?
  let after: Int?
  let before: Int?
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read.optional("ticket", "Only what concerns this ticket.")
    client = try read.optional("client", "Only what concerns this client.")
    piece = try read.optional("piece", "Only what concerns this device or cartridge.")
    staff = try read.optional("staff", "Only what concerns this member of staff.")
    after = try read.optional("after", "Only entries after this one, oldest first.")
    before = try read.optional("before", "Only entries before this one: the next page.")
    limit = try read.optional("limit", "How many at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [EntryCard] {
    let zone = try books.clients.settings().zone
    return try entries(books, caller).map { EntryCard($0, zone: zone, for: caller.role) }
  }

  private func entries(_ books: Books, _ caller: Caller) throws(DeskError) -> [JournalEntry] {
    let limit = limit?.count ?? 50
    let before = before.map { Int64($0) } ?? .max
    if let subject = try subject(Lookup(books, caller)) {
      return try books.journal(of: subject, before: before, limit: limit)
    }
    if let after { return try books.journal(after: Int64(after), limit: limit) }
    return try books.journal(before: before, limit: limit)
  }

  private func subject(_ lookup: Lookup) throws(DeskError) -> Subject? {
    var subjects: [Subject] = []
    if let ticket { subjects.append(.ticket(try lookup.ticket(ticket).number)) }
    if let client { subjects.append(.client(try lookup.client(client).code)) }
    if let piece { subjects.append(.piece(piece)) }
    if let staff { subjects.append(.staff(staff.text)) }
    guard subjects.count <= 1 else {
      throw DeskError(.usage, "give one of ticket, client, piece and staff")
    }
    return subjects.first
  }
}

/// One journal entry.
struct EntryCard: Item {
  let seq: Int64
  let entered: String
  let happened: String
  let by: String
  let operation: String
  let key: String?
  let events: [JSON]

  /// An entry as somebody with a role may read it: wages are for those who keep the money.
  init(_ entry: JournalEntry, zone: Zone, for role: Role) {
    let isWhole = [Role].money.contains(role) || entry.operation != StaffRate.about.name
    seq = entry.seq
    entered = zone.text(of: entry.enteredAt)
    happened = zone.text(of: entry.happenedAt)
    by = entry.actor
    operation = entry.operation
    key = entry.requestKey
    events = (isWhole ? entry.mergedEvents : entry.events).map { EventSight.event($0, for: role) }
  }
}

import DeskRules
import DeskStore

struct TicketNote: Change {
  static let about = About(
    "ticket.note", "Writes a note on a ticket, for the desk or for the client.",
    roles: .service + [.accountant], refusals: [.notFound, .ambiguous],
    example: "swapdesk ticket note T-17 \"call before coming\" --audience client",
    notes: ["Clients never see notes for the desk."])
  let ticket: TicketReference
  let text: FreeText
  let audience: NoteAudience?

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
    text = try read("text", at: 2, "The note.")
    audience = try read.optional("audience", "Who may read it; internal where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<TicketCard> {
    let step = try TicketStep(books, caller, ticket)
    let note = NoteAdded(
      ticket: step.ticket.number, note: step.ticket.notes + 1,
      audience: audience ?? .internal, text: text.text, at: step.at)
    return Decision(
      events: [note], happenedAt: step.at,
      reply: TicketCard(step.ticket, zone: step.zone, currency: step.client.currency))
  }
}

import DeskRules
import DeskStore

struct LoanCancel: Change {
  static let about = About(
    "loan.cancel", "Gives up a reservation, so that others may have the device.", roles: .service,
    refusals: [.notFound, .ambiguous, .state],
    example: "swapdesk loan cancel L-31 --reason \"repaired the same day\"",
    notes: ["A device that is out comes back with loan return."])
  let loan: LoanReference
  let reason: FreeText?

  init(_ read: inout Arguments) throws(DeskError) {
    loan = try read("loan", at: 1, "The reservation's number, or the device, if it has one only.")
    reason = try read.optional("reason", "Why.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<LoanCard> {
    let lookup = Lookup(books, caller)
    var loan = try loan.findReserved(lookup)
    guard loan.state == .reserved else {
      let advice = loan.isOut ? "; it ends with loan return \(loan.number)" : ""
      throw DeskError(
        .state, "\(loan.number) is \(loan.state.rawValue)\(advice)",
        ["loan": .string("\(loan.number)"), "state": .string(loan.state.rawValue)])
    }
    let cancelled = LoanCancelled(
      loan: loan.number, device: loan.device, ticket: loan.ticket, client: loan.client,
      at: caller.now, isBroken: false, reason: reason?.text)
    loan.state = .cancelled
    let zone = try lookup.zone(loan.client, loan.site)
    return Decision(
      events: [cancelled], reply: LoanCard(loan, zone: zone, now: caller.now))
  }
}

import DeskRules
import DeskStore

/// The page counter of a loaner at its return, told after the return was: its pages are charged then,
/// once.
struct LoanLateMeter {
  private let lookup: Lookup
  private let loan: Loan
  private let zone: Zone
  private let reason: Line?

  init(_ lookup: Lookup, _ loan: Loan, zone: Zone, reason: Line?) {
    self.lookup = lookup
    self.loan = loan
    self.zone = zone
    self.reason = reason
  }

  /// Judges the reading as one of the return, and charges the pages.
  func decision(_ meter: Int?) throws(DeskError) -> Decision<LoanCard> {
    let back = loan.returned ?? lookup.caller.now
    guard let meter else {
      throw DeskError(.usage, "meter is missing: say what the counter showed")
    }
    let flags = try MeterCheck(lookup.books).flags(
      loan.device, meter, at: back, zone: zone, reason: reason)
    let charge = try LoanCharge(
      lookup, loan, meterIn: meter, at: back, isDoubtful: !flags.isEmpty)
    let metered = LoanMetered(
      loan: loan.number, device: loan.device, client: loan.client, at: back, meter: meter,
      flags: flags + charge.flags)
    let reading = MeterRead(device: loan.device, pages: meter, at: back, reason: reason?.text)
    var card = LoanCard(loan.metered(by: metered), zone: zone, now: lookup.caller.now)
    card.charged = charge.text
    return Decision(
      events: [metered, reading] + charge.events, happenedAt: back, reply: card)
  }
}

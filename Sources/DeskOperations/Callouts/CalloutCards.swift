import DeskRules
import DeskStore

/// A logged call-out: what an engineer wants to read on a phone at night.
struct CalloutCard: Item {
  let ticket: TicketNumber
  let client: ClientCode
  let device: Tag?
  let meter: Int?
  let visit: VisitCard
  let minutes: [MinutesCard]
  let lines: [LineCard]
  let currency: Currency
  let total: String
  let swaps: [SwapCard]?
  let budget: [BudgetCard]
  let exceeds: String?
  /// What of the bill its lines do not have.
  let pending: [BeyondCard]?
  let flags: [String]
}

/// The times of a visit.
struct VisitCard: Item {
  let number: VisitNumber
  /// Who was there; left out where a client asks.
  var engineer: String?
  let called: String?
  let departed: String?
  let arrived: String
  let done: String

  init(_ visit: VisitLogged, zone: Zone) {
    number = visit.visit
    engineer = visit.engineer
    called = visit.called.map { zone.text(of: $0) }
    departed = visit.departed.map { zone.text(of: $0) }
    arrived = zone.text(of: visit.arrived)
    done = zone.text(of: visit.done)
  }
}

/// The minutes of a visit in one band.
struct MinutesCard: Item {
  let band: String
  let minutes: Int
  let amount: String

  init(_ minutes: BandMinutes, _ currency: Currency) {
    band = minutes.band
    self.minutes = minutes.minutes
    amount = currency.text(minutes.amount)
  }
}

/// An engineer's visit, from the call to the end of the work.
public struct VisitLogged: Event {
  public static let kind = "visit.logged"
  /// The visit's number.
  public let visit: VisitNumber
  /// The repair it belongs to.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// At which site.
  public let site: ClientCode
  /// On which device.
  public let device: Tag?
  /// Who came, by the short name.
  public let engineer: String
  /// When the client called.
  public let called: Instant?
  /// When the engineer left.
  public let departed: Instant?
  /// When the engineer arrived.
  public let arrived: Instant
  /// When the work was done.
  public let done: Instant
  /// The elapsed minutes in each tariff band.
  public let minutes: [BandMinutes]
  /// What the client pays for the visit, in minor units.
  public let total: Int64
  /// The currency.
  public let currency: Currency
  /// What was done.
  public let work: Private<String>?
  /// Why a doubt was set aside.
  public let reason: Private<String>?
  /// What was noticed: no tariff, unfunded, …
  public let flags: [String]
  /// Whether it was before the call of its ticket, which goes on.
  public let leavesCall: Bool?
  /// Whether it is the answer to the call of its ticket, although that has ended: no other visit to it
  /// stands.
  public let answersCall: Bool?

  /// Makes the fact.
  public init(
    visit: VisitNumber, ticket: TicketNumber, client: ClientCode, site: ClientCode,
    device: Tag?, engineer: String, called: Instant?, departed: Instant?, arrived: Instant,
    done: Instant, minutes: [BandMinutes], total: Int64, currency: Currency, work: String?,
    reason: String? = nil, flags: [String], leavesCall: Bool? = nil, answersCall: Bool? = nil
  ) {
    (self.leavesCall, self.answersCall) = (leavesCall, answersCall)
    self.visit = visit
    self.ticket = ticket
    self.client = client
    self.site = site
    self.device = device
    self.engineer = engineer
    self.called = called
    self.departed = departed
    self.arrived = arrived
    self.done = done
    self.minutes = minutes
    self.total = total
    self.currency = currency
    self.work = work.map { Private($0) }
    self.reason = reason.map { Private($0) }
    self.flags = flags
  }

  /// The whole minutes from the call to the arrival.
  public var responseMinutes: Int64? {
    called.map { (arrived.seconds - $0.seconds) / 60 }
  }

  public var subjects: [Subject] {
    [.ticket(ticket), .client(client), .staff(engineer)] + (device.map { [.piece($0)] } ?? [])
  }
}

/// The elapsed minutes of a visit in one tariff band.
public struct BandMinutes: Sendable, Codable, Equatable {
  /// The band's name.
  public let band: String
  /// Elapsed minutes.
  public let minutes: Int
  /// What the client pays for them, in minor units.
  public let amount: Int64

  /// Makes the figure.
  public init(band: String, minutes: Int, amount: Int64) {
    self.band = band
    self.minutes = minutes
    self.amount = amount
  }
}

/// A tariff holds from a day on, for one client or for all that have none of their own.
public struct TariffSet: Event {
  public static let kind = "tariff.set"
  /// Whose; nil for the desk's default.
  public let client: ClientCode?
  /// The first day it holds.
  public let from: CalendarDate
  /// The tariff.
  public let tariff: Tariff
  /// Why days gone are priced anew.
  public let reason: Private<String>?

  /// Makes the fact.
  public init(client: ClientCode?, from: CalendarDate, tariff: Tariff, reason: String? = nil) {
    self.client = client
    self.from = from
    self.tariff = tariff
    self.reason = reason.map { Private($0) }
  }

  public var subjects: [Subject] { client.map { [.client($0)] } ?? [] }
}

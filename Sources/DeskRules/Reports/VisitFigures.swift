/// What visits come to: how many, how long, how fast, for how much.
public struct VisitFigures: Sendable {
  /// How many visits.
  public private(set) var calls = 0
  /// How many of them touched the night.
  public private(set) var nightCalls = 0
  /// Elapsed minutes of all visits.
  public private(set) var minutes = 0
  /// Elapsed minutes in what the desk calls night, whatever the tariffs.
  public private(set) var nightMinutes = 0
  /// Elapsed minutes in each tariff band, in the order in which the bands were met.
  public private(set) var bands: [(band: String, minutes: Int)] = []
  /// What the clients pay, in minor units.
  public private(set) var revenue: Int64 = 0
  private var responses: [Int64] = []
  private var costNumerator: Int128 = 0
  private var hasEveryRate = true

  /// Nothing yet.
  public init() {}

  /// Adds a visit and what of its price the client still pays; the rate is what an hour of its
  /// engineer costs on its day, in minor units. The way to the site costs as much as the work.
  ///
  /// - Throws: `amount` when the sum is too large.
  public mutating func add(
    _ visit: VisitLogged, billed: Int64, nightMinutes night: Int, hourlyRate: Int64?
  ) throws(DeskError) {
    calls += 1
    nightCalls += night > 0 ? 1 : 0
    nightMinutes += night
    for part in visit.minutes {
      minutes += part.minutes
      if let place = bands.firstIndex(where: { $0.band == part.band }) {
        bands[place].minutes += part.minutes
      } else {
        bands.append((part.band, part.minutes))
      }
    }
    revenue = try MoneyRule.sum(revenue, billed)
    if let response = visit.responseMinutes { responses.append(response) }
    guard let hourlyRate else { hasEveryRate = false; return }
    let paid = (visit.done.seconds - (visit.departed ?? visit.arrived).seconds) / 60
    costNumerator += Int128(hourlyRate) * Int128(paid)
  }

  /// What the visits cost the firm, rounded half up once; nil where an engineer has no rate.
  ///
  /// - Throws: `amount` when it is too large.
  public func cost() throws(DeskError) -> Int64? {
    hasEveryRate && calls > 0 ? try MoneyRule.rounded(costNumerator, 60, .halfUp) : nil
  }

  /// The median of the minutes from call to arrival, of two middle ones their mean, rounded half up;
  /// nil where no visit tells when the client called.
  public var medianResponse: Int64? {
    guard !responses.isEmpty else { return nil }
    let sorted = responses.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle] + 1) / 2 : sorted[middle]
  }

  /// The most minutes from call to arrival.
  public var worstResponse: Int64? { responses.max() }
}

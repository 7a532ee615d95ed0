/// How many full ones to keep, from what was really given, with the numbers that led there.
///
/// With demand d a day, its deviation sigma, L days that a refill takes and R days between rounds:
/// safety stock = z · sigma · √L, reorder point = d · L + safety stock, par = d · (L + R) + z · sigma ·
/// √(L + R), each rounded up. With few observations a deviation says nothing: then the largest demand
/// seen in so many days on end takes their place.
public struct StockLevel: Sendable, Equatable {
  /// Over how many days the demand was looked at.
  public let days: Int
  /// How many full ones were given in them.
  public let given: Int
  /// On how many days any were given.
  public let observations: Int
  /// Demand a day.
  public let demand: Double
  /// The standard deviation of a day's demand.
  public let deviation: Double
  /// Days that a refill takes.
  public let leadDays: Int
  /// Days between rounds to the refiller.
  public let reviewDays: Int
  /// What is kept for chance; 0 with few observations.
  public let safetyStock: Int
  /// Send to refill when there are no more than so many.
  public let reorderPoint: Int
  /// Fill up to so many.
  public let par: Int
  /// Whether the largest demand seen was taken instead of a deviation.
  public let isFromMaximum: Bool

  /// The factor of safety: short in one of twenty refill times.
  public static let safetyFactor = 1.65
  /// Fewer observations say nothing about the deviation.
  public static let fewObservations = 12

  /// Works the levels out.
  ///
  /// - Parameters:
  ///   - demand: what was given on each day on which any was, by any count of days.
  ///   - days: how many days were looked at, the last of them `last`; at least 1.
  public init(
    demand: [Int: Int], days: Int, last: Int, leadDays: Int, reviewDays: Int
  ) {
    let days = max(1, days)
    let first = last - days + 1
    let daily = (first...last).map { demand[$0] ?? 0 }
    let total = daily.reduce(0, +)
    let mean = Double(total) / Double(days)
    let squares = daily.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let deviation = days > 1 ? (squares / Double(days - 1)).squareRoot() : 0
    let seen = daily.count { $0 > 0 }
    self.days = days
    given = total
    observations = seen
    self.demand = mean
    self.deviation = deviation
    self.leadDays = leadDays
    self.reviewDays = reviewDays
    isFromMaximum = seen < Self.fewObservations
    guard !isFromMaximum else {
      safetyStock = 0
      reorderPoint = Self.largest(daily, over: leadDays)
      par = Self.largest(daily, over: leadDays + reviewDays)
      return
    }
    let safety = Self.safetyFactor * deviation * Double(leadDays).squareRoot()
    let cover = Double(leadDays + reviewDays)
    safetyStock = Self.up(safety)
    reorderPoint = Self.up(mean * Double(leadDays) + safety)
    par = Self.up(mean * cover + Self.safetyFactor * deviation * cover.squareRoot())
  }

  /// The largest sum over so many days on end.
  private static func largest(_ daily: [Int], over days: Int) -> Int {
    let width = max(1, days)
    var sum = 0
    var largest = 0
    for (index, value) in daily.enumerated() {
      sum += value
      if index >= width { sum -= daily[index - width] }
      largest = max(largest, sum)
    }
    return largest
  }

  /// Rounded up; what is a whole number but for the last bits stays it.
  private static func up(_ number: Double) -> Int { Int((number - 1e-9).rounded(.up)) }
}

extension Tariff {
  /// The longest visit and the longest way, in days: anything longer is a slip of the pen.
  public static let visitLimitDays: Int64 = 31

  /// The price of a visit to a site in a zone.
  ///
  /// Moments are first cut to whole minutes. The minutes from arrival to done are split among the
  /// bands by the wall clock and the calendar; the largest minimum of the bands touched and the step
  /// raise the billed minutes by the tariff's rounding. A visit of no length touches the band in
  /// force at the arrival. Each line is rounded half up, once.
  ///
  /// - Throws: `time` when the work was done before the arrival, the departure was after it, or the
  ///   visit or the way took longer than `visitLimitDays`; `amount` when the sum is too large.
  public func quote(
    arrived: Instant, done: Instant, departed: Instant? = nil, zone: Zone,
    calendar: WorkCalendar = .weekdaysOnly
  ) throws(DeskError) -> Quote {
    try Self.check(arrived, isNotAfter: done, "the work was done", "the arrival", zone)
    if let departed {
      try Self.check(departed, isNotAfter: arrived, "the arrival", "the departure", zone)
    }
    let start = arrived.roundedDownToMinute
    let stretches = BandSplit(bands, zone: zone, calendar: calendar)
      .stretches(from: start, to: done.roundedDownToMinute)
    let lines = try lines(of: stretches)
    let travelMinutes =
      departed.map { Int(start.seconds - $0.roundedDownToMinute.seconds) / 60 } ?? 0
    let travelAmount = try departed == nil ? 0 : priceOfWay(minutes: travelMinutes)
    let labour = try MoneyRule.sum(lines.lazy.map(\.amount))
    return Quote(
      bands: lines, elapsedMinutes: stretches.reduce(0) { $0 + $1.minutes },
      travelMinutes: travelMinutes, travelAmount: travelAmount, calloutFee: calloutFee,
      labour: labour, total: try MoneyRule.sum(labour, travelAmount, calloutFee))
  }

  /// How long work may last of which `labour` says the price.
  public static let workLimitMinutes = Int(visitLimitDays) * 24 * 60

  /// What work comes to by the hour and the bands alone, and the names of the bands it falls into:
  /// minimum, step and fee belong to visits.
  ///
  /// - Throws: `amount` when the price is too large.
  public func labour(
    from start: Instant, to end: Instant, zone: Zone, calendar: WorkCalendar
  ) throws(DeskError) -> (amount: Int64, bands: Set<String>) {
    let stretches = BandSplit(bands, zone: zone, calendar: calendar)
      .stretches(from: start.roundedDownToMinute, to: end.roundedDownToMinute)
    var sum: Int64 = 0
    for band in Set(stretches.map(\.band)) {
      let minutes = stretches.filter { $0.band == band }.reduce(0) { $0 + $1.minutes }
      let factor = band.map { bands[$0].factor } ?? .one
      sum = try MoneyRule.sum(sum, price(minutes: minutes, factor: factor))
    }
    return (sum, Set(stretches.map { $0.band.map { bands[$0].name } ?? Self.baseBandName }))
  }

  /// What the way comes to; nil where it is billed by the minute and nobody says how many.
  ///
  /// - Throws: `amount` when the price is too large.
  public func way(minutes: Int?) throws(DeskError) -> Int64? {
    guard case .billed = travel else { return try priceOfWay(minutes: 0) }
    guard let minutes, (0...Self.workLimitMinutes).contains(minutes) else { return nil }
    return try priceOfWay(minutes: minutes)
  }

  private static func check(
    _ early: Instant, isNotAfter late: Instant, _ lateName: String, _ earlyName: String,
    _ zone: Zone
  ) throws(DeskError) {
    guard early <= late else {
      throw DeskError(
        .time,
        "\(lateName) at \(zone.text(of: late)), before \(earlyName) at \(zone.text(of: early))")
    }
    guard late <= early.adding(minutes: visitLimitDays * 24 * 60) else {
      throw DeskError(
        .time,
        "from \(earlyName) at \(zone.text(of: early)) to \(zone.text(of: late)) is more than "
          + "\(visitLimitDays) days; look at the dates")
    }
  }

  private func lines(of stretches: [BandStretch]) throws(DeskError) -> [QuoteBand] {
    var order: [Int?] = []
    var minutes: [Int?: Int] = [:]
    for stretch in stretches {
      if minutes[stretch.band] == nil { order.append(stretch.band) }
      minutes[stretch.band, default: 0] += stretch.minutes
    }
    let minimum = order.map { $0.map { bands[$0].minimumMinutes } ?? minimumMinutes }.max() ?? 0
    let last = order.firstIndex(of: stretches[stretches.count - 1].band) ?? 0
    let billed = billedMinutes(order.map { minutes[$0] ?? 0 }, last: last, minimum: minimum)
    var lines: [QuoteBand] = []
    for (band, billed) in zip(order, billed) {
      let factor = band.map { bands[$0].factor } ?? .one
      lines.append(
        QuoteBand(
          band: band.map { bands[$0].name } ?? Self.baseBandName, factor: factor,
          minutes: minutes[band] ?? 0, billedMinutes: billed,
          amount: try price(minutes: billed, factor: factor)))
    }
    return lines
  }

  /// The minutes billed in each band, by the tariff's rounding.
  private func billedMinutes(_ elapsed: [Int], last: Int, minimum: Int) -> [Int] {
    var billed = rounding == .band ? elapsed.map(raised) : elapsed
    let sum = billed.reduce(0, +)
    switch rounding {
    case .visit: billed[last] += raised(max(sum, minimum)) - sum
    case .band: billed[last] += raised(max(0, minimum - sum))
    }
    return billed
  }

  /// Minutes raised to a multiple of the step.
  private func raised(_ minutes: Int) -> Int {
    (minutes + stepMinutes - 1) / stepMinutes * stepMinutes
  }

  private func priceOfWay(minutes: Int) throws(DeskError) -> Int64 {
    switch travel {
    case .none: 0
    case .billed: try price(minutes: minutes, factor: .one)
    case .flat(let amount): try amount.minorUnits(in: currency)
    }
  }

  private func price(minutes: Int, factor: Factor) throws(DeskError) -> Int64 {
    try MoneyRule.rounded(
      Int128(hourlyRate) * Int128(factor.basisPoints) * Int128(minutes),
      60 * Int128(MoneyRule.wholeBasisPoints), .halfUp)
  }
}

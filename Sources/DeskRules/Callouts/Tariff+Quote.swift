extension Tariff {
  /// The longest visit and the longest way, in days: anything longer is a slip of the pen.
  public static let visitLimitDays: Int64 = 31

  /// The price of a visit to a site in a zone, by the tariff of the day of the arrival.
  ///
  /// Moments are first cut to whole minutes. The minutes from arrival to done are split among the
  /// bands by the wall clock and the calendar; the largest minimum of the bands touched and the step
  /// raise the billed minutes by the tariff's rounding. A visit of no length touches the band in
  /// force at the arrival. Each line is rounded half up, once.
  ///
  /// From the first moment of its day on the site's wall clock, a later version has its own rate and
  /// bands; minimum, step, fee and way stay those of the arrival.
  ///
  /// - Parameter later: the versions that begin after the day of the arrival, in order.
  /// - Throws: `time` when the work was done before the arrival, the departure was after it, or the
  ///   visit or the way took longer than `visitLimitDays`; `amount` when the sum is too large.
  public func quote(
    arrived: Instant, done: Instant, departed: Instant? = nil, zone: Zone,
    calendar: WorkCalendar = .weekdaysOnly, then later: [TariffVersion] = []
  ) throws(DeskError) -> Quote {
    try Self.check(arrived, isNotAfter: done, "the work was done", "the arrival", zone)
    if let departed {
      try Self.check(departed, isNotAfter: arrived, "the arrival", "the departure", zone)
    }
    let start = arrived.roundedDownToMinute
    let end = done.roundedDownToMinute
    let shares = shares(from: start, to: end, zone: zone, calendar: calendar, then: later)
    let lines = try lines(of: shares)
    let travelMinutes =
      departed.map { Int(start.seconds - $0.roundedDownToMinute.seconds) / 60 } ?? 0
    let travelAmount = try departed == nil ? 0 : priceOfWay(minutes: travelMinutes)
    let labour = try MoneyRule.sum(lines.lazy.map(\.amount))
    return Quote(
      bands: lines, elapsedMinutes: Int(end.seconds - start.seconds) / 60,
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

  /// The stretches of a visit, each with the tariff that prices it.
  private func shares(
    from start: Instant, to end: Instant, zone: Zone, calendar: WorkCalendar,
    then later: [TariffVersion]
  ) -> [BandShare] {
    let begun = later.map { (version: $0, at: zone.startOfDay($0.from).roundedUpToMinute) }
      .filter { start < $0.at && $0.at < end }
    var shares: [BandShare] = []
    for place in 0...begun.count {
      let version = place == 0 ? nil : begun[place - 1].version
      let tariff = version?.tariff ?? self
      shares += BandSplit(tariff.bands, zone: zone, calendar: calendar).stretches(
        from: place == 0 ? start : begun[place - 1].at,
        to: place < begun.count ? begun[place].at : end
      ).map { BandShare(tariff: tariff, since: version?.from, stretch: $0) }
    }
    return shares
  }

  private func lines(of shares: [BandShare]) throws(DeskError) -> [QuoteBand] {
    var order: [BandShare] = []
    for share in shares {
      if let place = order.firstIndex(where: share.isPricedLike) {
        order[place].stretch.minutes += share.stretch.minutes
      } else {
        order.append(share)
      }
    }
    let minimum =
      order.filter { $0.since == nil }.map { $0.band?.minimumMinutes ?? minimumMinutes }.max() ?? 0
    let last = order.firstIndex(where: shares[shares.count - 1].isPricedLike) ?? 0
    let added = addedMinutes(order.map(\.stretch.minutes), last: last, minimum: minimum)
    return try zip(order, added).map { share, added throws(DeskError) in
      try share.line(minimum: added.minimum, step: added.step)
    }
  }

  /// What the minimum and the step add to the minutes in each band, by the tariff's rounding.
  private func addedMinutes(
    _ elapsed: [Int], last: Int, minimum: Int
  ) -> [(minimum: Int, step: Int)] {
    var added = elapsed.map { minutes in
      (minimum: 0, step: rounding == .band ? raised(minutes) - minutes : 0)
    }
    let sum = zip(elapsed, added).reduce(0) { $0 + $1.0 + $1.1.step }
    let lacking = max(0, minimum - sum)
    added[last].minimum = rounding == .band ? raised(lacking) : lacking
    if rounding == .visit { added[last].step = raised(sum + lacking) - sum - lacking }
    return added
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

  fileprivate func price(minutes: Int, factor: Factor) throws(DeskError) -> Int64 {
    try MoneyRule.rounded(
      Int128(hourlyRate) * Int128(factor.basisPoints) * Int128(minutes),
      60 * Int128(MoneyRule.wholeBasisPoints), .halfUp)
  }
}

/// An unbroken stretch of a visit in one band of the tariff that prices it.
private struct BandShare {
  let tariff: Tariff
  /// The first day of a tariff that begins during the visit.
  let since: CalendarDate?
  var stretch: BandStretch
  var band: TariffBand? { stretch.band.map { tariff.bands[$0] } }

  /// Whether another stretch belongs on the same line.
  func isPricedLike(_ other: BandShare) -> Bool {
    since == other.since && stretch.band == other.stretch.band
  }

  func line(minimum: Int, step: Int) throws(DeskError) -> QuoteBand {
    let factor = band?.factor ?? .one
    let billed = stretch.minutes + minimum + step
    return QuoteBand(
      band: band?.name ?? Tariff.baseBandName, since: since, hourlyRate: tariff.hourlyRate,
      factor: factor, minutes: stretch.minutes, minimumMinutes: minimum, stepMinutes: step,
      billedMinutes: billed, amount: try tariff.price(minutes: billed, factor: factor))
  }
}

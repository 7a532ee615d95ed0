import DeskRules
import DeskStore

/// The price of a line that is written by hand: what was typed, else what the tariff says.
struct LinePrice {
  /// Before discounts, in minor units.
  let list: Int64
  /// Whether the tariff named it.
  let isTariffs: Bool
  /// What the tariff says, where another price was typed.
  let override: PriceOverride?

  init(
    _ kind: LineKind, quantity: Int?, typed: DecimalText?, reason: String?, _ step: TicketStep
  ) throws(DeskError) {
    let tariffs = try step.tariffPrice(kind, minutes: quantity)
    if let typed {
      let list = try typed.minorUnits(in: step.client.currency)
      self.list = list
      isTariffs = false
      override = tariffs.flatMap { tariffs in
        tariffs == list
          ? nil
          : PriceOverride(tariffAmount: tariffs, by: step.lookup.caller.name, reason: reason)
      }
    } else if let tariffs {
      (list, isTariffs, override) = (tariffs, true, nil)
    } else {
      throw DeskError(
        .usage,
        "amount is missing: what it costs. The tariff of the day, where there is one, prices"
          + " labour and travel by --quantity minutes, and the call-out fee")
    }
  }
}

extension TicketStep {
  /// The day of the step on the site's calendar.
  var day: CalendarDate { zone.date(at: at) }

  /// What the tariff of the day says a line costs that was finished at the step's time; nil where it
  /// says nothing.
  fileprivate func tariffPrice(
    _ kind: LineKind, minutes: Int?
  ) throws(DeskError) -> Int64? {
    guard let tariff = try books.callouts.tariff(for: client, on: day)?.tariff else { return nil }
    switch kind {
    case .labour:
      guard let minutes, (0...Tariff.workLimitMinutes).contains(minutes) else { return nil }
      let start = at.adding(minutes: Int64(-minutes))
      return try tariff.labour(
        from: start, to: at, zone: zone,
        calendar: try lookup.calendar(of: client, from: start, to: at, zone: zone))
    case .travel: return try tariff.way(minutes: minutes)
    case .calloutFee: return tariff.calloutFee
    case .part, .consumable, .other: return nil
    }
  }
}

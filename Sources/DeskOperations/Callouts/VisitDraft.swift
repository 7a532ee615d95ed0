import DeskRules
import DeskStore

/// A call-out being decided: everything that was named, looked up, and the price.
struct VisitDraft {
  /// The flag of a visit whose time no tariff prices.
  static let noTariff = "no_tariff"

  private let log: CalloutLog
  let lookup: Lookup
  private let client: Client
  private let site: Site
  private let device: Piece?
  private let known: Ticket?
  /// The call that the ticket came in with.
  let call: Call?
  let engineer: String
  let times: VisitTimes.Resolved
  private let price: VisitPrice?
  /// The lines that the tariff prices, without a tariff none.
  private let priced: [LineDraft]
  /// The discounts of the day of the visit.
  private let discounts: DiscountTerms
  var books: Books { lookup.books }
  var zone: Zone { site.zone }

  init(_ log: CalloutLog, _ lookup: Lookup) throws(DeskError) {
    self.log = log
    self.lookup = lookup
    client = try lookup.client(log.client)
    known = try log.ticket.map { reference throws(DeskError) in try lookup.ticket(reference) }
    if let known { try Self.require(known, belongsTo: client.code, at: log.site) }
    device = try Self.device(log, lookup, client.code, known)
    site = try lookup.site(client.code, log.site ?? known?.site, of: device)
    engineer =
      try log.details.engineer.map { name throws(DeskError) in
        try lookup.formerStaff(name).name
      } ?? lookup.caller.name
    times = try log.times.resolve(in: site.zone, lookup.caller)
    call = try known.flatMap { known throws(DeskError) in try lookup.books.calls.find(known.number)
    }
    if let call, log.details.reason == nil {
      try Self.require(times, follow: call, in: site.zone)
    }
    let day = site.zone.date(at: times.arrived)
    price = try lookup.price(
      of: client, departed: times.departed, arrived: times.arrived, done: times.done, in: site.zone)
    discounts = try lookup.books.discounts.terms(of: client, on: day)
    let (quote, terms) = (price?.quote, discounts)
    priced =
      try quote.map { quote throws(DeskError) in
        try LineDraft.lines(of: quote, less: terms)
      } ?? []
    guard known != nil || log.problem != nil else {
      throw DeskError(.usage, "problem is missing: say what was wrong, or name the --ticket")
    }
  }

  private static func require(
    _ ticket: Ticket, belongsTo client: ClientCode, at site: ClientCode?
  ) throws(DeskError) {
    guard ticket.client == client else {
      throw DeskError(
        .unsuitable, "\(ticket.number) is \(ticket.client)'s, not \(client)'s",
        ["ticket": .string("\(ticket.number)"), "client": .string("\(ticket.client)")])
    }
    guard site == nil || site == ticket.site else {
      throw DeskError(
        .unsuitable,
        "\(ticket.number) is at the site \(ticket.site), whose clock and address count; leave --site"
          + " out",
        ["ticket": .string("\(ticket.number)"), "site": .string("\(ticket.site)")])
    }
  }

  private static func device(
    _ log: CalloutLog, _ lookup: Lookup, _ client: ClientCode, _ known: Ticket?
  ) throws(DeskError) -> Piece? {
    if let reference = log.device {
      guard log.details.reason == nil else { return try lookup.piece(reference, .device) }
      do throws(DeskError) {
        return try lookup.device(reference, at: client)
      } catch  where error.code == .unsuitable {
        throw DeskError(error.code, error.message + ", or give a --reason", error.details)
          .settledByReason
      }
    }
    guard let tag = known?.device else { return nil }
    return try lookup.books.pieces.find(tag)
  }

  /// The facts of the visit in order, and the answer.
  func decide() throws(DeskError) -> Decision<CalloutCard> {
    let opening = try opening()
    let number: VisitNumber = try books.next()
    let lines = try lines(on: opening.ticket, visit: number)
    let billed = try MoneyRule.sum(lines.map(\.amount))
    let swaps = try swaps(opening.ticket.number)
    let ending = try ending(opening.ticket, lines)
    let flags =
      try priceFlags() + log.corrections + longTimes
      + openCalls() + beforeCall + others()
      + elsewhere + overlaps() + shortRest() + meterFlags()
      + swaps.flags.filter { $0 != MeterCheck.flag } + ending.flags
    let visit = try logged(number, opening.ticket, total: billed, flags: flags)
    let events: [any Event] =
      opening.events + [visit] + lines + swaps.flatMap(\.events).filter { !($0 is MeterRead) }
      + meterRead
      + ending.events
    return Decision(
      events: events, happenedAt: times.done,
      reply: try card(visit, lines, swaps, ending))
  }

  private func opening() throws(DeskError) -> (ticket: Ticket, events: [any Event]) {
    if let known { return (known, []) }
    let opened = try lookup.opening(
      client, site, device: device?.tag, problem: log.problem?.text ?? "",
      priority: Priority.usual, at: times.called ?? times.arrived, due: nil, line: log.line?.text)
    return (Ticket(opened), [opened])
  }

  private func lines(
    on ticket: Ticket, visit: VisitNumber
  ) throws(DeskError) -> [LineAdded] {
    var drafts = priced
    let listed = try ListPrice(books, client, on: zone.date(at: times.arrived))
    for (kind, parts) in [
      (LineKind.part, log.details.parts), (.consumable, log.details.consumables),
    ] {
      for part in parts {
        drafts.append(
          try LineDraft(
            kind, part, in: client.currency, less: discounts, listed, by: lookup.caller))
      }
    }
    return drafts.enumerated().map { index, draft in
      LineAdded(
        ticket: ticket.number, line: ticket.lines + index + 1, lineKind: draft.kind,
        text: draft.text, quantity: draft.quantity, amount: draft.amount,
        currency: client.currency, at: times.done, by: engineer, band: draft.band, visit: visit,
        listAmount: draft.listAmount, discount: draft.discount?.single,
        discountBy: draft.discount?.text, override: draft.override)
    }
  }

  private func swaps(
    _ ticket: TicketNumber
  ) throws(DeskError) -> [Swapping.Made] {
    var swapping = Swapping(
      lookup: lookup, client: client, site: site.code, zone: zone, device: device,
      at: times.done, to: Holder(.van, engineer), reason: log.details.reason, ticket: ticket,
      meter: log.details.meter)
    let first: SwapNumber = try books.next()
    var swaps: [Swapping.Made] = []
    for (index, text) in log.details.swaps.enumerated() {
      swapping.earlier = swaps
      swaps.append(
        try swapping.make(
          Number(first.value + index), given: text.given, taken: text.taken, due: nil,
          tagsTaken: swaps.reduce(0) { $0 + $1.labels.count }))
    }
    try Swapping.requireOnce(swaps.flatMap { $0.made.given + $0.made.taken }.map(\.piece))
    return swaps
  }

  /// How the ticket goes on: resolved with its bill carried to the budget, or left in progress.
  private func ending(
    _ ticket: Ticket, _ lines: [LineAdded]
  ) throws(DeskError) -> Ending {
    var ledger = try Ledger(
      books, client: client, ticket: ticket.number, at: times.done, now: lookup.caller.now)
    let bill = try Bill(ticket, adding: lines, ended: times.done, in: books)
    let excess = try ledger.excess(of: bill)
    let exceeds = try excess.text(in: client.currency)
    if log.details.goesOn || leavesCall, ticket.state.takesWork {
      let isUnderWay = ticket.state == .inProgress
      return Ending(
        events: leavesCall ? [] : try change(ticket, to: isUnderWay ? nil : .inProgress), flags: [],
        budget: try ledger.cards(or: ticket.line, excess), exceeds: exceeds, pending: nil)
    }
    let flags = try ledger.settle(bill)
    let late = ticket.state.takesWork ? [] : ["late"]
    let change = try change(ticket, to: ticket.state.takesWork ? .resolved : nil)
    return Ending(
      events: change + ledger.events, flags: late + flags,
      budget: try ledger.cards(or: ticket.line, excess), exceeds: exceeds,
      pending: ledger.beyond)
  }

  /// How a visit leaves its ticket and the budget.
  private struct Ending {
    let events: [any Event]
    let flags: [String]
    let budget: [BudgetCard]
    /// By how much the bill exceeds the lines that carry it.
    let exceeds: String?
    /// What of it they do not have, under its numbers.
    let pending: [BeyondCard]?
  }

  /// The change of the ticket, if there is one: its state, and that somebody was there.
  private func change(_ ticket: Ticket, to state: TicketState?) throws(DeskError) -> [any Event] {
    var move = TicketMove(
      lookup: lookup, ticket: ticket, zone: zone, at: times.done, state: state,
      assignee: state != nil && ticket.assignee == nil ? engineer : nil,
      reason: state == nil ? nil : log.details.work?.text,
      acknowledged: times.departed ?? times.arrived, arrived: times.arrived)
    if let attendances = try attendances() {
      let stamps = after(attendances).stamps
      (move.acknowledged, move.arrived) = (stamps.acknowledged, stamps.onSite)
      move.corrected = attendances.stamps
    }
    return move.saysNothing ? [] : [try move.changed()]
  }

  private func priceFlags() throws(DeskError) -> [String] {
    if let price { return price.calendarGaps }
    return [try lookup.noTariff(for: client, on: zone.date(at: times.arrived))]
  }

  /// What takes longer than this is rather a slip of the hand, such as 09:40 for 01:40, or another day.
  private static let usualMinutes: (visit: Int64, way: Int64, response: Int64) = (
    12 * 60, 6 * 60, 7 * 24 * 60
  )

  private var longTimes: [String] {
    func flag(_ name: String, from start: Instant?, to end: Instant, over usual: Int64) -> [String]
    {
      let minutes = start.map { (end.seconds - $0.seconds) / 60 } ?? 0
      return minutes > usual ? ["\(name) \(minutes / 60) h \(minutes % 60) min"] : []
    }
    let usual = Self.usualMinutes
    return flag("long_visit", from: times.arrived, to: times.done, over: usual.visit)
      + flag("long_way", from: times.departed, to: times.arrived, over: usual.way)
      + flag("long_response", from: times.called, to: times.arrived, over: usual.response)
  }

  /// Flags calls of the client that go on ringing: perhaps this visit was to one of them.
  private func openCalls() throws(DeskError) -> [String] {
    guard known == nil else { return [] }
    return try books.calls.flags(
      of: client.code, site: site.code, device: device?.tag, until: times.done)
  }

  /// Judges the reading of the device's page counter.
  private func meterFlags() throws(DeskError) -> [String] {
    guard let meter = log.details.meter else { return [] }
    guard let device else {
      throw DeskError(.usage, "meter is the page counter of a printer: name the device too")
    }
    return try MeterCheck(books).flags(
      device.tag, meter, at: times.done, zone: zone, reason: log.details.reason)
  }

  private var meterRead: [any Event] {
    guard let meter = log.details.meter, let device else { return [] }
    return [
      MeterRead(
        device: device.tag, pages: meter, at: times.done, reason: log.details.reason?.text)
    ]
  }

  /// Flags a device that the books place elsewhere; the visit says that it was there.
  private var elsewhere: [String] {
    guard let device, device.owner != client.code, device.holder.clientCode != client.code else {
      return site.flags(for: device)
    }
    return ["device_elsewhere"]
  }

  /// Flags a visit of the same engineer at the same time: people's plans are warned about. With the
  /// very same times it is rather the same visit, entered again, and takes a reason to be another.
  private func overlaps() throws(DeskError) -> [String] {
    let others = try books.callouts.overlapping(
      engineer: engineer, from: times.arrived, to: times.done)
    for number in others where log.details.reason == nil {
      guard let other = try books.callouts.find(number),
        other.arrived.wholeMinute == times.arrived.wholeMinute,
        other.done.wholeMinute == times.done.wholeMinute
      else { continue }
      throw DeskError(
        .implausible,
        "\(engineer) was at \(other.client) at the very same times, \(number) on \(other.ticket): the"
          + " visit is in the books already. If this is another one, give a --reason",
        ["visit": .string("\(number)"), "ticket": .string("\(other.ticket)")]
      ).settledByReason
    }
    return others.map { "overlaps \($0)" }
  }

  /// Flags a visit at night after which the engineer's next duty begins too soon.
  private func shortRest() throws(DeskError) -> [String] {
    let zone = try books.clients.settings().zone
    let watch = try RestWatch(books, zone: zone, now: times.done)
    let duty = try watch.tooSoon(after: times.done, from: times.arrived, engineer)
    return duty.map { ["short_rest \(zone.text(of: $0.start))"] } ?? []
  }

  private func logged(
    _ number: VisitNumber, _ ticket: Ticket, total: Int64, flags: [String]
  ) throws(DeskError) -> VisitLogged {
    return VisitLogged(
      visit: number, ticket: ticket.number, client: client.code, site: site.code,
      device: device?.tag, engineer: engineer, called: try called(), departed: times.departed,
      arrived: times.arrived, done: times.done, minutes: try minutes(), total: total,
      currency: client.currency, work: log.details.work?.text, reason: log.details.reason?.text,
      flags: flags, leavesCall: leavesCall ? true : nil,
      answersCall: try answersCall() ? true : nil)
  }

  /// The minutes in each band; without a tariff, in the desk's night and outside it.
  private func minutes() throws(DeskError) -> [BandMinutes] {
    guard let quote = price?.quote else {
      return try books.clients.settings().night.split(
        from: times.arrived, to: times.done, zone: zone)
    }
    // The lines of the bands are the first, in the same order.
    return zip(quote.bands, priced).map { band, line in
      BandMinutes(band: band.band, minutes: band.minutes, amount: line.amount)
    }
  }

  private func card(
    _ visit: VisitLogged, _ lines: [LineAdded], _ swaps: [Swapping.Made], _ ending: Ending
  ) throws(DeskError) -> CalloutCard {
    CalloutCard(
      ticket: visit.ticket, client: client.code, device: device?.tag,
      meter: log.details.meter, visit: VisitCard(visit, zone: zone),
      minutes: visit.minutes.map { MinutesCard($0, client.currency) },
      lines: lines.map { LineCard($0) }, currency: client.currency,
      total: client.currency.text(visit.total),
      swaps: swaps.isEmpty ? nil : swaps.map { SwapCard($0, zone: zone) },
      budget: ending.budget, exceeds: ending.exceeds, pending: ending.pending, flags: visit.flags)
  }
}

import DeskRules
import DeskStore

/// What is asked of a loaner besides what the ticket's device can do.
struct LoanWishes {
  /// Until when it is needed; the ticket's expected date where not said.
  var until: Instant?
  /// Where it should stand; the shelf that serves the site where not said.
  var near: String?
  /// What it must be able to do.
  var demands = LoanDemands()
}

/// Looks for the best loaners: each model of the pool is judged once, and only the best devices of
/// the best models are read.
struct LoanSearch {
  private let lookup: Lookup
  private let ticket: Ticket
  private let window: LoanWindow
  private let places: [(place: String, reason: String)]
  private let models: [(name: String, verdict: LoanVerdict, counts: [LoanerCount])]
  private let zone: Zone
  /// What the ticket itself is promised in that time.
  private let own: [Loan]
  private var loaners: LoanerStore { lookup.books.loaners }

  init(
    _ lookup: Lookup, for ticket: Ticket, wishes: LoanWishes, at moment: Instant
  ) throws(DeskError) {
    self.lookup = lookup
    self.ticket = ticket
    let site = try lookup.site(ticket.client, ticket.site)
    zone = site.zone
    let until = wishes.until ?? ticket.expected ?? moment
    let window = LoanWindow(from: moment, until: max(until, moment.adding(minutes: 1)))
    self.window = window
    own = try lookup.books.loans.list(ticket: ticket.number)
      .filter { $0.state == .reserved && $0.window.overlaps(window) }
    var places: [(place: String, reason: String)] = []
    if let near = wishes.near ?? site.shelf { places.append((near, "at hand, \(near)")) }
    if let assignee = ticket.assignee {
      places.append(("van:\(assignee)", "in the van of \(assignee), who has the ticket"))
    }
    self.places = places
    var desk = try LoanDesk(lookup, for: ticket, demands: wishes.demands)
    let counts = Dictionary(grouping: try lookup.books.loaners.counts(), by: \.model)
    var models: [(name: String, verdict: LoanVerdict, counts: [LoanerCount])] = []
    for (name, counts) in counts.sorted(by: { $0.key < $1.key }) {
      models.append((name, try desk.judge(model: name), counts))
    }
    self.models = models
  }

  private func promisedWindow(_ model: String) throws(DeskError) -> LoanWindow {
    let minutes = try lookup.books.catalogue.model(model)?.bufferMinutes ?? 0
    return window.followed(byMinutes: minutes)
  }

  /// The best devices that can be lent now, the best first: before all others those that the ticket
  /// is promised.
  func suitable(limit: Int) throws(DeskError) -> [SuggestionCard] {
    var best = try promisedToTicket()
    for model in models.filter(\.verdict.isSuitable)
      .sorted(by: { $0.verdict.score > $1.verdict.score })
    {
      // Nothing that stands nearer or is less worn makes up for this much.
      if best.count >= limit,
        best[limit - 1].score > model.verdict.score + LoanWeight.mostOfDevice
      {
        break
      }
      best += try devices(of: model.name, model.verdict, limit: limit)
      best = Array(best.sorted(by: SuggestionCard.isBetter).prefix(limit))
    }
    return best
  }

  private func promisedToTicket() throws(DeskError) -> [SuggestionCard] {
    var cards: [SuggestionCard] = []
    for loan in own {
      guard let loaner = try loaners.free(loan.device),
        let model = models.first(where: { $0.name == loaner.model && $0.verdict.isSuitable }),
        try lookup.books.loans.servicedUntil(loan.device, at: window.from) == nil,
        try obstacle(loaner, promisedWindow(model.name)) == nil
      else { continue }
      let promise = LoanMerit(LoanWeight.promised, "promised to \(ticket.number), \(loan.number)")
      let place = places.first { $0.place == loaner.place }
      cards.append(try card(loaner, model.verdict, nearness: place?.reason, before: [promise]))
    }
    return cards.sorted(by: SuggestionCard.isBetter)
  }

  /// What somebody else is promised of a device in a window.
  private func obstacle(_ loaner: Loaner, _ window: LoanWindow) throws(DeskError) -> Loan? {
    try lookup.books.loans.blocking(loaner.device, in: window).first { $0.ticket != ticket.number }
  }

  private func devices(
    of model: String, _ verdict: LoanVerdict, limit: Int
  ) throws(DeskError) -> [SuggestionCard] {
    let window = try promisedWindow(model)
    var found: [(loaner: Loaner, nearness: String?)] = []
    for place in places {
      found += try loaners.free(model, in: window, at: place.place, limit: limit)
        .map { ($0, place.reason) }
    }
    found += try loaners.free(model, in: window, limit: limit).map { ($0, nil) }
    var cards: [SuggestionCard] = []
    var seen: Set<Tag> = []
    for (loaner, nearness) in found where seen.insert(loaner.device).inserted {
      cards.append(try card(loaner, verdict, nearness: nearness))
    }
    return cards
  }

  private func card(
    _ loaner: Loaner, _ verdict: LoanVerdict, nearness: String?, before: [LoanMerit] = []
  ) throws(DeskError) -> SuggestionCard {
    let next = try lookup.books.loans.reservations(loaner.device)
      .first { $0.begins >= window.from && $0.ticket != ticket.number }
    let promised = next.map { "free until \(zone.text(of: $0.begins)), then \($0.number)" }
    let merits = LoanerMerits.of(nearness: nearness, meter: loaner.meter, promised: promised)
    var card = SuggestionCard(loaner, verdict.adding(before + merits))
    card.freeUntil = next.map { zone.text(of: $0.begins) }
    return card
  }

  /// The best device.
  ///
  /// - Throws: `unsuitable`, with the nearest reasons, when nothing can be lent.
  func best() throws(DeskError) -> Piece {
    if let best = try suitable(limit: 1).first,
      let piece = try lookup.books.pieces.find(best.device)
    {
      return piece
    }
    let refused = try refused(limit: 3)
    let reasons = refused.flatMap { card in
      card.reasons.map { $0.hasPrefix("\(card.device) ") ? $0 : "\(card.device) \($0)" }
    }
    throw DeskError(
      .unsuitable,
      "no loaner can be lent for \(ticket.number)"
        + (reasons.isEmpty ? "; the pool has none" : ": " + reasons.joined(separator: "; ")),
      ["reasons": .array(reasons.map { .string($0) })])
  }
}

// MARK: Why not

extension LoanSearch {
  /// How many devices of a model are named for one reason.
  private static let namedDevices = 3

  /// What cannot be lent and why, what lacks least first: a model that does not suit once, with the
  /// number of its devices; a suitable one by what each device is waiting for.
  func refused(limit: Int) throws(DeskError) -> [SuggestionCard] {
    var cards: [SuggestionCard] = []
    for model in models where model.verdict.isSuitable {
      cards += try unavailable(model.name, model.counts)
    }
    let lacking = models.filter { !$0.verdict.isSuitable }
      .sorted { ($0.verdict.reasons.count, $0.name) < ($1.verdict.reasons.count, $1.name) }
    for model in lacking.prefix(max(0, limit - cards.count)) {
      guard let first = try nearest(model.name, model.counts) else { continue }
      var card = SuggestionCard(first, model.verdict)
      card.devices = model.counts.reduce(0) { $0 + $1.devices }
      cards.append(card)
    }
    return Array(
      cards.sorted { ($0.reasons.count, $0.device) < ($1.reasons.count, $1.device) }.prefix(limit))
  }

  private func nearest(
    _ model: String, _ counts: [LoanerCount]
  ) throws(DeskError) -> Loaner? {
    for availability in LoanerAvailability.allCases
    where counts.contains(where: { $0.availability == availability }) {
      if let first = try loaners.devices(model, availability, limit: 1).first { return first }
    }
    return nil
  }

  private func unavailable(
    _ model: String, _ counts: [LoanerCount]
  ) throws(DeskError) -> [SuggestionCard] {
    var cards: [SuggestionCard] = []
    for count in counts where count.availability != .free {
      for loaner in try loaners.devices(model, count.availability, limit: Self.namedDevices) {
        let reason = try reason(loaner, count.availability)
        var card = SuggestionCard(loaner, .against([reason]))
        card.devices = count.devices
        cards.append(card)
      }
    }
    let serviced = try loaners.serviced(model, at: window.from, limit: Self.namedDevices)
    for loaner in serviced {
      guard let until = try lookup.books.loans.servicedUntil(loaner.device, at: window.from)
      else { continue }
      cards.append(
        SuggestionCard(
          loaner,
          .against(["is being serviced until \(zone.text(of: until)) after its last loan"])))
    }
    let window = try promisedWindow(model)
    for loaner in try loaners.promised(model, in: window, limit: Self.namedDevices)
    where !serviced.contains(loaner) {
      guard let loan = try obstacle(loaner, window) else { continue }
      let reason = try LoanRefusal(lookup).isReserved(loaner.device, loan).message
      cards.append(SuggestionCard(loaner, .against([reason])))
    }
    return cards
  }

  private func reason(
    _ loaner: Loaner, _ availability: LoanerAvailability
  ) throws(DeskError) -> String {
    if availability == .out, let loan = try lookup.books.loans.open(loaner.device) {
      return try LoanRefusal(lookup).isOut(loaner.device, loan).message
    }
    return availability == .away ? "is at \(loaner.place)" : "is \(availability.rawValue)"
  }
}

/// One loaner and what is thought of it.
struct SuggestionCard: Item {
  let device: Tag
  let model: String
  let suitable: Bool
  let score: Int
  let reasons: [String]
  let holder: String
  let meter: Int?
  /// When somebody else is promised it.
  var freeUntil: String?
  /// How many devices of the model cannot be lent for the same reason, this one among them.
  var devices: Int?
  /// What the client has not brought back, on the first item only.
  var clientOverdue: Private<[String]>?

  enum CodingKeys: String, CodingKey {
    case device, model, suitable, score, reasons, holder, meter
    case freeUntil = "free_until"
    case devices
    case clientOverdue = "client_overdue"
  }

  init(_ loaner: Loaner, _ verdict: LoanVerdict) {
    device = loaner.device
    model = loaner.model
    suitable = verdict.isSuitable
    score = verdict.score
    reasons = verdict.reasons
    holder = loaner.place
    meter = loaner.meter
  }

  static func isBetter(_ left: SuggestionCard, _ right: SuggestionCard) -> Bool {
    (left.score, right.device) > (right.score, left.device)
  }
}

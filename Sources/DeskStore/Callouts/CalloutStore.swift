public import DeskRules
import DeskEngine

/// Visits and the tariffs that price them.
public struct CalloutStore {
  let books: Books
  private static let columns = """
    number, ticket, client, site, device, engineer, called_at, departed_at, arrived_at, done_at,
    minutes, total, currency, flags,
    (SELECT sum(CASE WHEN voided_by IS NULL THEN amount ELSE 0 END) FROM \(Self.linesOfVisit)),
    \(Self.stands)
    """
  private static let linesOfVisit =
    "ticket_line WHERE ticket_line.ticket = visit.ticket AND ticket_line.visit = visit.number"
  /// Whether a visit was not taken back.
  static let stands = "taken_back_by IS NULL"

  private func visit(_ row: any Row) throws(DeskError) -> Visit {
    let logged = try logged(row)
    return Visit(
      logged: logged, billed: row.optionalInteger(14) ?? logged.total,
      isTakenBack: row.integer(15) == 0)
  }

  /// The visit as it was logged; what was done is told by the journal only.
  private func logged(_ row: any Row) throws(DeskError) -> VisitLogged {
    VisitLogged(
      visit: Number(row.count(0)), ticket: Number(row.count(1)),
      client: ClientCode(stored: row.text(2)), site: ClientCode(stored: row.text(3)),
      device: row.optionalText(4).map { Tag(stored: $0) }, engineer: row.text(5),
      called: row.optionalInstant(6), departed: row.optionalInstant(7),
      arrived: row.instant(8), done: row.instant(9),
      minutes: try JSONCoding.decode(
        [BandMinutes].self, from: try JSONParser.parse(row.text(10)), hidden: [:]),
      total: row.integer(11), currency: try Currency(row.text(12)), work: nil,
      flags: Self.flags(row.text(13)))
  }

  /// Flags may hold spaces, such as `pending P-12`, so they are kept apart by line breaks.
  private static func flags(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }

  /// Visits, newest arrival first, before a visit; of a client, an engineer, from a moment on, and of
  /// these as many as are wanted.
  public func list(
    client: ClientCode?, engineer: String?, from: Instant?, before: VisitLogged?, limit: Int,
    where isWanted: (Visit) throws(DeskError) -> Bool = { _ in true }
  ) throws(DeskError) -> [Visit] {
    var conditions = ["(arrived_at, number) < (?, ?)"]
    var values: [SQLValue] = [
      .integer(before?.arrived.seconds ?? .max), .integer(before?.visit.value ?? .max),
    ]
    if let client {
      conditions.append("client = ?")
      values.append(.code(client))
    }
    if let engineer {
      conditions.append("engineer = ?")
      values.append(.text(engineer))
    }
    if let from {
      conditions.append("arrived_at >= ?")
      values.append(.instant(from))
    }
    var visits: [Visit] = []
    try books.each(
      """
      SELECT \(Self.columns) FROM visit WHERE \(conditions.joined(separator: " AND "))
      ORDER BY arrived_at DESC, number DESC
      """, values
    ) { row throws(DeskError) in
      let visit = try visit(row)
      if try isWanted(visit) { visits.append(visit) }
      return visits.count < limit
    }
    return visits
  }

  /// The visits to a ticket, by number, also those that were taken back.
  public func list(ticket: TicketNumber) throws(DeskError) -> [Visit] {
    try books.all(
      "SELECT \(Self.columns) FROM visit WHERE ticket = ? ORDER BY number", [.number(ticket)],
      visit)
  }

  /// Hands out the visits that began from one moment to another and stand, in order.
  public func each(
    from start: Instant, before end: Instant, client: ClientCode?,
    _ body: (Visit) throws(DeskError) -> Void
  ) throws(DeskError) {
    try books.each(
      """
      SELECT \(Self.columns) FROM visit
      WHERE arrived_at >= ? AND arrived_at < ?\(client == nil ? "" : " AND client = ?")
        AND \(Self.stands)
      ORDER BY arrived_at, number
      """, [.instant(start), .instant(end)] + (client.map { [.code($0)] } ?? [])
    ) { row throws(DeskError) in
      try body(try visit(row))
      return true
    }
  }

  /// The visit with a number, as it was logged.
  public func find(_ number: VisitNumber) throws(DeskError) -> VisitLogged? {
    try standing(number)?.logged
  }

  /// The visit with a number, and what became of it.
  public func standing(_ number: VisitNumber) throws(DeskError) -> Visit? {
    try books.first(
      "SELECT \(Self.columns) FROM visit WHERE number = ?", [.number(number)], visit)
  }

  /// Whether a visit to a ticket that began at a moment or later stands.
  public func hasStanding(on ticket: TicketNumber, since moment: Instant) throws(DeskError) -> Bool
  {
    try books.first(
      "SELECT 1 FROM visit WHERE ticket = ? AND arrived_at >= ? AND \(Self.stands) LIMIT 1",
      [.number(ticket), .instant(moment)]
    ) { _ in true } ?? false
  }

  /// The engineer's visits that stand and have time in common with a stretch; visits last less than
  /// 31 days.
  public func overlapping(
    engineer: String, from: Instant, to: Instant
  ) throws(DeskError) -> [VisitNumber] {
    try books.all(
      """
      SELECT number FROM visit
      WHERE engineer = ? AND arrived_at < ? AND arrived_at > ? AND done_at > ? AND \(Self.stands)
      ORDER BY arrived_at
      """,
      [
        .text(engineer), .instant(to),
        .instant(from.adding(minutes: -Tariff.visitLimitDays * 1440)), .instant(from),
      ]
    ) { row in Number(row.count(0)) }
  }

  /// The tariff that holds for a client on a day: the client's own, else the desk's where that is
  /// in the client's currency.
  public func tariff(
    for client: Client, on day: CalendarDate
  ) throws(DeskError) -> TariffVersion? {
    if let own = try latest(client.code.description, on: day) { return own }
    let general = try latest("", on: day)
    return general?.tariff.currency == client.currency ? general : nil
  }

  /// The desk's own tariff, or a client's, that holds on a day; a client's day without one is nobody's.
  public func tariff(
    ownedBy client: ClientCode?, on day: CalendarDate
  ) throws(DeskError) -> TariffVersion? {
    try latest(client?.description ?? "", on: day)
  }

  /// The tariffs that hold for a client from a moment to another on a zone's wall clock, in order, each
  /// from its own first day; none where none holds on the first of these days.
  public func tariffs(
    for client: Client, from start: Instant, to end: Instant, in zone: Zone
  ) throws(DeskError) -> [TariffVersion] {
    let first = zone.date(at: start)
    guard let version = try tariff(for: client, on: first) else { return [] }
    var versions = [version]
    let changes = try books.all(
      """
      SELECT DISTINCT from_date FROM tariff
      WHERE client IN (?, '') AND from_date > ? AND from_date <= ? ORDER BY from_date
      """,
      [.code(client.code), .text(first.description), .text(zone.date(at: end).description)]
    ) { row throws(DeskError) in try CalendarDate(row.text(0)) }
    for day in changes {
      guard let next = try tariff(for: client, on: day), next != versions.last else { continue }
      versions.append(next)
    }
    return versions
  }

  private func latest(
    _ owner: String, on day: CalendarDate
  ) throws(DeskError) -> TariffVersion? {
    try books.first(
      """
      SELECT client, from_date, body FROM tariff WHERE client = ? AND from_date <= ?
      ORDER BY from_date DESC LIMIT 1
      """, [.text(owner), .text(day.description)], version)
  }

  private func version(_ row: any Row) throws(DeskError) -> TariffVersion {
    TariffVersion(
      client: row.text(0).isEmpty ? nil : ClientCode(stored: row.text(0)),
      from: try CalendarDate(row.text(1)),
      tariff: try JSONCoding.decode(
        Tariff.self, from: try JSONParser.parse(row.text(2)), hidden: [:]))
  }

  /// Every version of every tariff, or of one client's, by owner and day.
  public func tariffs(_ client: ClientCode?) throws(DeskError) -> [TariffVersion] {
    try books.all(
      """
      SELECT client, from_date, body FROM tariff WHERE client = coalesce(?, client)
      ORDER BY client, from_date
      """, [.code(client)], version)
  }
}

/// A visit and what became of it since it was logged.
public struct Visit: Sendable {
  /// The visit as it was logged.
  public let logged: VisitLogged
  /// What the client pays for it, without the lines that are void by now, in minor units.
  public let billed: Int64
  /// Whether it was taken back, as a whole or with every line of its bill: it is as if nobody had come.
  public let isTakenBack: Bool
}

extension Books {
  /// Visits and tariffs.
  public var callouts: CalloutStore { CalloutStore(books: self) }
}

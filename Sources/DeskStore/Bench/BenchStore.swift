public import DeskRules
import DeskEngine

/// A stay of a client's own machine on our bench.
public struct BenchStay: Sendable, Equatable {
  /// The machine.
  public let device: Tag
  /// When it came.
  public let received: Instant
  /// The repair it came for.
  public let ticket: TicketNumber
  /// Whose it is.
  public let client: ClientCode
  /// From which site it came.
  public let site: ClientCode
  /// When it went back.
  public let handedBack: Instant?

  /// Whether it is still with us.
  public var isHere: Bool { handedBack == nil }

  /// The stay as it begins.
  public init(_ received: MachineReceived) {
    self.init(
      device: received.device, received: received.at, ticket: received.ticket,
      client: received.client, site: received.site, handedBack: nil)
  }

  init(
    device: Tag, received: Instant, ticket: TicketNumber, client: ClientCode, site: ClientCode,
    handedBack: Instant?
  ) {
    self.device = device
    self.received = received
    self.ticket = ticket
    self.client = client
    self.site = site
    self.handedBack = handedBack
  }
}

/// The clients' machines on our bench.
public struct BenchStore {
  let books: Books
  private static let columns = "device, received_at, ticket, client, site, handed_back_at"

  fileprivate func stay(_ row: any Row) -> BenchStay {
    BenchStay(
      device: Tag(stored: row.text(0)), received: row.instant(1), ticket: Number(row.count(2)),
      client: ClientCode(stored: row.text(3)), site: ClientCode(stored: row.text(4)),
      handedBack: row.optionalInstant(5))
  }

  /// The stay of a machine that is with us.
  public func current(_ device: Tag) throws(DeskError) -> BenchStay? {
    try books.first(
      "SELECT \(Self.columns) FROM bench_stay WHERE device = ? AND handed_back_at IS NULL",
      [.tag(device)], stay)
  }

  /// When a machine next came to us after a moment.
  public func next(_ device: Tag, after moment: Instant) throws(DeskError) -> Instant? {
    try books.first(
      """
      SELECT received_at FROM bench_stay WHERE device = ? AND received_at > ?
      ORDER BY received_at LIMIT 1
      """, [.tag(device), .instant(moment)]
    ) { row in row.instant(0) }
  }

  /// The stays for a repair, in order.
  public func list(ticket: TicketNumber) throws(DeskError) -> [BenchStay] {
    try books.all(
      "SELECT \(Self.columns) FROM bench_stay WHERE ticket = ? ORDER BY received_at, device",
      [.number(ticket)], stay)
  }

  /// The machines that are with us, the longest here first; of one client.
  public func here(client: ClientCode?, limit: Int) throws(DeskError) -> [BenchStay] {
    try books.all(
      """
      SELECT \(Self.columns) FROM bench_stay
      WHERE handed_back_at IS NULL\(client == nil ? "" : " AND client = ?")
      ORDER BY received_at, device LIMIT ?
      """, (client.map { [.code($0)] } ?? []) + [.integer(limit)], stay)
  }
}

// MARK: What did not go back

extension BenchStore {
  /// The stays of machines that we lost, or threw away, and that nobody has settled; of one client, the
  /// longest here first.
  public func lost(client: ClientCode?, limit: Int) throws(DeskError) -> [BenchStay] {
    try books.all(
      """
      SELECT \(Self.columns) FROM bench_stay
      WHERE handed_back_at IS NULL\(client == nil ? "" : " AND client = ?") AND (
        SELECT h.holder FROM holding AS h WHERE h.piece = bench_stay.device AND h.until_at IS NULL
      ) IN ('lost', 'scrap')
      ORDER BY received_at, device LIMIT ?
      """, (client.map { [.code($0)] } ?? []) + [.integer(limit)], stay)
  }

  /// The stays that ended without everything that had come, the longest ago first; of one client, or of
  /// one repair. Each once with what is owed of it.
  public func owing(
    client: ClientCode?, limit: Int
  ) throws(DeskError) -> [(stay: BenchStay, missing: [String])] {
    let owed = try books.all(
      """
      SELECT \(Self.owedColumns) FROM bench_accessory AS a
      JOIN bench_stay AS s ON s.device = a.device AND s.received_at = a.received_at
        AND s.entry = a.entry
      WHERE a.state = 'missing'\(client == nil ? "" : " AND a.client = ?")
      ORDER BY a.since_at, a.device, a.place LIMIT ?
      """, (client.map { [.code($0)] } ?? []) + [.integer(limit)], owed)
    var stays: [(stay: BenchStay, missing: [String])] = []
    for (stay, name) in owed {
      if stays.last?.stay == stay {
        stays[stays.count - 1].missing.append(name)
      } else {
        stays.append((stay, [name]))
      }
    }
    return stays
  }

  /// What of a stay did not go back, in the order in which it was written.
  public func owed(_ stay: BenchStay) throws(DeskError) -> [String] {
    try books.all(
      """
      SELECT name FROM bench_accessory
      WHERE device = ? AND received_at = ? AND state = 'missing' ORDER BY entry, place
      """, [.tag(stay.device), .instant(stay.received)]
    ) { row in row.text(0) }
  }

  private static let owedColumns =
    "s.device, s.received_at, s.ticket, s.client, s.site, s.handed_back_at, a.name"

  private func owed(_ row: any Row) -> (BenchStay, String) { (stay(row), row.text(6)) }
}

extension Books {
  /// The clients' machines on our bench.
  public var bench: BenchStore { BenchStore(books: self) }
}

import DeskEngine
public import DeskRules

/// A finished job of which something has reached no budget yet.
public struct UnbudgetedJob: Sendable, Equatable {
  /// The repair.
  public let ticket: TicketNumber
  /// Whose.
  public let client: ClientCode
  /// The budget line that would carry it.
  public let line: String
  /// How much, in minor units.
  public let amount: Int64
  /// When the job ended.
  public let ended: Instant?

  /// Makes one from its parts.
  public init(
    ticket: TicketNumber, client: ClientCode, line: String, amount: Int64, ended: Instant?
  ) {
    self.ticket = ticket
    self.client = client
    self.line = line
    self.amount = amount
    self.ended = ended
  }
}

extension BudgetStore {
  /// Whether a client has a budget, in whatever period: on one line, or on any.
  public func hasAny(_ client: ClientCode, line: String? = nil) throws(DeskError) -> Bool {
    try books.first(
      "SELECT 1 FROM budget WHERE client = ? AND line = coalesce(?, line) LIMIT 1",
      [.code(client), .text(line)]
    ) { _ in true } ?? false
  }

  /// Finished jobs of which something has reached no budget, by client and number, of all clients
  /// that have one by now. A client who never had a budget is left alone.
  public func unbudgeted(
    after job: UnbudgetedJob? = nil, limit: Int
  ) throws(DeskError) -> [UnbudgetedJob] {
    let clients = try books.all(
      "SELECT DISTINCT client FROM budget WHERE client >= ? ORDER BY client",
      [.text(job?.client.description ?? "")]
    ) { row in ClientCode(stored: row.text(0)) }
    var jobs: [UnbudgetedJob] = []
    for client in clients where jobs.count < limit {
      jobs += try unbudgeted(
        of: client, after: client == job?.client ? job?.ticket : nil, limit: limit - jobs.count)
    }
    return jobs
  }

  /// A client's finished jobs of which something has reached no budget, by number.
  public func unbudgeted(
    of client: ClientCode, after ticket: TicketNumber? = nil, limit: Int
  ) throws(DeskError) -> [UnbudgetedJob] {
    try books.all(
      """
      \(Self.select) AND client = ? AND number > ?
      ORDER BY number LIMIT ?
      """, [.code(client), .integer(ticket?.value ?? 0), .integer(limit)], Self.job)
  }

  /// A finished job, if something of it has reached no budget though its line has one for other days.
  /// A kind of work for which the client sets no limit at all stays free.
  public func unbudgeted(_ ticket: TicketNumber) throws(DeskError) -> UnbudgetedJob? {
    guard let job = try books.first("\(Self.select) AND number = ?", [.number(ticket)], Self.job),
      try hasAny(job.client, line: UsualLines.isFree(job.line) ? job.line : nil)
    else { return nil }
    return job
  }

  private static let select = """
    SELECT number, client, line, billed - posted,
      (SELECT finished_at FROM bill WHERE bill.ticket = ticket.number)
    FROM ticket WHERE billed > posted AND state IN ('resolved', 'closed', 'cancelled')
    """

  private static func job(_ row: any Row) -> UnbudgetedJob {
    UnbudgetedJob(
      ticket: Number(row.count(0)), client: ClientCode(stored: row.text(1)), line: row.text(2),
      amount: row.integer(3), ended: row.optionalInstant(4))
  }
}

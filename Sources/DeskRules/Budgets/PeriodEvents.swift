/// The days of a period are finished with: nothing is posted or voided there any more.
public struct PeriodClosed: Event {
  public static let kind = "period.closed"
  /// Whose books; everybody's where none is named.
  public let client: ClientCode?
  /// The days.
  public let period: Period
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(client: ClientCode?, period: Period, at: Instant) {
    self.client = client
    self.period = period
    self.at = at
  }

  public var subjects: [Subject] { client.map { [.client($0)] } ?? [] }
}

/// A client moved money from one line to another.
public struct BudgetTransferred: Event {
  public static let kind = "budget.transferred"
  /// Whose.
  public let client: ClientCode
  /// From which line.
  public let from: String
  /// To which line.
  public let to: String
  /// How much, in minor units.
  public let amount: Int64
  /// The contact that approved it, by number.
  public let contact: Int
  /// The contact for whom that was, by number, where a substitute said it.
  public let onBehalfOf: Int?
  /// The letter that orders it.
  public let document: Private<String>
  /// Why.
  public let reason: Private<String>
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    client: ClientCode, from: String, to: String, amount: Int64, contact: Int, onBehalfOf: Int?,
    document: String, reason: String, at: Instant
  ) {
    self.client = client
    self.from = from
    self.to = to
    self.amount = amount
    self.contact = contact
    self.onBehalfOf = onBehalfOf
    self.document = Private(document)
    self.reason = Private(reason)
    self.at = at
  }

  public var subjects: [Subject] { [.budget(client, from), .budget(client, to), .client(client)] }
}

/// What goes over into the next period.
public enum RolloverRule: String, Sendable, Codable, CaseIterable {
  /// Nothing: what is left lapses, and so does a deficit.
  case lapse
  /// What is left, or the deficit.
  case carryAll = "carry_all"
  /// Only a deficit.
  case carryDeficit = "carry_deficit"

  /// How much of what is left goes over, in minor units; negative for a deficit. Where some has gone
  /// over before, a deficit that is none any more comes back.
  ///
  /// - Throws: `amount` when a sum leaves the range of amounts.
  public func carried(of available: Int64, after before: Int64 = 0) throws(DeskError) -> Int64 {
    switch self {
    case .lapse: 0
    case .carryAll: available
    case .carryDeficit:
      try MoneyRule.sum(min(0, try MoneyRule.sum(available, before)), -before)
    }
  }
}

/// A line went over into its next period.
public struct BudgetRolledOver: Event {
  public static let kind = "budget.rolled_over"
  /// Whose.
  public let client: ClientCode
  /// Which line.
  public let line: String
  /// The first day of the period that ended.
  public let first: CalendarDate
  /// The first day of the period after it.
  public let into: CalendarDate
  /// By which rule.
  public let rule: RolloverRule
  /// How much went over, in minor units; negative for a deficit.
  public let amount: Int64
  /// When.
  public let at: Instant

  /// Makes the fact.
  public init(
    client: ClientCode, line: String, first: CalendarDate, into: CalendarDate,
    rule: RolloverRule, amount: Int64, at: Instant
  ) {
    self.client = client
    self.line = line
    self.first = first
    self.into = into
    self.rule = rule
    self.amount = amount
    self.at = at
  }

  public var subjects: [Subject] { [.budget(client, line), .client(client)] }
}

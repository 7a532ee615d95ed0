/// How fast a repair has to be answered, reached and ended.
public struct ResponseTargets: Sendable, Hashable, Codable {
  /// Until somebody has taken it.
  public let acknowledgeMinutes: Int?
  /// Until somebody is there.
  public let onSiteMinutes: Int?
  /// Until it works again.
  public let fixMinutes: Int?
  /// Which minutes count.
  public let clock: ClockKind

  /// Makes targets.
  public init(
    acknowledgeMinutes: Int?, onSiteMinutes: Int?, fixMinutes: Int?, clock: ClockKind
  ) {
    self.acknowledgeMinutes = acknowledgeMinutes
    self.onSiteMinutes = onSiteMinutes
    self.fixMinutes = fixMinutes
    self.clock = clock
  }

  /// Whether nothing is promised.
  public var isEmpty: Bool { ResponseStage.allCases.allSatisfy { minutes(of: $0) == nil } }

  /// The minutes promised for a stage.
  public func minutes(of stage: ResponseStage) -> Int? {
    switch stage {
    case .acknowledge: acknowledgeMinutes
    case .onSite: onSiteMinutes
    case .fix: fixMinutes
    }
  }
}

/// What a repair passes through.
public enum ResponseStage: String, Sendable, Hashable, Codable, CaseIterable {
  /// Somebody has taken it.
  case acknowledge
  /// Somebody is there.
  case onSite = "on_site"
  /// It works again.
  case fix
}

/// What was promised of one ticket when it came in, kept on the ticket: later targets and later
/// calendars do not judge it anew.
public struct ResponsePromise: Sendable, Hashable, Codable {
  /// The targets then in force.
  public let targets: ResponseTargets
  /// The calendar whose hours count, where it has a name.
  public let calendar: String?
  /// That calendar's version.
  public let calendarVersion: Int?
  /// Whether the ticket's due time is the promise's, and moves with its pauses.
  public let setsDue: Bool

  /// Makes a promise.
  public init(
    targets: ResponseTargets, calendar: String?, calendarVersion: Int?, setsDue: Bool
  ) {
    self.targets = targets
    self.calendar = calendar
    self.calendarVersion = calendarVersion
    self.setsDue = setsDue
  }

  /// The last stage that something is promised for.
  public var lastStage: ResponseStage? {
    ResponseStage.allCases.last { targets.minutes(of: $0) != nil }
  }
}

/// How fast repairs have to be answered from now on.
public struct TargetSet: Event {
  public static let kind = "target.set"
  /// Whose; nil for the desk's default.
  public let client: ClientCode?
  /// For repairs of this priority.
  public let priority: Int
  /// The targets; nil when there are none any more.
  public let targets: ResponseTargets?

  /// Makes the fact.
  public init(client: ClientCode?, priority: Int, targets: ResponseTargets?) {
    (self.client, self.priority, self.targets) = (client, priority, targets)
  }

  public var subjects: [Subject] { client.map { [.client($0)] } ?? [] }
}

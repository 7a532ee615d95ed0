import DeskRules
import DeskStore

struct TargetSetting: Change {
  static let about = About(
    "target.set", "Sets how fast repairs must be answered, reached and ended.",
    roles: [.manager, .admin], refusals: [.notFound, .usage, .time],
    example: "swapdesk target set --priority 1 --acknowledge 30m --on-site 4h --fix 8h"
      + " --clock business",
    notes: [
      "For one client or, where none is named, for all that have none of their own. A ticket keeps"
        + " what was promised when it came in, with the version of the calendar that judges it;"
        + " later targets and calendars change nothing about it.",
      "The real clock counts every minute. The business clock counts the hours of the client's"
        + " calendar, else the desk's; without one Monday to Friday from 09:00 to 18:00. Neither"
        + " counts while a ticket waits, unless ticket pause said --clock-runs.",
      "Whoever is there has answered, and what is fixed needs nobody there: a promise that ends after"
        + " the next one is never missed by itself, and is flagged, such as acknowledge_after on_site.",
    ])
  let client: ClientCode?
  let priority: Priority?
  let acknowledge: MinuteSpan?
  let onSite: MinuteSpan?
  let fix: MinuteSpan?
  let clock: ClockKind?
  let none: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    client = try read.optional("client", at: 1, "For this client only; for all where left out.")
    priority = try read.optional("priority", "For this priority; for all five where left out.")
    acknowledge = try read.optional("acknowledge", "Until somebody has taken it.")
    onSite = try read.optional("on_site", "Until somebody is there.")
    fix = try read.optional("fix", "Until it works again.")
    clock = try read.optional("clock", "Which minutes count; real where left out.")
    none = try read.flag("none", "Promise nothing any more.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<[TargetCard]> {
    let client = try client.map { code throws(DeskError) in
      try Lookup(books, caller).client(code).code
    }
    let targets = ResponseTargets(
      acknowledgeMinutes: acknowledge?.minutes, onSiteMinutes: onSite?.minutes,
      fixMinutes: fix?.minutes, clock: clock ?? .real)
    guard targets.isEmpty == none else {
      throw DeskError(
        .usage, "name at least one of --acknowledge, --on-site and --fix, or --none alone")
    }
    let events = (priority.map { [$0.rank] } ?? Array(1...5)).map { rank in
      TargetSet(client: client, priority: rank, targets: none ? nil : targets)
    }
    return Decision(events: events, reply: events.map(TargetCard.init))
  }
}

/// Targets as answers show them.
struct TargetCard: Item {
  let client: ClientCode?
  let priority: Int
  let acknowledge: MinuteSpan?
  let onSite: MinuteSpan?
  let fix: MinuteSpan?
  let clock: ClockKind?
  let flags: [String]?

  enum CodingKeys: String, CodingKey {
    case client, priority, acknowledge
    case onSite = "on_site"
    case fix, clock, flags
  }

  init(_ set: TargetSet) {
    func span(_ stage: ResponseStage) -> MinuteSpan? {
      set.targets?.minutes(of: stage).map(MinuteSpan.init(validMinutes:))
    }
    client = set.client
    priority = set.priority
    acknowledge = span(.acknowledge)
    onSite = span(.onSite)
    fix = span(.fix)
    clock = set.targets?.clock
    flags = set.targets?.disorder
  }
}

extension ResponseTargets {
  /// The promises that end after that of the next stage, as flags; nil where there are none.
  fileprivate var disorder: [String]? {
    let stages = ResponseStage.allCases.filter { minutes(of: $0) != nil }
    let late = zip(stages, stages.dropFirst()).filter { stage, next in
      (minutes(of: stage) ?? 0) > (minutes(of: next) ?? 0)
    }
    return late.isEmpty ? nil : late.map { "\($0.rawValue)_after \($1.rawValue)" }
  }
}

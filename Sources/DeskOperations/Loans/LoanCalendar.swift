import DeskRules
import DeskStore

/// Judges a window of time against what a device is lent and promised for already.
struct LoanCalendar {
  let lookup: Lookup
  private var loans: LoanStore { lookup.books.loans }

  init(_ lookup: Lookup) { self.lookup = lookup }

  /// How many minutes servicing a device takes after a return, by its model's setting.
  func bufferMinutes(_ piece: Piece) throws(DeskError) -> Int {
    try lookup.books.catalogue.model(piece.item)?.bufferMinutes ?? 0
  }

  /// Loans and reservations in the way of a window, other than one. A device that should be back
  /// already blocks every time to come, since nobody knows when it will be.
  func obstacles(
    _ device: Tag, _ window: LoanWindow, except: LoanNumber? = nil
  ) throws(DeskError) -> [Loan] {
    var obstacles = try loans.blocking(device, in: window)
    if let out = try loans.open(device), out.isOverdue(at: lookup.caller.now),
      !obstacles.contains(where: { $0.number == out.number })
    {
      obstacles.insert(out, at: 0)
    }
    return obstacles.filter { $0.number != except }
  }

  /// The reservations that a loan breaks to be possible.
  ///
  /// - Throws: `taken`, naming the loser, unless they are to be broken and there is a reason; and
  ///   where the device is out.
  func broken(
    _ obstacles: [Loan], of device: Tag, at moment: Instant, _ leave: BreakingLeave
  ) throws(DeskError) -> [LoanCancelled] {
    var cancelled: [LoanCancelled] = []
    for obstacle in obstacles {
      if obstacle.isOut { throw try LoanRefusal(lookup).isOut(device, obstacle) }
      guard leave.isGiven, let reason = leave.reason else {
        throw try LoanRefusal(lookup).isReserved(device, obstacle, advice: leave.advice)
      }
      cancelled.append(
        LoanCancelled(
          loan: obstacle.number, device: device, ticket: obstacle.ticket,
          client: obstacle.client, at: moment, isBroken: true, reason: reason.text))
    }
    return cancelled
  }
}

/// Whether later reservations may be broken: promises break them when told to and why, facts have
/// broken them already and only want the reason.
struct BreakingLeave {
  let isGiven: Bool
  let reason: Line?
  let advice: String

  /// For what is promised now.
  static func promise(_ isGiven: Bool, _ reason: Line?) -> BreakingLeave {
    BreakingLeave(
      isGiven: isGiven, reason: reason,
      advice: "; --break with a --reason gives the device away all the same and tells them")
  }

  /// For what has happened.
  static func fact(_ reason: Line?) -> BreakingLeave {
    BreakingLeave(
      isGiven: true, reason: reason,
      advice: "; a --reason records the hand-over all the same and tells them")
  }

  /// For a device that is gone.
  static func gone(_ reason: Line?) -> BreakingLeave {
    BreakingLeave(
      isGiven: true, reason: reason, advice: "; a --reason records it all the same and tells them")
  }

  /// Nothing may be broken.
  static let none = BreakingLeave(isGiven: false, reason: nil, advice: "")
}

/// When a loan is due: on the day that is named, or when its repair is expected to be done.
struct LoanDue {
  let instant: Instant
  let followsRepair: Bool

  /// Resolves the due date, a bare time as the next after a moment; an earlier promise stands where
  /// nothing is named.
  ///
  /// - Throws: `usage` when neither the request nor the ticket says when; `time` when the wall clock
  ///   does not show it.
  init(
    _ due: PlannedMoment?, _ ticket: Ticket, promised: Loan? = nil, after moment: Instant,
    zone: Zone
  ) throws(DeskError) {
    if let due {
      instant = try due.end(after: moment, in: zone)
      followsRepair = false
    } else if let promised {
      instant = promised.due
      followsRepair = !promised.isPinned
    } else if let expected = ticket.expected {
      instant = expected
      followsRepair = true
    } else {
      throw DeskError(
        .usage,
        "due is missing: say until when, or when the repair is expected to be done with"
          + " ticket expect \(ticket.number) DATE",
        ["parameter": .string("due")])
    }
  }
}

extension Deadline {
  /// The first moment that is meant at a site where a time begins: for a day, its start.
  func start(in zone: Zone) throws(DeskError) -> Instant {
    if case .day(let date) = self { return zone.startOfDay(date) }
    return try instant(in: zone)
  }
}

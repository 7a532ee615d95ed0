/// A rotation holds from a moment on, until a later one begins.
public struct RotationSet: Event {
  public static let kind = "rotation.set"
  /// The people in turn; empty for nobody.
  public let rotation: Rotation
  /// From when: a hand-over, or the moment it was entered where nobody was on duty.
  public let starts: Instant
  /// Elapsed hours that somebody needs between a night's work and the next duty.
  public let restHours: Int

  /// Makes the fact.
  public init(rotation: Rotation, starts: Instant, restHours: Int) {
    self.rotation = rotation
    self.starts = starts
    self.restHours = restHours
  }

  public var subjects: [Subject] { Set(rotation.people).map { .staff($0) } }
}

/// Somebody is on duty in a window, whatever the rotation says.
public struct RosterOverridden: Event {
  public static let kind = "roster.overridden"
  /// The most days one window may have; who is away for longer leaves the rotation.
  public static let limitDays = 92

  /// Who is on duty.
  public let person: String
  /// Instead of whom; nil for whoever would be.
  public let insteadOf: String?
  /// The first moment.
  public let from: Instant
  /// The first moment after it.
  public let to: Instant
  /// Why.
  public let reason: Private<String>

  /// Makes the fact.
  public init(
    person: String, insteadOf: String?, from: Instant, to: Instant, reason: String
  ) {
    self.person = person
    self.insteadOf = insteadOf
    self.from = from
    self.to = to
    self.reason = Private(reason)
  }

  public var subjects: [Subject] {
    [.staff(person)] + (insteadOf.map { [.staff($0)] } ?? [])
  }
}

/// Somebody is away and cannot be called.
public struct StaffAway: Event {
  public static let kind = "staff.away"
  /// The most days one absence may have.
  public static let limitDays = 366

  /// Who.
  public let person: String
  /// The first moment.
  public let from: Instant
  /// The first moment after it.
  public let to: Instant
  /// Why.
  public let reason: Private<String>

  /// Makes the fact.
  public init(person: String, from: Instant, to: Instant, reason: String) {
    self.person = person
    self.from = from
    self.to = to
    self.reason = Private(reason)
  }

  public var subjects: [Subject] { [.staff(person)] }
}

/// Somebody is back: an absence ends, and later ones do not begin.
public struct StaffBack: Event {
  public static let kind = "staff.back"
  /// Who.
  public let person: String
  /// From when.
  public let at: Instant

  /// Makes the fact.
  public init(person: String, at: Instant) {
    self.person = person
    self.at = at
  }

  public var subjects: [Subject] { [.staff(person)] }
}

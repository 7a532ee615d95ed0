/// Who is called in one step of a chain, and how long an answer is awaited; text
/// `on-duty 10`, `vera,gleb 15`.
public struct EscalationStep: TextValue {
  /// The most minutes a step may wait.
  public static let waitLimitMinutes = 24 * 60
  /// What a step says for whoever is on duty.
  public static let onDuty = "on-duty"

  /// Who, by the short names; `on-duty` is whoever is on duty then.
  public let people: [String]
  /// How many minutes are left for an acknowledgement before the next step.
  public let waitMinutes: Int

  /// Reads names with commas between them, a space, and minutes.
  ///
  /// - Throws: `usage` when the text has another form.
  public init(_ text: String) throws(DeskError) {
    let words = text.split(separator: " ").map(String.init)
    let people = words.first?.split(separator: ",").map { $0.lowercased() } ?? []
    guard words.count == 2, !people.isEmpty, people.count <= 10, Set(people).count == people.count,
      let minutes = Int(words[1]), (1...Self.waitLimitMinutes).contains(minutes)
    else {
      throw DeskError(
        .usage,
        "\(text.quotedForMessage) is no step; write who and how many minutes to wait, such as"
          + " \"on-duty 10\" or \"vera,gleb 15\"")
    }
    self.people = people
    waitMinutes = minutes
  }

  private init(people: [String], waitMinutes: Int) {
    self.people = people
    self.waitMinutes = waitMinutes
  }

  /// Whoever is on duty, ten minutes.
  static let usual = EscalationStep(people: [onDuty], waitMinutes: 10)

  /// The step as text.
  public var text: String { "\(people.joined(separator: ",")) \(waitMinutes)" }
}

/// How a call goes from one to the next until somebody answers.
public struct Escalation: Sendable, Codable, Equatable {
  /// The most steps.
  public static let stepLimit = 20
  /// The most loops.
  public static let loopLimit = 20
  /// Whoever is on duty three times, ten minutes each; an acknowledgement is good for half an hour.
  public static let usual = Escalation(
    steps: [.usual], loops: 3, manager: nil, expiryMinutes: 30)

  /// The steps in order.
  public let steps: [EscalationStep]
  /// How often they are gone through.
  public let loops: Int
  /// Who is told after the last loop; nil for every manager, or every admin where there is none.
  public let manager: String?
  /// After how many minutes an acknowledgement without departure or arrival expires.
  public let expiryMinutes: Int
  /// What the notifier needs; chains from before it could be said have none.
  private let needed: NotifierContact?

  /// What the notifier needs to reach somebody.
  public var contact: NotifierContact { needed ?? .any }

  /// Makes one from its parts.
  public init(
    steps: [EscalationStep], loops: Int, manager: String?, expiryMinutes: Int,
    contact: NotifierContact = .any
  ) {
    self.steps = steps
    self.loops = loops
    self.manager = manager
    self.expiryMinutes = expiryMinutes
    needed = contact == .any ? nil : contact
  }

  private enum CodingKeys: String, CodingKey {
    case steps, loops, manager, expiryMinutes
    case needed = "contact"
  }

  /// A place in the chain.
  public struct Place: Sendable, Equatable {
    /// The loop, from 1.
    public let loop: Int
    /// The step, from 1.
    public let step: Int

    /// Makes a place.
    public init(loop: Int, step: Int) {
      self.loop = loop
      self.step = step
    }
  }

  /// The first place.
  public static let start = Place(loop: 1, step: 1)

  /// Behind the last step of the last loop, where the manager is told.
  public static let end = Place(loop: 0, step: 0)

  /// The place after another; nil after the last loop.
  public func place(after place: Place) -> Place? {
    if place.step < steps.count { return Place(loop: place.loop, step: place.step + 1) }
    return place.loop < loops ? Place(loop: place.loop + 1, step: 1) : nil
  }

  /// The step at a place.
  public func step(at place: Place) -> EscalationStep? {
    steps.indices.contains(place.step - 1) ? steps[place.step - 1] : nil
  }
}

/// Why somebody in a chain was not called.
public enum SkipReason: String, Sendable, Codable, CaseIterable {
  /// Nobody is on duty.
  case nobodyOnDuty = "nobody_on_duty"
  /// The person works here no longer.
  case left
  /// The person is away.
  case away
  /// The person has neither phone nor mail.
  case noContact = "no_contact"
  /// The person has no phone, and the notifier calls.
  case noPhone = "no_phone"
  /// The person has no mail address, and the notifier writes.
  case noMail = "no_mail"
}

/// What a notifier needs to reach somebody.
public enum NotifierContact: String, Sendable, Codable, CaseIterable {
  /// A phone or a mail address.
  case any
  /// A phone: it calls or sends text messages.
  case phone
  /// A mail address.
  case mail

  /// Whether somebody has it.
  public func isGiven(phone: String?, mail: String?) -> Bool {
    switch self {
    case .any: phone != nil || mail != nil
    case .phone: phone != nil
    case .mail: mail != nil
    }
  }

  /// Why whoever lacks it is skipped.
  public var missing: SkipReason {
    switch self {
    case .any: .noContact
    case .phone: .noPhone
    case .mail: .noMail
    }
  }

  /// What somebody who lacks it is said to have, and the flag that gives it.
  public var missingText: (has: String, flag: String) {
    switch self {
    case .any: ("has neither phone nor mail", "--phone")
    case .phone: ("has no phone, which the notifier needs", "--phone")
    case .mail: ("has no mail address, which the notifier needs", "--mail")
    }
  }
}

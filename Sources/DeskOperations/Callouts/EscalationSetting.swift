import DeskRules
import DeskStore

struct EscalationSetting: Change {
  static let about = About(
    "escalation.set", "Sets who is called in turn when a call comes in and nobody answers.",
    roles: [.manager, .admin], refusals: [.notFound, .usage],
    example: "swapdesk escalation set --step \"on-duty 10\" --step \"vera,gleb 15\" --loops 3"
      + " --manager nora",
    notes: [
      "The steps follow each other without an acknowledgement, and begin again after the last. Whoever"
        + " is away, has left or lacks what the notifier needs, a phone or a mail address, is skipped at"
        + " once. After the last loop"
        + " the manager is told and the call is flagged unanswered. A manager who cannot be reached is"
        + " skipped too: the other managers are told, then the admins.",
      "Calls that have come in already keep the chain they have.",
    ])
  let steps: [EscalationStep]
  let loops: Int?
  let manager: ShortName?
  let expiry: Int?
  let contact: NotifierContact?

  init(_ read: inout Arguments) throws(DeskError) {
    steps = try read.list("step", "Who is called, and how many minutes to wait.")
    loops = try read.optional("loops", "How often the steps are gone through; 3 where left out.")
    manager = try read.optional(
      "manager", "Who is told in the end; every manager where left out.")
    expiry = try read.optional(
      "expiry",
      "Minutes after which an acknowledgement without departure or arrival expires; 30.")
    contact = try read.optional(
      "contact",
      "What the notifier needs: phone where it calls, mail where it writes; any where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<EscalationCard> {
    let lookup = Lookup(books, caller)
    guard (1...Escalation.stepLimit).contains(steps.count) else {
      throw DeskError(
        .usage, "name the steps, from 1 to \(Escalation.stepLimit): --step \"on-duty 10\"")
    }
    let usual = Escalation.usual
    guard (1...Escalation.loopLimit).contains(loops ?? 1) else {
      throw DeskError(.usage, "loops are from 1 to \(Escalation.loopLimit)")
    }
    guard (1...EscalationStep.waitLimitMinutes).contains(expiry ?? 1) else {
      throw DeskError(
        .usage, "expiry is from 1 to \(EscalationStep.waitLimitMinutes) minutes")
    }
    let manager = try manager.map { name throws(DeskError) in try lookup.staff(name) }
    let escalation = Escalation(
      steps: steps, loops: loops ?? usual.loops, manager: manager?.name,
      expiryMinutes: expiry ?? usual.expiryMinutes, contact: contact ?? usual.contact)
    let silent = try members(lookup, manager).filter { !$0.isReachable(by: escalation.contact) }
    let flag = escalation.contact.missing.rawValue
    return Decision(
      events: [EscalationSet(escalation)],
      reply: EscalationCard(escalation, flags: silent.map { "\(flag) \($0.name)" }))
  }

  /// Everybody who is named, each once.
  private func members(
    _ lookup: Lookup, _ manager: StaffMember?
  ) throws(DeskError) -> [StaffMember] {
    let names = Set(steps.flatMap(\.people)).subtracting([EscalationStep.onDuty]).sorted()
    let members = try names.map { name throws(DeskError) in
      try lookup.staff(try ShortName(argument: name))
    }
    guard let manager, !names.contains(manager.name) else { return members }
    return members + [manager]
  }
}

/// A chain as answers show one.
struct EscalationCard: Item {
  let steps: [String]
  let loops: Int
  let manager: String?
  let expiry: Int
  let contact: NotifierContact
  let flags: [String]

  init(_ escalation: Escalation, flags: [String] = []) {
    steps = escalation.steps.map(\.text)
    loops = escalation.loops
    manager = escalation.manager
    expiry = escalation.expiryMinutes
    contact = escalation.contact
    self.flags = flags
  }
}

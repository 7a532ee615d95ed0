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
        + " is away, has left or has neither phone nor mail is skipped at once. After the last loop"
        + " the manager is told and the call is flagged unanswered. A manager who cannot be reached is"
        + " skipped too: the other managers are told, then the admins.",
      "Calls that have come in already keep the chain they have.",
    ])
  let steps: [EscalationStep]
  let loops: Int?
  let manager: ShortName?
  let expiry: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    steps = try read.list("step", "Who is called, and how many minutes to wait.")
    loops = try read.optional("loops", "How often the steps are gone through; 3 where left out.")
    manager = try read.optional(
      "manager", "Who is told in the end; every manager where left out.")
    expiry = try read.optional(
      "expiry",
      "Minutes after which an acknowledgement without departure or arrival expires; 30.")
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
    var silent: [String] = []
    for name in Set(steps.flatMap(\.people)).sorted() where name != EscalationStep.onDuty {
      let member = try lookup.staff(try ShortName(argument: name))
      if !member.hasContact { silent.append(member.name) }
    }
    let manager = try manager.map { name throws(DeskError) in try lookup.staff(name) }
    if let manager, !manager.hasContact, !silent.contains(manager.name) {
      silent.append(manager.name)
    }
    let escalation = Escalation(
      steps: steps, loops: loops ?? usual.loops, manager: manager?.name,
      expiryMinutes: expiry ?? usual.expiryMinutes)
    return Decision(
      events: [EscalationSet(escalation)],
      reply: EscalationCard(escalation, flags: silent.map { "no_contact \($0)" }))
  }
}

/// A chain as answers show one.
struct EscalationCard: Item {
  let steps: [String]
  let loops: Int
  let manager: String?
  let expiry: Int
  let flags: [String]

  init(_ escalation: Escalation, flags: [String] = []) {
    steps = escalation.steps.map(\.text)
    loops = escalation.loops
    manager = escalation.manager
    expiry = escalation.expiryMinutes
    self.flags = flags
  }
}

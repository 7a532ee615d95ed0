import DeskRules
import DeskStore

/// A ticket's history, told from the journal.
struct TicketHistory {
  let lookup: Lookup
  let ticket: Ticket
  let zone: Zone
  /// Who approves for the client; nil for whom it is no concern.
  let names: ApproverNames?

  /// How many journal entries one look at a ticket reads.
  static let entryLimit = 500

  /// The steps the caller may see, oldest first.
  func steps() throws(DeskError) -> [StepCard] {
    let loans = try lookup.books.loans.list(ticket: ticket.number).map(\.number)
    // A loaner's way back is a fact of its loan and names no ticket.
    let subjects = [.ticket(ticket.number)] + loans.map { Subject.loan($0) }
    var entries: [Int64: JournalEntry] = [:]
    for subject in subjects {
      for entry in try lookup.books.journal(of: subject, limit: Self.entryLimit) {
        entries[entry.seq] = entry
      }
    }
    var steps: [StepCard] = []
    for (_, entry) in entries.sorted(by: { $0.key < $1.key }) {
      for event in try entry.decodedEvents() {
        steps += self.steps(of: event, in: entry, loans)
      }
    }
    return steps
  }

  private func steps(
    of event: any Event, in entry: JournalEntry, _ loans: [LoanNumber]
  ) -> [StepCard] {
    // Clients are not told the names of the desk's people.
    let isOurs = lookup.caller.client == nil
    let isTheirs = entry.actor == lookup.caller.name
    func step(_ at: Instant, _ what: String, _ text: String? = nil) -> [StepCard] {
      [
        StepCard(
          seq: entry.seq, at: zone.text(of: at), by: isOurs || isTheirs ? entry.actor : nil,
          what: what,
          text: text.map { Private($0) })
      ]
    }
    switch event {
    case let opened as TicketOpened where opened.ticket == ticket.number:
      return step(opened.at, "opened", opened.problem.value)
    case let changed as TicketChanged where changed.ticket == ticket.number:
      let expected = changed.expected.map { "expected \(zone.dueText(of: $0))" }
      let what = [changed.summary(forClient: !isOurs), expected].compactMap { $0 }.filter {
        !$0.isEmpty
      }
      return step(changed.at, what.joined(separator: ", "), changed.reason?.value)
    case let note as NoteAdded where note.ticket == ticket.number:
      guard note.audience == .client || isOurs else { return [] }
      return step(
        note.at, "note for \(note.audience == .client ? "the client" : "the desk")",
        note.text.value)
    case let made as EstimateMade where made.ticket == ticket.number:
      let goods = made.goods.map { ", \(made.currency.text($0)) of it goods" } ?? ""
      return step(
        made.at, "estimate \(made.currency.text(made.amount))\(goods)", made.text?.value)
    case let approved as EstimateApproved where approved.ticket == ticket.number:
      let by = names.map { " by \($0.text(approved.contact, onBehalfOf: approved.onBehalfOf))" }
      return step(
        approved.at, "estimate approved\(by ?? "")",
        names == nil ? nil : approved.evidence.value)
    case let decided as PendingDecided where decided.ticket == ticket.number:
      let by = names.map { " by \($0.text(decided.contact, onBehalfOf: decided.onBehalfOf))" }
      return step(
        decided.at,
        "\(decided.pending) \(decided.verdict.rawValue)\(by ?? ""), now on \(decided.line)",
        names == nil ? nil : decided.evidence.value)
    case let reminded as PendingReminded where reminded.ticket == ticket.number:
      return step(
        reminded.at, "client reminded of \(reminded.pending) by \(reminded.way.rawValue)",
        isOurs ? reminded.text?.value : nil)
    case let settled as PendingSettled where settled.ticket == ticket.number:
      return step(settled.at, "\(settled.pending) settled, its day has a budget now")
    case let voided as BillVoided where voided.ticket == ticket.number:
      let lines = voided.lines.filter { $0 > 0 }.map(String.init).joined(separator: ", ")
      return step(
        voided.at, "lines voided: \(lines)",
        isOurs ? voided.reason.value : nil)
    case let moved as BudgetMoved where moved.ticket == ticket.number:
      guard let credited = moved.credited else { return [] }
      return step(
        moved.at, "line \(credited.place.line) credited by \(credited.note), back to \(moved.line)")
    case let reissued as InvoiceReissued
    where reissued.lines.contains { $0.ticket == ticket.number }:
      return step(
        reissued.at, "to be invoiced anew after \(reissued.invoice)",
        isOurs ? reissued.reason.value : nil)
    case let visit as VisitLogged where visit.ticket == ticket.number:
      let why = isOurs ? visit.reason?.value : nil
      let texts = [visit.work?.value, why.map { "set aside: \($0)" }].compactMap { $0 }
      return step(
        visit.arrived,
        "visit \(visit.visit)\(isOurs ? " by \(visit.engineer)" : ""), until"
          + " \(zone.text(of: visit.done))",
        texts.isEmpty ? nil : texts.joined(separator: "; "))
    case let taken as VisitTakenBack where taken.ticket == ticket.number:
      return step(
        taken.at, "visit \(taken.visit) taken back",
        isOurs ? taken.reason.value : nil)
    case let received as CallReceived where received.ticket == ticket.number:
      return step(received.at, "call received", received.problem?.value)
    case let event as any CallEvent where event.ticket == ticket.number:
      return event.words(forClient: !isOurs).map { step(event.at, $0) } ?? []
    case let loan as LoanOpened where loan.ticket == ticket.number:
      return step(loan.at, "\(loan.device) lent, \(loan.loan)", loan.condition?.value)
    case let closed as LoanClosed where loans.contains(closed.loan):
      return step(closed.at, closed.words, closed.condition?.value)
    case let metered as LoanMetered where loans.contains(metered.loan):
      return step(
        metered.at, "\(metered.device) came back with \(metered.meter) pages, \(metered.loan)")
    case let settled as AccessoriesSettled where loans.contains(settled.loan):
      let names = (settled.returned.value ?? []) + (settled.writtenOff.value ?? [])
      return step(
        settled.at, "what was owed of \(settled.loan) is settled", names.joined(separator: ", "))
    case let reserved as LoanReserved where reserved.ticket == ticket.number:
      return step(
        reserved.at,
        "\(reserved.device) reserved from \(zone.text(of: reserved.from)), \(reserved.loan)",
        reserved.reason?.value)
    case let cancelled as LoanCancelled where cancelled.ticket == ticket.number:
      let what = cancelled.isBroken ? "given to somebody else" : "cancelled"
      return step(
        cancelled.at, "reservation \(cancelled.loan) of \(cancelled.device) \(what)",
        isOurs ? cancelled.reason?.value : nil)
    case let machine as MachineReceived where machine.ticket == ticket.number:
      return step(machine.at, "\(machine.device) came to our bench", machine.condition?.value)
    case let machine as MachineHandedBack where machine.ticket == ticket.number:
      return step(
        machine.at, "\(machine.device) \(machine.words)",
        machine.condition?.value)
    case let moved as PieceMoved where moved.ticket == ticket.number && moved.to.kind == .lost:
      return step(
        moved.at, "\(moved.piece) was lost with us",
        isOurs ? moved.correction?.value : nil)
    case let machine as MachineSettled where machine.ticket == ticket.number:
      let names = (machine.returned.value ?? []) + (machine.writtenOff.value ?? [])
      return step(
        machine.at, "what was left of \(machine.device) is settled",
        names.joined(separator: ", "))
    case let recorded as TicketRecorded where recorded.ticket == ticket.number:
      return recorded.steps.map { card(of: $0, recorded, in: entry) }
    default: return []
    }
  }

  private func card(
    of step: RecordedStep, _ recorded: TicketRecorded, in entry: JournalEntry
  ) -> StepCard {
    let state = step.state.map { "state \($0.rawValue)" }
    let priority = step.priority.map { "priority \($0)" }
    let isOurs = lookup.caller.client == nil
    let what = [state, priority].compactMap { $0 }.joined(separator: ", ")
    let texts = [step.assignee?.value.map { "assigned to \($0)" }, step.note?.value]
    let text = texts.compactMap { $0 }.joined(separator: "; ")
    return StepCard(
      seq: entry.seq, at: zone.text(of: step.at), by: recorded.system,
      what: what.isEmpty ? "changed" : what,
      text: isOurs && !text.isEmpty ? Private(text) : nil)
  }
}

extension TicketChanged {
  /// What changed, in words; clients are not told names.
  fileprivate func summary(forClient: Bool) -> String {
    if isReleased == true { return "nobody has it any more" }
    let taken = assignee.map { forClient ? "assigned" : "assigned to \($0)" }
    let parts = [
      state?.rawValue, forClient && state == .assigned ? nil : taken,
      priority.map { "priority \($0)" }, line.map { "budget line \($0)" },
      due == nil ? nil : "due changed",
      state == nil && assignee == nil && onSite != nil ? "on site" : nil,
      state == nil && assignee == nil && onSite == nil && acknowledged != nil
        ? "acknowledged" : nil,
    ]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}

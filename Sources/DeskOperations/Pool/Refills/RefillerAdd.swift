import DeskRules
import DeskStore

struct RefillerAdd: Change {
  static let about = About(
    "refiller.add", "Adds a refilling company, or says otherwise of a known one.", roles: .desk,
    refusals: [.usage], example: "swapdesk refiller add tonerfix \"Toner Fix Ltd\" --turnaround 10",
    notes: ["What is left out of a known one stays as it was."])
  let refiller: ShortName
  let name: Line?
  let contact: Line?
  let warranty: Int?
  let turnaround: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    refiller = try read("refiller", at: 1, "The short name, permanent.")
    name = try read.optional("name", at: 2, "The name on documents.")
    contact = try read.optional("contact", "How to reach them.")
    warranty = try read.optional(
      "warranty", "Within how many days a failed refill is redone free; 30 where left out.")
    turnaround = try read.optional(
      "turnaround", "Within how many days a batch is expected back; 14 where left out.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<RefillerCard> {
    let known = try books.refills.refiller(refiller.text)
    guard let name = name?.text ?? known?.name else {
      throw DeskError(.usage, "name is missing: say what stands on documents")
    }
    let refiller = Refiller(
      code: refiller.text, name: name, contact: contact?.text ?? known?.contact,
      warrantyDays: warranty ?? known?.warrantyDays ?? 30,
      turnaroundDays: turnaround ?? known?.turnaroundDays ?? 14)
    let added = RefillerAdded(
      code: refiller.code, name: refiller.name, contact: refiller.contact,
      warrantyDays: refiller.warrantyDays, turnaroundDays: refiller.turnaroundDays,
      at: caller.now)
    return Decision(
      events: known == refiller ? [] : [added],
      reply: RefillerCard(refiller, withContact: false))
  }
}

/// A refilling company as answers show one.
struct RefillerCard: Item {
  let refiller: String
  let name: String
  let contact: String?
  let warranty: Int
  let turnaround: Int

  init(_ refiller: Refiller, withContact: Bool) {
    self.refiller = refiller.code
    name = refiller.name
    contact = withContact ? refiller.contact : nil
    warranty = refiller.warrantyDays
    turnaround = refiller.turnaroundDays
  }
}

extension Lookup {
  /// The refiller with a short name.
  func refiller(_ name: ShortName) throws(DeskError) -> Refiller {
    if let refiller = try books.refills.refiller(name.text) { return refiller }
    let near = Nearest.names(to: name.text, among: try books.refills.refillers().map(\.code))
    throw DeskError.unknownName(
      .notFound, "there is no refiller \(name.text)", nearest: near,
      or: "; refiller add \(name.text) NAME adds one")
  }

  /// The refill batch with a number.
  func refill(_ number: RefillNumber) throws(DeskError) -> RefillBatch {
    if let batch = try books.refills.find(number) { return batch }
    throw DeskError(.notFound, "there is no refill batch \(number); refill list --all shows them")
  }
}

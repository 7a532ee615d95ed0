import DeskRules
import DeskStore

/// What the journal says of a machine's stay on our bench: condition and accessories, which no table
/// keeps.
struct BenchPaper {
  let received: MachineReceived?
  let handedBack: MachineHandedBack?

  /// How many journal entries of a ticket are looked through.
  private static let entryLimit = 500

  init(_ books: Books, _ stay: BenchStay) throws(DeskError) {
    var received: MachineReceived?
    var handedBack: MachineHandedBack?
    // Newest first: what is found first of this stay is the last that was said.
    for entry in try books.journal(of: .ticket(stay.ticket), limit: Self.entryLimit) {
      for event in try entry.decodedEvents() {
        if let event = event as? MachineReceived, event.device == stay.device,
          event.at == stay.received
        {
          received = received ?? event
        } else if let event = event as? MachineHandedBack, event.device == stay.device,
          event.at == stay.handedBack
        {
          handedBack = handedBack ?? event
        }
      }
    }
    self.received = received
    self.handedBack = handedBack
  }
}

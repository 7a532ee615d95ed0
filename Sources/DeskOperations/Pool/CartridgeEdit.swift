import DeskRules
import DeskStore

struct CartridgeEdit: Change {
  static let about = About(
    "cartridge.edit",
    "Adds or corrects what is known of a cartridge: serial number, barcode, type and owner.",
    roles: .service, refusals: [.notFound, .ambiguous, .exists, .usage, .state],
    example: "swapdesk cartridge edit C-0012 --serial 5942A-77310 --barcode 4600001234574",
    notes: [
      "The cartridge is found by serial number and barcode from then on. Its tag stays for ever.",
      "--type and --owner say that it was registered wrongly, as if it had always been so, and take a"
        + " --reason. A type of another substitution group takes what is counted and owed of the"
        + " cartridge along. Whose a cartridge is that has been in a swap follows from the swaps, and"
        + " is not corrected here.",
    ])
  let cartridge: PieceReference
  let labels: PieceLabels
  let type: Line?
  let owner: OwnerName?
  let reason: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    cartridge = try read("cartridge", at: 1, "The tag, or what stood on it until now.")
    labels = try PieceLabels(&read)
    type = try read.optional("type", "The maker's number, where it was registered as another.")
    owner = try read.optional("owner", "Whose it is, where it was registered as another's.")
    reason = try read.optional("reason", "Why type or owner are corrected.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CartridgeCard> {
    let lookup = Lookup(books, caller)
    let piece = try lookup.piece(cartridge, .cartridge)
    let correction = try CartridgeCorrection(
      lookup, piece,
      type: try type.map { line throws(DeskError) in try SupplyText.number(line.text) },
      owner: owner, reason: reason)
    let isCorrected = type != nil || owner != nil
    let labelled =
      isCorrected && labels.isEmpty
      ? nil : try labels.labelled(correction.piece, at: caller.now, lookup)
    let zone = try books.clients.settings().zone
    return Decision(
      events: (labelled.map { [$0] } ?? []) + correction.events,
      reply: CartridgeCard(correction.piece.labelled(by: labelled), zone: zone, for: caller))
  }
}

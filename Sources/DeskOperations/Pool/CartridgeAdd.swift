import DeskRules
import DeskStore

struct CartridgeAdd: Change {
  static let about = About(
    "cartridge.add", "Adds a cartridge with a tag of its own: ours, or a client's.",
    roles: .service, refusals: [.exists, .notFound, .usage, .unsuitable],
    example: "swapdesk cartridge add C-0012 --type Q5942A --owner pool --state full",
    notes: [
      "A type that no catalogue has brought is taken on by its number; which printers it fits is"
        + " unknown then, and said when it is swapped.",
      "Without a tag it gets the next free number of our own: C-0052.",
    ])
  let tag: Tag?
  let type: SupplyText
  let owner: OwnerName
  let state: CartridgeFill?
  let serial: Line?
  let barcode: Line?
  let site: ClientCode?
  let holder: Holder?

  init(_ read: inout Arguments) throws(DeskError) {
    tag = try read.optional("cartridge", at: 1, "The tag, permanent; our next number if left out.")
    type = try read("type", "The maker's number, such as Q5942A.")
    owner = try read("owner", "The client it belongs to, or pool.")
    state = try read.optional("state", "full or empty; full where left out.")
    serial = try read.optional("serial", "The maker's serial number.")
    barcode = try read.optional("barcode", "What a scanner reads on it, if that is another text.")
    site = try read.optional("site", "The client's site where it is.")
    holder = try read.optional("holder", "Where it is, if neither our shelf nor its owner.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<CartridgeCard> {
    let lookup = Lookup(books, caller)
    let tag: Tag
    if let own = self.tag {
      tag = own
    } else {
      tag = TagSeries.tag(try books.pieces.nextTagNumber())
    }
    try lookup.requireFree(tag)
    try lookup.requireFree(barcode: barcode)
    try lookup.requireFree(serial: serial?.text, of: type.supply.number, for: tag)
    let owner = try lookup.owner(owner)
    if let holder, [.lost, .scrap, .refiller].contains(holder.kind) {
      throw DeskError(
        .unsuitable,
        "a cartridge is not added at \(holder): add it where it was last, then refill send, cartridge"
          + " scrap or cartridge lose say what became of it", ["holder": .string("\(holder)")])
    }
    let known = try books.catalogue.supply(type.supply.number)
    let place = try PiecePlace(owner: owner, site: site, holder: holder).holder(lookup)
    let added = PieceAdded(
      piece: tag, pieceKind: .cartridge, item: type.supply.number, owner: owner,
      serial: serial?.text, state: state == .empty ? .empty : .full, holder: place,
      at: caller.now, barcode: barcode?.text)
    var card = CartridgeCard(
      Piece(added), zone: try books.clients.settings().zone, for: caller)
    if known == nil { card.flags = ["new_type"] }
    let type = try lookup.recorded(self.type.supply)
    let owed = try self.owed(added, group: known?.group ?? self.type.supply.group, books)
    return Decision(events: type + [added] + owed, reply: card)
  }
}

extension CartridgeAdd {
  /// What is owed for a piece that comes into the books where it is not at home.
  private func owed(
    _ added: PieceAdded, group: String, _ books: Books
  ) throws(DeskError) -> [BalanceAdjusted] {
    guard let (client, owed) = DebtShift.owed(added.owner, added.holder) else { return [] }
    var shift = DebtShift(books)
    shift.add(client, group, owed)
    return try shift.events(cause: "\(added.piece)", at: added.at, piece: added.piece)
  }
}

/// What a cartridge is when it comes into the books.
enum CartridgeFill: String, CaseIterable, ArgumentValue {
  case full, empty
}

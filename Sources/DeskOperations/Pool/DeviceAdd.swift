import DeskRules
import DeskStore

struct DeviceAdd: Change {
  static let about = About(
    "device.add", "Adds a printer or copier: a client's own, or one of our loaners.",
    roles: .service, refusals: [.exists, .notFound, .usage],
    example: "swapdesk device add BK-P1 --model \"HP LaserJet 4250\" --owner bakery",
    notes: [
      "A client's device stands at the client's main site unless --site says otherwise; a pool"
        + " device on the main shelf unless --holder does."
    ])
  let tag: Tag
  let model: Line
  let owner: OwnerName
  let serial: Line?
  let barcode: Line?
  let site: ClientCode?
  let holder: Holder?
  let meter: Int?

  init(_ read: inout Arguments) throws(DeskError) {
    tag = try read("device", at: 1, "The tag, permanent.")
    model = try read("model", "The model's name in the catalogue.")
    owner = try read("owner", "The client it belongs to, or pool.")
    serial = try read.optional("serial", "The maker's serial number.")
    barcode = try read.optional("barcode", "What a scanner reads on it, if that is another text.")
    site = try read.optional("site", "The client's site where it stands.")
    holder = try read.optional("holder", "Where a pool device stands.")
    meter = try read.optional("meter", "Its page counter now.")
  }

  func decide(_ books: Books, _ caller: Caller) throws(DeskError) -> Decision<DeviceCard> {
    let lookup = Lookup(books, caller)
    try lookup.requireFree(tag)
    try lookup.requireFree(barcode: barcode)
    let model = try lookup.model(model)
    try lookup.requireFree(serial: serial?.text, of: model.name, for: tag)
    let owner = try lookup.owner(owner)
    let place = try PiecePlace(owner: owner, site: site, holder: holder).holder(lookup)
    try requirePossible(place, owner)
    let added = PieceAdded(
      piece: tag, pieceKind: .device, item: model.name, owner: owner, serial: serial?.text,
      state: .ready, holder: place, at: caller.now, barcode: barcode?.text)
    let reading = meter.map { MeterRead(device: tag, pages: $0, at: caller.now) }
    var card = DeviceCard(
      Piece(added), zone: try books.clients.settings().zone, for: caller)
    card.meter = meter
    return Decision(events: [added] + (reading.map { [$0] } ?? []), reply: card)
  }

  /// Refuses a place that only a loan, or a stay on our bench, explains.
  private func requirePossible(_ place: Holder, _ owner: ClientCode?) throws(DeskError) {
    if owner == nil, place.clientCode != nil {
      throw DeskError(
        .usage,
        "\(tag) is ours: add it on a shelf, and lend it with loan issue, --at for when that was")
    }
    if let owner, place.kind.isWithUs {
      throw DeskError(
        .usage,
        "\(tag) is \(owner)'s: add it where it belongs, and take it in with device receive, --at for"
          + " when that was")
    }
  }
}

/// Where a new piece stands.
struct PiecePlace {
  let owner: ClientCode?
  let site: ClientCode?
  let holder: Holder?

  /// The holder: the one named, else the owner's site, else our main shelf.
  func holder(_ lookup: Lookup) throws(DeskError) -> Holder {
    if let holder {
      guard site == nil else {
        throw DeskError(.usage, "--site and --holder both say where it is; give one")
      }
      return try lookup.place(holder)
    }
    guard let owner else {
      guard site == nil else {
        throw DeskError(.usage, "--site goes with a client's piece; for ours give --holder")
      }
      return .mainShelf
    }
    return .client(owner, site: try lookup.site(owner, site).code)
  }
}

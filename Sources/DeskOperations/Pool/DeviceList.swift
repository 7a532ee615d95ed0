import DeskRules
import DeskStore

struct DeviceList: Query {
  static let about = About(
    "device.list", "Lists devices by tag.", roles: .everybody, refusals: [.notFound],
    example: "swapdesk device list --owner pool --holder shelf")
  let filter: PieceListParameters

  init(_ read: inout Arguments) throws(DeskError) {
    filter = try PieceListParameters(&read, item: "model")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [DeviceCard] {
    let zone = try books.clients.settings().zone
    return try books.pieces.list(filter.filter(.device, Lookup(books, caller)))
      .map { DeviceCard($0, zone: zone, for: caller) }
  }
}

/// What lists of pieces can be narrowed by.
struct PieceListParameters: Sendable {
  let owner: OwnerName?
  let holder: Holder?
  let item: Line?
  let state: PieceState?
  let after: Tag?
  let limit: PageSize?

  init(_ read: inout Arguments, item: String) throws(DeskError) {
    owner = try read.optional("owner", "Only this owner's.")
    holder = try read.optional("holder", "Only what is there now: shelf, client:CODE, …")
    self.item = try read.optional(item, "Only this \(item).")
    state = try read.optional("state", "Only in this state.")
    after = try read.optional("after", "Only those after this tag: the next page.")
    limit = try read.optional("limit", "How many at most; 100 where left out.")
  }

  /// The filter for the store, with everything named looked up.
  func filter(_ kind: PieceKind, _ lookup: Lookup) throws(DeskError) -> PieceFilter {
    var filter = PieceFilter(kind, limit: limit?.count ?? 100)
    if let owner { filter.owner = .some(try lookup.owner(owner)) }
    filter.holder = try holder.map { holder throws(DeskError) in try lookup.place(holder) }
    if let item {
      filter.item = kind == .device ? try lookup.model(item).name : item.text.uppercased()
    }
    filter.state = state
    filter.visibleTo = lookup.caller.client
    filter.after = after
    return filter
  }
}

import DeskRules
import DeskStore

/// Finding what a request names. What the caller may not see answers exactly like what does not
/// exist, and "did you mean" names only what the caller may see.
struct Lookup {
  let books: Books
  let caller: Caller

  init(_ books: Books, _ caller: Caller) {
    self.books = books
    self.caller = caller
  }

  /// The refusal of a name that nothing has, with the nearest.
  func unknown(
    _ noun: String, _ text: String, near candidates: [String], or advice: String = ""
  ) -> DeskError {
    DeskError.unknownName(
      .notFound, "there is no \(noun) \(text)",
      nearest: Nearest.names(to: text, among: candidates), or: advice)
  }

  /// The client with a code.
  func client(_ code: ClientCode) throws(DeskError) -> Client {
    if caller.sees(code), let client = try books.clients.find(code) { return client }
    let codes: [String]
    if let own = caller.client { codes = ["\(own)"] } else { codes = try books.clients.codes() }
    throw unknown("client", "\(code)", near: codes, or: "; client list shows them")
  }

  /// A client's site; the main one where none is named.
  func site(_ client: ClientCode, _ code: ClientCode?) throws(DeskError) -> Site {
    let code = code ?? Site.mainCode
    if let site = try books.clients.site(client, code) { return site }
    let codes = try books.clients.sites(client).map { "\($0.code)" }
    throw unknown("site", "\(code) of \(client)", near: codes)
  }

  /// A client's site: the one named, else where a device of theirs stands, else the main one.
  func site(
    _ client: ClientCode, _ code: ClientCode?, of device: Piece?
  ) throws(DeskError) -> Site {
    try site(client, code ?? device?.holder.siteCode(at: client))
  }

  /// A place that is named for a piece: a client's must be one, and the site one of theirs.
  func place(_ holder: Holder) throws(DeskError) -> Holder {
    if holder.kind == .van, let name = holder.name?.lowercased() {
      let names = try books.staff.list().map(\.name)
      guard names.contains(name) else { throw unknown("van", name, near: names) }
      return Holder(.van, name)
    }
    if holder.kind == .refiller, let name = holder.name?.lowercased() {
      let names = try books.refills.refillers().map(\.code)
      guard names.contains(name) else { throw unknown("refiller", name, near: names) }
      return Holder(.refiller, name)
    }
    guard let code = holder.clientCode else { return holder }
    let client = try client(code).code
    if let site = holder.site { _ = try self.site(client, ClientCode(site)) }
    return holder
  }

  /// A place at which something is looked for: a shelf is one that is in use.
  func knownPlace(_ holder: Holder) throws(DeskError) -> Holder {
    let place = try self.place(holder)
    guard place.kind == .shelf, place != .mainShelf, let name = place.name,
      try !books.pieces.isInUse(shelf: name)
    else { return place }
    throw unknown("shelf", name, near: try books.pieces.shelves(), or: " with anything on it")
  }

  /// A place with us that is named for a cartridge that comes to us; our main shelf where none is.
  ///
  /// - Throws: `usage` for a place that has a door of its own, by which what is owed is counted.
  func placeOfOurs(_ holder: Holder?) throws(DeskError) -> Holder {
    let place = try self.place(holder ?? .mainShelf)
    guard place.kind.isWithUs else {
      throw DeskError(
        .usage,
        "\(place) is no place of ours: name a shelf, a van or the bench; cartridge scrap and cartridge"
          + " lose write off what is gone, and what a client gets is swap make's")
    }
    return place
  }

  /// The zone of a site that the books name.
  func zone(_ client: ClientCode, _ site: ClientCode) throws(DeskError) -> Zone {
    try self.site(client, site).zone
  }

  /// The ticket with our number, or with another desk's.
  func ticket(_ reference: TicketReference) throws(DeskError) -> Ticket {
    let found: [Ticket] =
      switch reference {
      case .number(let number): try books.tickets.find(number).map { [$0] } ?? []
      case .digits(let number, let text):
        try (books.tickets.find(number).map { [$0] } ?? []) + books.tickets.find(foreign: text)
      case .foreign(let text): try books.tickets.find(foreign: text)
      }
    let visible = found.filter { caller.sees($0.client) }
    if visible.count > 1 {
      let numbers = visible.map { "\($0.number) (\($0.foreign?.system ?? ""))" }
      throw DeskError(
        .ambiguous, "\(reference.canonical) is \(numbers.joined(separator: " and "))")
    }
    if let ticket = visible.first { return ticket }
    throw unknown("ticket", reference.canonical, near: [], or: "; ticket list shows them")
  }

  /// The device or cartridge with a tag, serial or barcode.
  func piece(_ reference: PieceReference, _ kind: PieceKind) throws(DeskError) -> Piece {
    var found: [Piece] = []
    if let tag = try? Tag(reference.text), let piece = try books.pieces.find(tag) {
      found = [piece]
    } else {
      found = try books.pieces.find(serial: reference.text)
      if let scanned = try books.pieces.find(barcode: reference.text),
        !found.contains(where: { $0.tag == scanned.tag })
      {
        found.append(scanned)
      }
    }
    let visible = found.filter { $0.kind == kind && isVisible($0) }
    if visible.count > 1 {
      let tags = visible.map { "\($0.tag)" }.joined(separator: ", ")
      throw DeskError(.ambiguous, "\(reference.text) is on \(tags); name the tag")
    }
    if let piece = visible.first { return piece }
    throw unknown(
      kind.rawValue, reference.text,
      near: try books.pieces.tagsLike(reference.text, kind, visibleTo: caller.client),
      or: "; \(kind.rawValue) list shows them")
  }

  private func isVisible(_ piece: Piece) -> Bool {
    guard let client = caller.client else { return true }
    return piece.owner == client || piece.holder.clientCode == client
  }

  /// The member of staff with a short name, who still has access; clients' own persons are none.
  func staff(_ name: ShortName) throws(DeskError) -> StaffMember {
    try staff(name) { $0.disabledAt == nil && $0.role != .client }
  }

  /// The member of staff who did something in the past, also one who has left since.
  func formerStaff(_ name: ShortName) throws(DeskError) -> StaffMember {
    try staff(name) { $0.role != .client }
  }

  /// Anybody with access, clients' own persons too.
  func person(_ name: ShortName) throws(DeskError) -> StaffMember {
    try staff(name) { $0.disabledAt == nil }
  }

  private func staff(
    _ name: ShortName, _ isMeant: (StaffMember) -> Bool
  ) throws(DeskError) -> StaffMember {
    let members = try books.staff.list().filter(isMeant)
    if let member = members.first(where: { $0.name == name.text }) { return member }
    throw unknown("member of staff", name.text, near: members.map(\.name))
  }

  /// The model with a name.
  func model(_ name: Line) throws(DeskError) -> Model {
    if let model = try books.catalogue.model(name.text) { return model }
    throw unknown(
      "model", name.text, near: try books.catalogue.namesLike(name.text),
      or: "; add it with model add, or import the catalogues")
  }

  /// A client's contact by name or number.
  func contact(
    _ text: Line, of client: ClientCode, function: ContactFunction = .approver
  ) throws(DeskError) -> Contact {
    let contacts = try books.clients.contacts(client)
    let found = contacts.first {
      $0.name.lowercased() == text.text.lowercased() || String($0.number) == text.text
    }
    if let found { return found }
    let called = contacts.filter { $0.name.lowercased().hasPrefix(text.text.lowercased() + " ") }
    if called.count > 1 {
      let numbers = called.map { "\($0.number)" }.joined(separator: " and ")
      throw DeskError(
        .ambiguous, "\(text.text) of \(client) is contact \(numbers); name the number")
    }
    if let contact = called.first { return contact }
    throw unknown(
      "contact", "\(text.text) of \(client)", near: contacts.map(\.name),
      or: "; contact add \(client) NAME --function \(function.rawValue) adds one")
  }

  /// The amount beyond a line with a number.
  func pending(_ number: PendingNumber) throws(DeskError) -> PendingAmount {
    if let pending = try books.allocations.pending(number), caller.sees(pending.client) {
      return pending
    }
    throw unknown("amount", "\(number)", near: [], or: "; budget pending lists what waits")
  }

  /// The client that owns a piece, from the word `pool` or a client's code.
  func owner(_ owner: OwnerName) throws(DeskError) -> ClientCode? {
    guard case .client(let code) = owner else { return nil }
    return try client(code).code
  }
}

/// Whose a piece is: the pool's, or a client's.
enum OwnerName: ArgumentValue, Equatable {
  case pool
  case client(ClientCode)

  static let typeName = "CLIENT|pool"
  static let sample = OwnerName.pool
  var canonical: String {
    switch self {
    case .pool: "pool"
    case .client(let code): "\(code)"
    }
  }

  init(argument: String) throws(DeskError) {
    self = argument.lowercased() == "pool" ? .pool : .client(try ClientCode(argument))
  }
}

extension Holder {
  /// The site of a client where a piece stands; nil where the client does not have it.
  func siteCode(at client: ClientCode) -> ClientCode? {
    guard clientCode == client else { return nil }
    return site.map { ClientCode(stored: $0) } ?? Site.mainCode
  }
}

extension Site {
  /// Flags a device that by the books stands at another site of the client.
  func flags(for device: Piece?) -> [String] {
    guard let there = device?.holder.siteCode(at: client), there != code else { return [] }
    return ["device_elsewhere \(there)"]
  }
}

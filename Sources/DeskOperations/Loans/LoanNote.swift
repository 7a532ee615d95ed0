import DeskRules
import DeskStore

struct LoanNote: Query {
  static let about = About(
    "loan.note", "Prints what is signed when a loaner is handed over, or comes back.",
    roles: .everybody, refusals: [.notFound, .ambiguous, .state],
    example: "swapdesk loan note L-31")
  let loan: LoanReference
  let returned: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    loan = try read(
      "loan", at: 1, "The loan's number, or the tag or serial of a device that is out.")
    returned = try read.flag("returned", "For the return, in place of the hand-over.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let lookup = Lookup(books, caller)
    let loan = try loan.find(lookup)
    let paper = try LoanPaper(books, loan.number)
    guard let opened = paper.opened else {
      throw DeskError(
        .state, "\(loan.number) has not begun; the note is printed at hand-over",
        ["loan": .string("\(loan.number)")])
    }
    let sheet = try LoanSheet(lookup, loan, opened)
    guard returned else { return try sheet.handOver() }
    guard let closed = paper.closed, !loan.isPresumed else {
      throw DeskError(
        .state, "\(loan.number) has not come back; record loan return first",
        ["loan": .string("\(loan.number)")])
    }
    return try sheet.back(closed)
  }
}

/// What the journal says of a loan: condition and accessories, which no table keeps.
struct LoanPaper {
  let opened: LoanOpened?
  let closed: LoanClosed?

  /// How many journal entries of a loan are looked through.
  private static let entryLimit = 200

  init(_ books: Books, _ loan: LoanNumber) throws(DeskError) {
    var opened: LoanOpened?
    var closed: LoanClosed?
    for entry in try books.journal(of: .loan(loan), limit: Self.entryLimit) {
      for event in try entry.decodedEvents() {
        if let event = event as? LoanOpened, event.loan == loan { opened = opened ?? event }
        if let event = event as? LoanClosed, event.loan == loan,
          !event.flags.contains(LoanClosed.cutShort)
        {
          closed = closed ?? event
        }
      }
    }
    self.opened = opened
    self.closed = closed
  }
}

/// Fills in the two sheets of a loan.
struct LoanSheet {
  let loan: Loan
  let opened: LoanOpened
  let lookup: Lookup
  let client: Client
  let site: Site
  let firm: String
  let piece: Piece?

  init(_ lookup: Lookup, _ loan: Loan, _ opened: LoanOpened) throws(DeskError) {
    self.loan = loan
    self.opened = opened
    self.lookup = lookup
    client = try lookup.client(loan.client)
    site = try lookup.site(loan.client, loan.site)
    firm = try lookup.books.clients.settings().name
    piece = try lookup.books.pieces.find(loan.device)
  }

  private func borrower(_ role: String) throws(DeskError) -> Document.Party {
    let person = try LoanCards(lookup).contact(of: loan)?.name
    let details = [site.name == client.name ? nil : site.name, site.address, person]
    return .init(role: role, name: client.name, details: details.compactMap { $0 })
  }

  /// The sheet for the hand-over.
  func handOver() throws(DeskError) -> Document {
    var document = Document(
      title: "Loan hand-over note", number: "\(loan.number)",
      date: site.zone.date(at: opened.at).description)
    document.parties = [
      .init(role: "Lent by", name: firm), try borrower("Received by"),
    ]
    document.facts =
      (piece?.facts(meter: opened.meter) ?? []) + [
        .init("Repair", "\(loan.ticket)"),
        .init("Handed over", site.zone.text(of: opened.at)),
        .init("Due back", site.zone.dueText(of: opened.due)),
        .init("Condition", opened.condition?.value ?? "not noted"),
      ]
    document.tables = Document.accessories(opened.accessories?.value ?? [], missing: [])
    document.remarks = terms
    document.signatures = ["Handed over by", "Received by"]
    return document
  }

  private var terms: [String] {
    var terms = [
      "The device and its accessories stay the property of \(firm). They are lent while the repair"
        + " \(loan.ticket) lasts, for use at this address only, and are given back by the day named"
        + " above or when the repair is done.",
      "Ordinary wear is ours. Damage by misuse, loss and missing accessories are charged.",
    ]
    if let price = client.loanPagePrice, price.text != "0" {
      terms.append(
        "Pages printed on it cost \(price.text(in: client.currency)) \(client.currency.code) each.")
    }
    return terms
  }

  /// The sheet for the return.
  func back(_ closed: LoanClosed) throws(DeskError) -> Document {
    var document = Document(
      title: "Loan return note", number: "\(loan.number)",
      date: site.zone.date(at: closed.at).description)
    document.parties = [
      .init(role: "Received back by", name: firm), try borrower("Returned by"),
    ]
    var facts =
      (piece?.facts(meter: loan.meterIn) ?? []) + [
        .init("Repair", "\(loan.ticket)"),
        .init("Handed over", site.zone.text(of: loan.begins)),
        .init(
          closed.isDeviceOwed == true ? "Given up" : "Returned",
          site.zone.text(of: loan.returned ?? closed.at)),
      ]
    if let out = loan.meterOut, let back = loan.meterIn {
      facts.append(.init("Pages printed", String(back - out)))
    }
    facts.append(.init("Condition", closed.condition?.value ?? "not noted"))
    document.facts = facts
    let owed = try lookup.books.loans.owed(loan)
    document.tables = Document.accessories(
      opened.accessories?.value ?? [], missing: closed.missing?.value ?? [])
    if !owed.isEmpty {
      document.remarks = ["Still owed: \(owed.joined(separator: ", "))."]
    }
    document.signatures = ["Received back by", "Returned by"]
    return document
  }
}

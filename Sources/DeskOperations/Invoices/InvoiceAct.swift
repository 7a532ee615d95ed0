import DeskRules
import DeskStore

struct InvoiceAct: Query {
  static let about = About(
    "invoice.act", "Lays out the act of work done on a ticket, for both sides to sign.",
    roles: .everybody, refusals: [.notFound, .ambiguous, .state],
    example: "swapdesk invoice act T-17",
    notes: [
      "--html makes a page for the printer, on A4. Where the work is invoiced, parties and VAT are the"
        + " invoice's; of work on several invoices each has a table of its own, as it stands there, and so"
        + " has what is not invoiced yet."
    ])
  let ticket: TicketReference

  init(_ read: inout Arguments) throws(DeskError) {
    ticket = try read("ticket", at: 1, "The ticket.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> Document {
    let desk = try InvoiceDesk(books, caller)
    let ticket = try desk.lookup.ticket(ticket)
    let bill = try desk.bill(.number(ticket.number))
    guard bill.state != .back else {
      throw DeskError(
        .state,
        "\(ticket.number) is open again, its work is not done; ticket resolve \(ticket.number)"
          + " ends it", ["ticket": .string("\(ticket.number)")])
    }
    let client = try desk.client(ticket.client)
    let terms = try books.bills.terms(client.code)
    let invoices = try books.bills.invoices(bill.ticket)
    let invoice = try invoices.last.flatMap { number throws(DeskError) in
      try books.invoices.find(number)
    }
    let parts = try ActPart.all(of: bill.ticket, on: invoices, terms, desk)
    var document = Document(
      title: "Act of work done", number: "\(ticket.number)",
      date: desk.zone.date(at: bill.finished).text)
    document.parties = [
      PartyText.party(
        "Contractor",
        invoice?.seller
          ?? PartyText(desk.settings.name, desk.settings.address, desk.settings.taxNumber).text),
      PartyText.party(
        "Customer",
        invoice?.buyer ?? PartyText(client.name, terms.address, terms.taxNumber).text),
    ]
    document.facts =
      try facts(ticket, desk) + [
        .init("Currency", client.currency.code), .init("Prices", ActPart.prices(parts)),
      ]
    document.tables = ActPart.tables(parts, client.currency)
    document.remarks = [
      ActPart.rule(parts),
      "The work named above was done. The customer has no claims as to its extent, quality and time,"
        + " except for what is written here by hand.",
    ]
    document.signatures = ["Contractor", "Customer"]
    return document
  }

  private func facts(
    _ ticket: Ticket, _ desk: InvoiceDesk
  ) throws(DeskError) -> [Document.Fact] {
    let site = try desk.lookup.site(ticket.client, ticket.site)
    var facts = [Document.Fact("Site", site.name)]
    if let tag = ticket.device, let device = try desk.books.pieces.find(tag) {
      let serial = device.serial.map { ", serial \($0)" } ?? ""
      facts.append(.init("Device", "\(tag), \(device.item)\(serial)"))
    }
    facts.append(.init("Reported", site.zone.text(of: ticket.opened)))
    facts.append(.init("Problem", ticket.problem))
    let engineers = try desk.books.tickets.lines(ticket.number).map(\.by)
      .reduce(into: [String]()) { names, name in
        if !names.contains(name) { names.append(name) }
      }
    let staff = try desk.books.staff.list()
    let names = engineers.map { name in staff.first { $0.name == name }?.fullName ?? name }
    if !names.isEmpty { facts.append(.init("Done by", names.joined(separator: ", "))) }
    return facts
  }
}

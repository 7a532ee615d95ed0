import DeskRules
import DeskStore

/// The sites of clients, each client's read once.
struct ClientSites {
  private let books: Books
  private var known: [ClientCode: [Site]] = [:]

  init(_ books: Books) { self.books = books }

  /// A client's site with a code; where none is known, the only one.
  mutating func site(_ client: ClientCode, _ code: ClientCode?) throws(DeskError) -> Site? {
    let sites: [Site]
    if let known = known[client] { sites = known } else { sites = try books.clients.sites(client) }
    known[client] = sites
    return sites.first { $0.code == code } ?? (sites.count == 1 ? sites.first : nil)
  }
}

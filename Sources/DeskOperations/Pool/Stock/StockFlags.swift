import DeskRules
import DeskStore

struct StockFlags: Query {
  static let about = About(
    "stock.flags", "Lists cartridges replaced far too early, and swaps that nobody recorded.",
    roles: .staff, example: "swapdesk stock flags",
    notes: [
      "Early: taken out with less than half of its yield printed; it leaks, or was filled badly."
        + " Missed: more than one and a half times its yield was printed with it, so a swap in between"
        + " is not in the books; overdue: the same of one that is still in its printer. All by meter"
        + " readings, where they are known."
    ])
  let limit: PageSize?

  init(_ read: inout Arguments) throws(DeskError) {
    limit = try read.optional("limit", "How many of each kind at most; 50 where left out.")
  }

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> [StockFlagCard] {
    let zone = try books.clients.settings().zone
    let limit = limit?.count ?? 50
    let installed = try books.stock.installed(percent: 150, limit: limit).map {
      StockFlagCard($0, zone: zone)
    }
    let missed = try books.stock.oddSwaps(early: false, limit: limit).map {
      StockFlagCard($0, "missed", zone: zone)
    }
    let early = try books.stock.oddSwaps(early: true, limit: limit).map {
      StockFlagCard($0, "early", zone: zone)
    }
    return installed + missed + early
  }
}

/// Something odd about a cartridge's pages.
struct StockFlagCard: Item {
  let flag: String
  let client: ClientCode?
  let device: Tag?
  let cartridge: Tag
  let pages: Int
  let yield: Int
  let swap: SwapNumber?
  /// When it was taken out, or put in where it is in the printer still.
  let at: String

  init(_ odd: OddSwap, _ flag: String, zone: Zone) {
    self.flag = flag
    client = odd.client
    device = odd.device
    cartridge = odd.piece
    pages = odd.pages
    yield = odd.yieldPages
    swap = odd.swap
    at = zone.text(of: odd.at)
  }

  init(_ installed: InstalledCartridge, zone: Zone) {
    flag = "overdue"
    client = installed.client
    device = installed.device
    cartridge = installed.piece
    pages = installed.pages
    yield = installed.yieldPages
    swap = nil
    at = zone.text(of: installed.since)
  }
}

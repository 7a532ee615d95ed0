import DeskRules
import DeskStore

struct StockFlags: Query {
  static let about = About(
    "stock.flags",
    "Lists cartridges replaced far too early, swaps that nobody recorded, and what was doubted.",
    roles: .staff, example: "swapdesk stock flags",
    notes: [
      "Early: taken out with less than half of its yield printed; it leaks, or was filled badly."
        + " Missed: more than one and a half times its yield was printed with it, so a swap in between"
        + " is not in the books; overdue: the same of one that is still in its printer. All by meter"
        + " readings, where they are known.",
      "Doubted: swaps, moves and refills that were recorded with a reason against the books (corrected,"
        + " worn and more), of a type of which nobody knows what it fits (fit_unknown); entered_late"
        + " where more is known since.",
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
    let missed = try books.stock.oddSwaps(.missed, limit: limit).map {
      StockFlagCard($0, "missed", zone: zone)
    }
    let early = try books.stock.oddSwaps(.early, limit: limit).map {
      StockFlagCard($0, "early", zone: zone)
    }
    let isMeter = { (flag: String) in
      ["owed", "opening"].contains(flag) || flag.hasPrefix("early ") || flag.hasPrefix("missed ")
    }
    var doubted: [StockFlagCard] = []
    for swap in try books.stock.flaggedSwaps(limit: limit, { !isMeter($0) }) {
      let pieces = try books.swaps.pieces(of: swap.swap)
      guard !pieces.isEmpty else { continue }
      doubted.append(StockFlagCard(swap, pieces, zone: zone))
    }
    let moved = try books.stock.flaggedMoves(limit: limit).map { StockFlagCard($0, zone: zone) }
    return installed + missed + early + doubted + moved
  }
}

/// Something odd about cartridges: about the pages of one, or about how a swap or a move was recorded.
struct StockFlagCard: Item {
  let flag: String
  let client: ClientCode?
  let device: Tag?
  let cartridge: Tag?
  /// Those of a swap.
  var cartridges: [Tag]?
  var pages: Int?
  var yield: Int?
  var swap: SwapNumber?
  /// Where it went.
  var holder: String?
  /// The refill or write-off with which it went.
  var cause: String?
  /// When it was taken out, or put in where it is in the printer still; when the swap or move was.
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

  init(_ flagged: FlaggedSwap, _ pieces: [Tag], zone: Zone) {
    flag = flagged.flags.joined(separator: ", ")
    client = flagged.client
    device = flagged.device
    cartridge = nil
    cartridges = pieces
    swap = flagged.swap
    at = zone.text(of: flagged.at)
  }

  init(_ moved: FlaggedMove, zone: Zone) {
    flag = moved.flags.joined(separator: ", ")
    client = moved.holder.clientCode
    device = nil
    cartridge = moved.piece
    holder = "\(moved.holder)"
    cause = moved.cause
    at = zone.text(of: moved.at)
  }

  init(_ installed: InstalledCartridge, zone: Zone) {
    flag = "overdue"
    client = installed.holder.clientCode
    device = installed.device
    cartridge = installed.piece
    pages = installed.pages
    yield = installed.yieldPages
    swap = nil
    at = zone.text(of: installed.since)
  }
}

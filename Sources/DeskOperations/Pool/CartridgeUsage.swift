import DeskRules
import DeskStore

/// What a printer printed with a cartridge until it was taken out, against what it should have.
struct CartridgeUsage {
  let pages: Int
  let yieldPages: Int
  private let tag: Tag

  /// Reads it from the printer's meter; nil where meter or yield are not known well enough.
  init?(_ swapping: Swapping, of piece: Piece) throws(DeskError) {
    let pieces = swapping.books.pieces
    guard let yieldPages = try swapping.books.catalogue.supply(piece.item)?.yieldPages,
      yieldPages > 0,
      let put = try pieces.holding(piece.tag, at: swapping.at), let device = put.device,
      let start = try Self.meter(pieces, device, at: put.since)
    else { return nil }
    // It printed until the next one was put into its place, also where it is collected much later.
    let next = try pieces.nextPut(into: device, slot: put.slot, after: put.since)
    let out = min(next ?? swapping.at, swapping.at)
    let reading: Int?
    if out == swapping.at, swapping.device?.tag == device, let meter = swapping.meter {
      reading = meter
    } else {
      reading = try Self.meter(pieces, device, at: out)
    }
    guard let end = reading, end >= start else { return nil }
    pages = end - start
    self.yieldPages = yieldPages
    tag = piece.tag
  }

  private static func meter(
    _ pieces: PieceStore, _ device: Tag, at moment: Instant
  ) throws(DeskError) -> Int? {
    MeterEstimate(
      before: try pieces.meter(device, before: moment).map { .init(pages: $0.pages, at: $0.at) },
      after: try pieces.meter(device, after: moment).map { .init(pages: $0.pages, at: $0.at) }
    ).pages(at: moment)
  }

  /// Taken out with less than half of its pages printed, or with more than half as much again: then a
  /// swap in between was not recorded.
  var flags: [String] {
    if pages * 2 < yieldPages { return ["early \(tag)"] }
    return pages * 2 > yieldPages * 3 ? ["missed \(tag)"] : []
  }
}

public import DeskRules
import DeskEngine

/// A cartridge that is in a printer.
public struct PlacedCartridge: Sendable, Equatable {
  /// The cartridge.
  public let cartridge: Tag
  /// The printer.
  public let device: Tag
  /// Which of its slots, such as a colour; nil where it is not told apart from others.
  public let slot: String?
}

extension PieceStore {
  /// The printer and the slot that a cartridge is in, if any: the last one put there.
  public func placed(_ cartridge: Tag) throws(DeskError) -> PlacedCartridge? {
    try books.first(
      "SELECT piece, device, slot FROM installed WHERE piece = ?", [.tag(cartridge)], placed)
  }

  /// What is in a printer, by slot.
  public func placed(in device: Tag) throws(DeskError) -> [PlacedCartridge] {
    try books.all(
      "SELECT piece, device, slot FROM installed WHERE device = ? ORDER BY slot", [.tag(device)],
      placed)
  }

  private func placed(_ row: any Row) -> PlacedCartridge {
    PlacedCartridge(
      cartridge: Tag(stored: row.text(0)), device: Tag(stored: row.text(1)),
      slot: row.text(2).isEmpty ? nil : row.text(2))
  }
}

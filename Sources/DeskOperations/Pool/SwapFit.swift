import DeskRules
import DeskStore

/// Whether cartridges fit the printer that a swap is for; where none is named, any printer that is known
/// at the client.
struct SwapFit {
  private let swapping: Swapping
  private var books: Books { swapping.books }

  /// How many printers are looked at; with more of them there is no telling.
  private static let printers = 1_000
  /// How many printers a refusal names.
  private static let named = 4

  init(_ swapping: Swapping) { self.swapping = swapping }

  /// Whether a catalogue says of any printer that it takes a type.
  func isKnown(_ type: String) throws(DeskError) -> Bool {
    try !books.catalogue.models(taking: type, limit: 1).isEmpty
  }

  /// A cartridge that is known to fit other printers and not this one.
  func misfit(_ piece: Piece) throws(DeskError) -> DeskError? {
    guard let device = swapping.device, try !books.catalogue.fits(piece.item, device.item),
      try isKnown(piece.item)
    else { return nil }
    let right = try supplies(of: device.item).map(\.number)
    let advice = right.isEmpty ? "" : ", which takes \(right.joined(separator: ", "))"
    return SwapDoubts.refusal(
      .unsuitable, piece,
      "\(piece.tag), a \(piece.item), does not fit \(device.tag), a \(device.item)\(advice); check the"
        + " tag, or give a reason",
      [
        "device": .string("\(device.tag)"), "fitting": .array(right.map { .string($0) }),
      ])
  }

  /// One of ours that is known to fit other printers, and none of those at the client of which is known
  /// what they take.
  func misfitAnywhere(_ piece: Piece) throws(DeskError) -> DeskError? {
    guard swapping.device == nil, piece.owner != swapping.client.code, try isKnown(piece.item)
    else { return nil }
    let group = try books.catalogue.group(of: piece.item)
    var printers: [Piece] = []
    var right: Set<String> = []
    for (model, devices) in try printersByModel() {
      let supplies = try supplies(of: model)
      if supplies.contains(where: { $0.group == group }) { return nil }
      if try books.catalogue.fits(piece.item, model) { return nil }
      if !supplies.isEmpty { printers += devices }
      right.formUnion(supplies.map(\.number))
    }
    guard !printers.isEmpty, try !wasThere(group) else { return nil }
    return refusal(piece, printers.sorted { $0.tag.text < $1.tag.text }, right.sorted())
  }

  private func refusal(_ piece: Piece, _ printers: [Piece], _ right: [String]) -> DeskError {
    let names = printers.prefix(Self.named).map { "\($0.tag), a \($0.item)" }
    let more = printers.count - names.count
    return SwapDoubts.refusal(
      .unsuitable, piece,
      "\(piece.tag), a \(piece.item), fits none of \(swapping.client.code)'s printers:"
        + " \(names.joined(separator: "; "))\(more > 0 ? "; and \(more) more" : ""). Check the tag,"
        + " name the printer with device, or give a reason",
      [
        "devices": .array(printers.map { .string("\($0.tag)") }),
        "fitting": .array(right.map { .string($0) }),
      ])
  }

  /// What a model takes, without what is built in.
  private func supplies(of model: String) throws(DeskError) -> [Supply] {
    try books.catalogue.supplies(of: model).filter(\.isCartridge)
  }

  /// The printers at the site that was named, or else all that the client has or owns. One that is with
  /// us for repair may get its cartridge there.
  private func printersByModel() throws(DeskError) -> [String: [Piece]] {
    var filter = PieceFilter(.device, limit: Self.printers)
    filter.visibleTo = swapping.client.code
    let all = try books.pieces.list(filter)
    guard all.count < Self.printers else { return [:] }
    guard let site = swapping.namedSite.map({ "\($0)" }) else {
      return Dictionary(grouping: all, by: \.item)
    }
    return Dictionary(
      grouping: all.filter { $0.holder.clientCode == nil || $0.holder.site == site }, by: \.item)
  }

  /// Whether the client had a printer that takes the group when a swap that is entered late was made.
  private func wasThere(_ group: String) throws(DeskError) -> Bool {
    guard swapping.at < swapping.lookup.caller.now else { return false }
    return try books.pieces.hadPrinter(
      swapping.client.code, taking: group, at: swapping.at)
  }
}

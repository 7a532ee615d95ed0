import DeskRules
import DeskStore

/// The serial number and the barcode that an edit puts on a piece; the word none takes one off.
struct PieceLabels: Sendable {
  let serial: Line?
  let barcode: Line?

  init(_ read: inout Arguments) throws(DeskError) {
    serial = try read.optional("serial", "The maker's serial number; none takes it off.")
    barcode = try read.optional(
      "barcode", "What a scanner reads on it, if that is another text; none takes it off.")
  }

  /// Whether nothing is said of them.
  var isEmpty: Bool { serial == nil && barcode == nil }

  /// The fact; nil where the piece has just these already.
  ///
  /// - Throws: `usage` where nothing is named; `exists` for what is on another piece, naming it.
  func labelled(
    _ piece: Piece, at moment: Instant, _ lookup: Lookup
  ) throws(DeskError) -> PieceLabelled? {
    guard serial != nil || barcode != nil else {
      throw DeskError(.usage, "nothing to change: give --serial or --barcode")
    }
    let serial = Self.change(serial, from: piece.serial)
    let barcode = Self.change(barcode, from: piece.barcode)
    try lookup.requireFree(serial: serial, of: piece.item, for: piece.tag)
    if let barcode, !barcode.isEmpty { try lookup.requireFree(barcode: barcode, for: piece.tag) }
    guard serial != nil || barcode != nil else { return nil }
    return PieceLabelled(piece: piece.tag, serial: serial, barcode: barcode, at: moment)
  }

  /// The new text, empty for none; nil where it is the old one.
  private static func change(_ line: Line?, from old: String?) -> String? {
    guard let line else { return nil }
    let new = line.text.lowercased() == "none" ? "" : line.text.uppercased()
    return new == old ?? "" ? nil : new
  }
}

extension Piece {
  /// The piece with other labels.
  func labelled(by labelled: PieceLabelled?) -> Piece {
    guard let labelled else { return self }
    var piece = self
    if let serial = labelled.serial { piece.serial = serial.isEmpty ? nil : serial }
    if let barcode = labelled.barcode { piece.barcode = barcode.isEmpty ? nil : barcode }
    return piece
  }
}

extension Lookup {
  /// Refuses a tag that is used already, or that a scanner reads on another piece as its barcode or
  /// serial number, naming that one.
  func requireFree(_ tag: Tag) throws(DeskError) {
    if let piece = try books.pieces.find(tag) {
      throw DeskError(
        .exists,
        "the tag \(tag) is already on a \(piece.kind.rawValue), \(piece.item); choose another",
        ["tag": .string("\(tag)"), "kind": .string(piece.kind.rawValue)])
    }
    let what: (label: String, piece: Piece)
    if let other = try books.pieces.find(barcode: "\(tag)") {
      what = ("barcode", other)
    } else if let other = try books.pieces.find(serial: "\(tag)").first {
      what = ("serial number", other)
    } else {
      return
    }
    throw DeskError(
      .exists,
      "\(tag) is the \(what.label) of the \(what.piece.kind.rawValue) \(what.piece.tag); choose"
        + " another tag",
      ["tag": .string("\(what.piece.tag)"), "kind": .string(what.piece.kind.rawValue)])
  }

  /// Refuses a barcode that another piece has.
  func requireFree(barcode: Line?) throws(DeskError) {
    guard let barcode else { return }
    try requireFree(barcode: barcode.text.uppercased(), for: nil)
  }

  /// Refuses a serial number that another piece of the same model or type has: one of the two is a typing
  /// error, or the same piece. Another model's may have it; then the tag tells them apart.
  func requireFree(serial: String?, of item: String, for tag: Tag) throws(DeskError) {
    guard let serial, !serial.isEmpty,
      let other = try books.pieces.find(serial: serial, of: item, except: tag)
    else { return }
    throw DeskError(
      .exists,
      "the serial number \(serial.uppercased()) is already on \(other.tag), a \(item) too; check both, or"
        + " leave it out", ["tag": .string("\(other.tag)")])
  }

  /// Refuses a barcode that another piece has, or that is another's tag: a scanner would name that one.
  func requireFree(barcode: String, for tag: Tag?) throws(DeskError) {
    if let other = try books.pieces.find(barcode: barcode), other.tag != tag {
      throw DeskError(
        .exists, "the barcode \(barcode) is already on \(other.tag)",
        ["tag": .string("\(other.tag)")])
    }
    if let text = try? Tag(barcode), text != tag, let other = try books.pieces.find(text) {
      throw DeskError(
        .exists, "\(barcode) is the tag of another \(other.kind.rawValue)",
        ["tag": .string("\(other.tag)")])
    }
  }
}

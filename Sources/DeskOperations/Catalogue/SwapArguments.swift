public import DeskRules

/// What a client gives back: an empty with a tag, one that has none yet and is registered on the spot, or
/// one that comes back full.
public enum TakenPiece: ArgumentValue, Equatable {
  /// One that the books know.
  case known(PieceReference)
  /// One that the client did not need, and that is still full.
  case unused(PieceReference)
  /// One without a tag, of a type.
  case new(type: String)

  public static let typeName = "tag, serial, unused:TAG or new:TYPE"
  /// A scanner can give it.
  public static let isTag = true
  public static let sample = TakenPiece.known(.sample)

  public var canonical: String {
    switch self {
    case .known(let reference): reference.canonical
    case .unused(let reference): "unused:" + reference.canonical
    case .new(let type): "new:" + type
    }
  }

  /// What the books know it by; nil for one without a tag.
  var reference: PieceReference? {
    switch self {
    case .known(let reference), .unused(let reference): reference
    case .new: nil
    }
  }

  public init(argument: String) throws(DeskError) {
    let parts = argument.split(
      separator: ":", maxSplits: 1, omittingEmptySubsequences: false
    ).map(String.init)
    switch (parts.first?.lowercased(), parts.count) {
    case ("new", 2): self = .new(type: try SupplyText.number(parts[1]))
    case ("unused", 2): self = .unused(try PieceReference(argument: parts[1]))
    default: self = .known(try PieceReference(argument: argument))
    }
  }
}

/// The two sides of a swap in one text, such as `given=C-0012,taken=C-0044`; either side may be
/// missing, each may be repeated.
public struct SwapText: ArgumentValue, Equatable {
  /// Our full ones.
  public let given: [PieceReference]
  /// Their empty ones.
  public let taken: [TakenPiece]
  public static let typeName = "given=TAG,taken=TAG|unused:TAG|new:TYPE"
  public static let sample = SwapText(given: [.sample], taken: [])
  public var canonical: String {
    (given.map { "given=" + $0.canonical } + taken.map { "taken=" + $0.canonical })
      .joined(separator: ",")
  }

  private init(given: [PieceReference], taken: [TakenPiece]) {
    self.given = given
    self.taken = taken
  }

  public init(argument: String) throws(DeskError) {
    var given: [PieceReference] = []
    var taken: [TakenPiece] = []
    for part in argument.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces }
      switch (sides.first, sides.count) {
      case ("given", 2): given.append(try PieceReference(argument: sides[1]))
      case ("taken", 2): taken.append(try TakenPiece(argument: sides[1]))
      default:
        throw DeskError(
          .usage, "\"\(part)\" is no side of a swap: write given=TAG or taken=TAG")
      }
    }
    guard !given.isEmpty || !taken.isEmpty else {
      throw DeskError(.usage, "the swap names no cartridge: write given=TAG,taken=TAG")
    }
    self.given = given
    self.taken = taken
  }
}

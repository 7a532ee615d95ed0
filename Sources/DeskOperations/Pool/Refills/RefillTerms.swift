import DeskRules
import DeskStore

/// What is said of the pieces that came back.
struct RefillTerms: Sendable {
  let work: RefillWork
  let passed: Bool
  let failed: Bool
  let untested: Bool

  init(_ read: inout Arguments) throws(DeskError) {
    work = try RefillWork(&read)
    passed = try read.flag("passed", "The test page is good already.")
    failed = try read.flag("failed", "They came back spoilt or undone.")
    untested = try read.flag("untested", "They wait for the test page, as they do anyway.")
  }

  var result: RefillResult {
    get throws(DeskError) {
      guard [passed, failed, untested].filter({ $0 }).count <= 1 else {
        throw DeskError(.usage, "passed, failed and untested exclude each other; give one")
      }
      return passed ? .passed : failed ? .failed : .untested
    }
  }
}

/// What was done to each piece and what it cost: the same to all, or to one as `each` says.
struct RefillWork: Sendable {
  private let price: DecimalText?
  private let work: Line?
  private let pages: Int?
  private let each: [RefillWorkText]

  init(_ read: inout Arguments) throws(DeskError) {
    price = try read.optional("price", "What each cost, in the desk's currency.")
    work = try read.optional("work", "What was done to each: drum, blade, chip, …")
    pages = try read.optional("pages", "For how many pages each was filled.", in: Supply.yields)
    each = try read.list("each", "Of one of them, where it differs.")
  }

  /// The work in the books' own units; nil where nothing is said.
  struct Resolved {
    let price: Int64?
    let work: String?
    let pages: Int?

    var isEmpty: Bool { price == nil && work == nil && pages == nil }

    /// Whether what is redone under warranty cost something, which takes a reason.
    func isPaid(_ piece: Tag, reason: Line?) throws(DeskError) -> Bool {
      guard let price, price > 0 else { return false }
      guard reason != nil else {
        throw DeskError(
          .unsuitable,
          "\(piece) was redone under warranty and costs nothing; leave the price out, or give a reason",
          ["piece": .string("\(piece)")])
      }
      return true
    }
  }

  /// The pieces that a request names, in a list or with their own work, and what is said of each.
  func resolved(
    _ cartridges: [PieceReference], _ lookup: Lookup, _ currency: Currency
  ) throws(DeskError) -> (pieces: [Piece], work: (Tag) -> Resolved) {
    let all = Resolved(
      price: try price.map { text throws(DeskError) in try text.minorUnits(in: currency) },
      work: work?.text, pages: pages)
    var own: [Tag: Resolved] = [:]
    var pieces = cartridges.isEmpty && !each.isEmpty ? [] : try lookup.cartridges(cartridges)
    let named = each.isEmpty ? [] : try lookup.cartridges(each.map(\.piece))
    for (text, piece) in zip(each, named) {
      own[piece.tag] = Resolved(
        price: try text.price.map { text throws(DeskError) in try text.minorUnits(in: currency) }
          ?? all.price, work: text.work ?? all.work, pages: text.pages ?? all.pages)
      if !pieces.contains(where: { $0.tag == piece.tag }) { pieces.append(piece) }
    }
    let works = own
    return (pieces, { works[$0] ?? all })
  }
}

/// What was done to one piece, in one text, such as `C-0044 price=450.00 pages=9000 work=drum, blade`.
struct RefillWorkText: ArgumentValue, Equatable {
  let piece: PieceReference
  let price: DecimalText?
  let pages: Int?
  let work: String?

  static let typeName = "TAG [price=AMOUNT] [pages=PAGES] [work=WORDS]"
  static let sample = RefillWorkText(piece: .sample, price: nil, pages: nil, work: "drum")

  var canonical: String {
    let pairs = [("price", price?.canonical), ("pages", pages.map { String($0) }), ("work", work)]
    return piece.canonical
      + pairs.compactMap { key, value in value.map { " \(key)=\($0)" } }.joined()
  }

  private init(piece: PieceReference, price: DecimalText?, pages: Int?, work: String?) {
    self.piece = piece
    self.price = price
    self.pages = pages
    self.work = work
  }

  init(argument: String) throws(DeskError) {
    let words = try PlainText.line(argument).split(separator: " ").map(String.init)
    piece = try PieceReference(
      argument: words.prefix { !$0.contains("=") }.joined(separator: " "))
    var price: DecimalText?
    var pages: Int?
    var work: String?
    for option in SupplyText.options(words) {
      let pair = option.split(separator: "=", maxSplits: 1).map(String.init)
      switch (pair.first, pair.count) {
      case ("price", 2): price = try DecimalText(argument: pair[1])
      case ("pages", 2):
        pages = try Int(argument: pair[1]).within(Supply.yields, "pages")
      case ("work", 2): work = pair[1]
      default:
        throw DeskError(.usage, "\"\(option)\" is not price=, pages= or work= with a value")
      }
    }
    self.price = price
    self.pages = pages
    self.work = work
  }
}

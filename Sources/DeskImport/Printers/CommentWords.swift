/// The words of a printer's comment, and the few facts that can be read from them without doubt.
/// Marks other than a decimal point are words of their own, so that a phrase cannot be found
/// across the end of a sentence.
struct CommentWords {
  private let words: [Substring]

  /// Splits an HTML comment into words in lower case; a tag ends a sentence.
  init(html: String) {
    var text = ""
    var isInTag = false
    for character in html.lowercased() {
      switch character {
      case "<":
        isInTag = true
        text += " . "
      case ">": isInTag = false
      default: if !isInTag { text.append(character) }
      }
    }
    words = Self.split(text)
  }

  private static func split(_ text: String) -> [Substring] {
    var words: [Substring] = []
    var rest = text[...]
    while let first = rest.first {
      let isWord = { (character: Character) in character.isLetter || character.isNumber }
      var word = rest.prefix(while: isWord)
      if word.isEmpty {
        if !first.isWhitespace { words.append(rest.prefix(1)) }
        rest = rest.dropFirst()
        continue
      }
      rest = rest[word.endIndex...]
      if word.allSatisfy(\.isNumber), rest.first == ".", rest.dropFirst().first?.isNumber == true {
        let fraction = rest.dropFirst().prefix(while: \.isNumber)
        word = text[word.startIndex..<fraction.endIndex]
        rest = rest[fraction.endIndex...]
      }
      words.append(word)
    }
    return words
  }

  private func has(_ phrase: String) -> Bool {
    let wanted = Self.split(phrase)
    return words.indices.contains { words[$0...].starts(with: wanted) }
  }

  /// The rated speed: the number before `ppm`, `pages/min` or `pages per minute`, if the comment
  /// gives one such number only. Two (colour and black, this model and another) are no statement.
  var pagesPerMinute: Int? {
    let units = ["ppm", "pages / min", "pages per minute"].map(Self.split)
    let sizes = [["a4"], ["letter", "-", "sized"]].map { $0.map { Substring($0) } }
    var speeds: Set<Int> = []
    for (index, word) in words.enumerated() {
      guard let number = Int(word), (1...400).contains(number) else { continue }
      var rest = words[(index + 1)...]
      if let size = sizes.first(where: { rest.starts(with: $0) }) {
        rest = rest.dropFirst(size.count)
      }
      if units.contains(where: { rest.starts(with: $0) }) { speeds.insert(number) }
    }
    return speeds.count == 1 ? speeds.first : nil
  }

  /// The paper: from a stated greatest width in centimetres, else from a phrase that says A3 or
  /// that A4 is the largest.
  var format: PaperFormat? {
    let isA3 = [
      "large format ( a3", "large format : 13x19inch / a3", "a3 / 11x17 large format",
      "13x19 / a3 - large - format", "a3 / 13x19 wide format", "a3 / 13x19 large format",
      "a3 / wide - format", "a3 / tabloid", "wide carriage ( a3", "up to ledger and a3",
      "a3 , 11x17 inch",
    ]
    let isA4 = ["maximum paper size is a4", "maximum paper size a4", "max . a4"]
    if let width = greatestWidthInMillimetres {
      return width >= 297 ? .a3 : width >= 210 ? .a4 : nil
    }
    if isA3.contains(where: has) { return .a3 }
    return isA4.contains(where: has) ? .a4 : nil
  }

  private var greatestWidthInMillimetres: Int? {
    let lead = Self.split("maximum paper width :")
    guard let start = words.indices.first(where: { words[$0...].starts(with: lead) }) else {
      return nil
    }
    let figures = words[(start + lead.count)...].prefix(6)
    guard let unit = figures.firstIndex(of: "cm"), unit > figures.startIndex else { return nil }
    let parts = figures[unit - 1].split(separator: ".")
    guard let whole = parts.first.flatMap({ Int($0) }), whole < 1000 else { return nil }
    let tenths = parts.count == 2 ? parts[1].first?.wholeNumberValue ?? 0 : 0
    return whole * 10 + tenths
  }

  /// Whether it prints both sides: only from phrases that say so of this model as it is sold.
  var duplex: Bool? {
    let without = [
      "no duplex supported", "no duplex unit available", "manual duplex available only",
    ]
    let with = [
      "built - in duplex unit", "printer has a duplex unit", "equipped with a duplex unit",
      "duplex unit included", "comes standard with duplexer", "and duplex out of the box",
    ]
    if without.contains(where: has) { return false }
    return with.contains(where: has) ? true : nil
  }

  /// The functions of a device that is described as a list of them (`Printer, Scanner, Copier`),
  /// or as an all-in-one. A part that would add functions is no statement.
  var functions: Set<PrinterFunction> {
    if has("add - on for this printer") { return [] }
    let isAllInOne = has("all - in - one color inkjet printer")
    var found: Set<PrinterFunction> = isAllInOne ? [.scan, .copy] : []
    var run: [PrinterFunction] = []
    for word in words + ["."] {
      if let function = Self.functionWords[word] {
        run.append(function)
      } else if !Self.joints.contains(word) {
        if Self.isList(run) { found.formUnion(run) }
        run = []
      }
    }
    return found
  }

  /// Two words are a list when they begin with what a device is (`printer/scanner`); two others may
  /// have met by chance (`features like scanning, printer status`).
  private static func isList(_ run: [PrinterFunction]) -> Bool {
    run.count > 2 || run.count == 2 && [.print, .copy].contains(run[0])
  }

  private static let joints: Set<Substring> = [",", "/", "-", "and"]

  private static let functionWords: [Substring: PrinterFunction] = [
    "printer": .print, "printing": .print, "print": .print, "scanner": .scan, "scanning": .scan,
    "scan": .scan, "copier": .copy, "copying": .copy, "copy": .copy, "fax": .fax, "faxing": .fax,
  ]
}

/// The one spelling of a printer's name, so that a machine is the same in every catalogue.
///
/// The rules, in order:
/// 1. Runs of white space become one space. A name with a control or format character, or longer
///    than `lengthLimit`, is refused.
/// 2. The maker has one spelling (`Hewlett-Packard` is `HP`) and stands first, once.
/// 3. For HP: the families have HP's own spelling (`Deskjet` is `DeskJet`, `Professional` behind
///    LaserJet is `Pro`); of a model's letters one or two before the digits are capitals (`k80` is
///    `K80`) and those behind are small (`720C` is `720c`).
/// 4. Words that only describe the kind of machine go from the end: `series`, `Printer` with what
///    it says of itself (`Color Inkjet Printer`, `Compact Photo Printer`), `All-in-One`. At the
///    end, `Multifunction` becomes `MFP`, for there it tells two machines apart. Nothing is dropped
///    when no digit would be left, since `Printer` alone may be all the name there is.
enum PrinterName {
  /// The longest name, in characters.
  static let lengthLimit = 100

  /// The parts of a name that was read.
  struct Parts: Equatable {
    let maker: String
    let name: String
  }

  /// Why a name is refused.
  struct Refusal: Error, Equatable {
    let reason: String
  }

  /// Brings a maker and a model into their one spelling.
  static func parts(maker: String, model: String) throws(Refusal) -> Parts {
    let maker = spelledMaker(try words(maker).joined(separator: " "))
    var modelWords = try words(model)
    guard !maker.isEmpty else { throw Refusal(reason: "no maker") }
    let makerWords = maker.split(separator: " ").map { $0.lowercased() }
    if modelWords.count > makerWords.count,
      modelWords.prefix(makerWords.count).map({ $0.lowercased() }) == makerWords
    {
      modelWords.removeFirst(makerWords.count)
    }
    if maker == "HP" { modelWords = spelledHP(modelWords) }
    modelWords = withoutDescription(modelWords)
    guard !modelWords.isEmpty else { throw Refusal(reason: "no model") }
    let name = ([maker] + modelWords).joined(separator: " ")
    guard name.count <= lengthLimit else {
      throw Refusal(reason: "a name longer than \(lengthLimit) characters")
    }
    return Parts(maker: maker, name: name)
  }

  /// Splits a name whose first word is the maker; another first word than `makers` means that the
  /// maker was left out, and that it is the first of them.
  static func parts(_ text: String, makers: [String]) throws(Refusal) -> Parts {
    let all = try words(text)
    guard let first = all.first, let usual = makers.first else { throw Refusal(reason: "no name") }
    let isMaker = makers.contains { $0.lowercased() == first.lowercased() }
    return try parts(
      maker: isMaker ? first : usual,
      model: all.dropFirst(isMaker ? 1 : 0).joined(separator: " "))
  }

  private static func words(_ text: String) throws(Refusal) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.allSatisfy({ $0.unicodeScalars.allSatisfy(isVisible) }) else {
      throw Refusal(reason: "a control character in the name")
    }
    return words
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }

  private static func spelledMaker(_ maker: String) -> String {
    let spellings = [
      "hewlett-packard": "HP", "hewlett packard": "HP", "hp": "HP", "epson": "Epson",
      "konica minolta": "Konica Minolta",
    ]
    return spellings[maker.lowercased()] ?? maker
  }

  private static func spelledHP(_ words: [String]) -> [String] {
    let families = [
      "laserjet": "LaserJet", "deskjet": "DeskJet", "officejet": "OfficeJet",
      "designjet": "DesignJet", "photosmart": "Photosmart", "pagewide": "PageWide",
      "envy": "ENVY", "psc": "PSC", "mfp": "MFP", "color": "Color", "flow": "Flow",
    ]
    let isLaserJet = words.contains { $0.lowercased() == "laserjet" }
    return words.map { word in
      if isLaserJet, word == "Professional" { return "Pro" }
      return families[word.lowercased()] ?? withCapitalPrefix(withSmallSuffix(word))
    }
  }

  /// Makes the letters behind the last digit small: `M1522NF` becomes `M1522nf`.
  private static func withSmallSuffix(_ word: String) -> String {
    guard let digit = word.lastIndex(where: \.isNumber) else { return word }
    let suffix = word[word.index(after: digit)...]
    guard suffix.allSatisfy(\.isLetter) else { return word }
    return word[...digit] + suffix.lowercased()
  }

  /// Makes one or two letters before the first digit capitals: `cp1700` becomes `CP1700`.
  private static func withCapitalPrefix(_ word: String) -> String {
    let prefix = word.prefix(while: \.isLetter)
    guard (1...2).contains(prefix.count), word.dropFirst(prefix.count).first?.isNumber == true
    else { return word }
    return prefix.uppercased() + word.dropFirst(prefix.count)
  }

  private static func withoutDescription(_ words: [String]) -> [String] {
    var kept = words
    while let dropped = lastDescription(kept) {
      let rest = Array(kept.dropLast(dropped))
      guard rest.contains(where: { $0.contains(where: \.isNumber) }) else { break }
      kept = rest
    }
    if kept.count > 1, kept.last?.lowercased() == "multifunction" { kept[kept.count - 1] = "MFP" }
    return kept
  }

  /// How many words at the end only describe, or nil.
  private static func lastDescription(_ words: [String]) -> Int? {
    let descriptions = [
      ["compact", "photo", "printer"], ["professional", "photo", "printer"],
      ["color", "inkjet", "printer"], ["inkjet", "printer"], ["photo", "printer"],
      ["mobile", "printer"], ["color", "printer"], ["printer"], ["series"], ["all-in-one"],
      ["e-all-in-one"], ["all-in_one"],
    ]
    let small = words.map { $0.lowercased() }
    return descriptions.first { small.count > $0.count && small.suffix($0.count) == $0[...] }?.count
  }
}

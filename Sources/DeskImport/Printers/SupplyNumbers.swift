/// Reads the part numbers out of one field of HP's model list. All numbers of a field stand for
/// one another; the first names their group.
///
/// The field's forms, and what is made of them:
/// - `Q5942A/Q5942X`, `CE505A / CE505X`, `C1823D or C1823T`: each is a number.
/// - `26(51626A)`, `HP 70 (C9406A)`, `94 (C8765WN) /96 (C8767WN)`: what stands in parentheses is
///   the number, what stands outside is printed on the box and dropped.
/// - `Q7551A/X`, `C8816A/B/G`, `75/75/XL`: letters alone replace the first number's last letters.
/// - `61/71 (Q3961/71A)`: digits inside parentheses replace the end of the first number, which gets
///   the same last letters: Q3961A and Q3971A.
/// - `58 (C6658x)`: the small x stands for any region and is dropped.
/// - `61XL`, `802 Small`, `HP971 XL`: only what is printed on the box is known; written `HP 61XL`,
///   `HP 802Small`, `HP 971XL`.
enum SupplyNumbers {
  /// The longest number, in characters.
  static let lengthLimit = 32

  /// The numbers of a field, each once, or nil when something in it cannot be a number. An empty
  /// field has none.
  static func parse(_ field: String) -> [String]? {
    let inside = insideParentheses(field)
    let parts = separated(inside.isEmpty ? field : inside.joined(separator: "/"))
    guard let first = parts.first else { return [] }
    let suffix = parts.lazy.map(trailingLetters).first { !$0.isEmpty } ?? ""
    var numbers: [String] = []
    for part in parts {
      let isShort = !inside.isEmpty && part != first && part.first?.isNumber == true
      let whole =
        isShort
        ? withEnd(of: first, replacedBy: part)
        : part.allSatisfy(\.isLetter) ? withoutLetters(first) + part : part
      let isBare = isShort == false && part == first && hasShortDigits(parts, inside: inside)
      let number = boxed(isBare && trailingLetters(whole).isEmpty ? whole + suffix : whole)
      guard isNumber(number) else { return nil }
      if !numbers.contains(number) { numbers.append(number) }
    }
    return numbers
  }

  private static func insideParentheses(_ field: String) -> [String] {
    // A last parenthesis that is never closed reaches to the end: `12 (C5023A`.
    field.split(separator: "(", omittingEmptySubsequences: false).dropFirst()
      .map { String($0.prefix { $0 != ")" }) }
  }

  private static func separated(_ text: String) -> [String] {
    text.split(separator: "/").flatMap { part in
      part.split(separator: " ").split(separator: "or").map { withoutRegion($0.joined()) }
    }
    .filter { !$0.isEmpty }
  }

  private static func withoutRegion(_ number: String) -> String {
    number.last == "x" && number.dropLast().last?.isNumber == true
      ? String(number.dropLast()) : number
  }

  private static func hasShortDigits(_ parts: [String], inside: [String]) -> Bool {
    !inside.isEmpty && parts.dropFirst().contains { $0.first?.isNumber == true }
  }

  private static func trailingLetters(_ number: String) -> String {
    String(number.reversed().prefix(while: \.isLetter).reversed())
  }

  private static func withoutLetters(_ number: String) -> String {
    String(number.dropLast(trailingLetters(number).count))
  }

  private static func withEnd(of first: String, replacedBy short: String) -> String {
    let base = withoutLetters(first)
    let digits = withoutLetters(short).count
    return digits < base.count ? base.dropLast(digits) + short : short
  }

  /// Marks a number that is only printed on the box: up to three digits, perhaps with letters.
  private static func boxed(_ number: String) -> String {
    let bare = number.hasPrefix("HP") ? String(number.dropFirst(2)) : number
    let digits = bare.prefix(while: \.isNumber).count
    let isBox = (1...3).contains(digits) && bare.dropFirst(digits).allSatisfy(\.isLetter)
    return isBox ? "HP \(bare)" : number
  }

  private static func isNumber(_ number: String) -> Bool {
    number.count <= lengthLimit && number.contains(where: \.isNumber)
      && number.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: " "), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}

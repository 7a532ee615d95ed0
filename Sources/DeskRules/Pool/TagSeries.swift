/// Our own numbering of cartridges: C-0001, C-0002, … Tags written by hand count too, so that the
/// next number of the series is always free.
public enum TagSeries {
  /// The name of the series' counter.
  public static let name = "cartridge tag"
  /// Longer numbers are somebody else's and do not move the series.
  private static let digitLimit = 9

  /// The tag with a number.
  public static func tag(_ number: Int) -> Tag {
    let digits = String(number)
    return Tag(stored: "C-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits)
  }

  /// The number in a tag of the series.
  public static func number(in tag: Tag) -> Int? {
    guard tag.text.hasPrefix("C-") else { return nil }
    let digits = tag.text.dropFirst(2)
    guard digits.count <= digitLimit, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(digits)
  }
}

/// Writes CSV that a spreadsheet can open without running anything.
public enum CSVWriter {
  /// One row, without its line end, quoted as RFC 4180 asks: a field is quoted when it holds a
  /// comma, a quote, a line end, or a space at either end.
  ///
  /// A field that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab
  /// or a carriage return, and is not a plain number such as `-12.50`) gets an apostrophe in
  /// front.
  public static func line(_ fields: [String]) -> String {
    fields.map { quoted(neutral($0)) }.joined(separator: ",")
  }

  private static func neutral(_ field: String) -> String {
    guard let first = field.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
      !isPlainNumber(field)
    else { return field }
    return "'" + field
  }

  private static func isPlainNumber(_ field: String) -> Bool {
    let digits =
      field.utf8.first == UInt8(ascii: "-") || field.utf8.first == UInt8(ascii: "+")
      ? field.utf8.dropFirst() : field.utf8[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }

  private static func quoted(_ field: String) -> String {
    let bytes = field.utf8
    let isPlain =
      !bytes.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
      && bytes.first != UInt8(ascii: " ") && bytes.last != UInt8(ascii: " ")
    guard !isPlain else { return field }
    let doubled = field.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
      .map { String(String.UnicodeScalarView($0)) }.joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}

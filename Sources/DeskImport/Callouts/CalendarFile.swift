public import DeskRules

/// A calendar in CSV: a column `date` and a column `kind` (off, short or work), a row a day; other
/// columns, such as the name of the holiday, are passed over.
public struct CalendarFile: Sendable {
  /// The days by year.
  public let years: [Int: [CalendarDay]]

  /// Reads a file, or standard input when the path is `-`. A calendar with a hole in it would price
  /// visits wrongly, so one bad row refuses the file.
  ///
  /// - Throws: `usage` or `time`, naming the line that cannot be read; `storage` when the file cannot.
  public init(path: String) throws(DeskError) {
    var reader = try CSVReader(path: path)
    try self.init(&reader)
  }

  init(_ reader: inout CSVReader) throws(DeskError) {
    guard case .row(let titles)? = try reader.next() else {
      throw DeskError(.usage, "the calendar has no first row; it names the columns date and kind")
    }
    let names = titles.fields.map { $0.lowercased() }
    guard let date = names.firstIndex(of: "date"), let kind = names.firstIndex(of: "kind") else {
      throw DeskError(
        .usage,
        "the calendar needs the columns date and kind; it has \(names.joined(separator: ", "))")
    }
    var years: [Int: [CalendarDay]] = [:]
    var seen: Set<CalendarDate> = []
    while let item = try reader.next() {
      switch item {
      case .refused(let refusal):
        throw DeskError(.usage, "line \(refusal.line) of the calendar: \(refusal.reason)")
      case .row(let row):
        let day = try Self.day("\(row[date])=\(row[kind])", line: row.line)
        guard seen.insert(day.date).inserted else {
          throw DeskError(.usage, "line \(row.line) of the calendar: \(day.date) comes twice")
        }
        years[day.date.year, default: []].append(day)
      }
    }
    self.years = years
  }

  private static func day(_ text: String, line: Int) throws(DeskError) -> CalendarDay {
    do {
      return try CalendarDay(text)
    } catch {
      throw DeskError(error.code, "line \(line) of the calendar: \(error.message)")
    }
  }
}

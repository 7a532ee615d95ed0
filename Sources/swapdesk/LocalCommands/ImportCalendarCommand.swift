import ArgumentParser
import DeskImport
import DeskOperations
import DeskRules

/// Brings in a calendar of days off, short days and moved working days; a repetition changes
/// nothing.
struct ImportCalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "Brings in days off, short days and moved working days.",
    discussion: """
      Reads CSV with the columns date and kind (off, short or work), a row a day; a year is recorded \
      whole. A file that is wrong anywhere changes nothing. What changed gives the calendar its next \
      version; tickets keep the version that was in force when they came in.

      EXAMPLE:
        swapdesk import calendar ru_calendar.csv --name ru --dry-run
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The CSV file; - reads standard input.") var file: String
  @Option(help: "The calendar's name.") var name: String
  @Option(help: "Leave earlier years alone.") var fromYear: Int?
  @Flag(help: "Say what would happen and change nothing.") var dryRun = false

  func run() throws {
    try Exit.onRefusal(asJSON: global.json) { () throws(DeskError) in
      let years = try CalendarFile(path: file).years.filter { $0.key >= fromYear ?? 0 }
        .sorted { $0.key < $1.key }
      var results: [JSONObject] = []
      try RequestStream.run(global) { _, result throws(DeskError) in
        results += try result.result.get()
      } produce: { send throws(DeskError) in
        for (year, days) in years { try send(request(year, days)) }
      }
      try report(results)
    }
  }

  private func request(_ year: Int, _ days: [CalendarDay]) -> Request {
    var parameters = [
      Request.Parameter("calendar", name), Request.Parameter("year", String(year)),
    ]
    parameters += days.map { Request.Parameter("day", $0.text) }
    if dryRun { parameters.append(Request.Parameter("dry_run", "true")) }
    return Request("calendar.record", parameters)
  }

  private func report(_ results: [JSONObject]) throws(DeskError) {
    guard !global.json else {
      return try StandardOutput.write(JSON.array(results.map { .object($0) }).line + "\n")
    }
    let would = dryRun ? "Would have: " : ""
    let lines = results.map { result in
      "\(would)\(Columns.cell("year", of: result)) \(result.text("result") ?? "")"
    }
    try StandardOutput.write(
      (lines.isEmpty ? "No year to record.\n" : lines.map { $0 + "\n" }.joined()))
  }
}

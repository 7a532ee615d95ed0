import DeskRules
import Foundation
import Testing

@testable import DeskImport

@Suite struct CalendarFileTests {
  private func read(_ text: String) throws -> CalendarFile {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("calendar-\(UUID().uuidString).csv")
    try Data(text.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    return try CalendarFile(path: path.path)
  }

  @Test func readsDatesAndKindsWhereverTheColumnsAre() throws {
    let file = try read("name_en,Kind,date\r\n\"New, Year\",off,2026-01-01\r\n,work,2027-01-02\r\n")
    #expect(file.years[2026]?.map(\.text) == ["2026-01-01=off"])
    #expect(file.years[2027]?.map(\.text) == ["2027-01-02=work"])
    #expect(file.years.count == 2)
  }

  @Test(arguments: [
    ("", ErrorCode.usage, "first row"), ("day,kind\n", .usage, "columns"),
    ("date,kind\n2026-01-01,holiday\n", .usage, "line 2"),
    ("date,kind\n2026-02-30,off\n", .time, "line 2"),
    ("date,kind\n2026-01-01,off\n2026-01-01,short\n", .usage, "line 3"),
    ("date,kind\n2026-01-01\n", .usage, "line 2"),
  ])
  func oneBadRowRefusesTheFile(text: String, code: ErrorCode, said: String) throws {
    let error = #expect(throws: DeskError.self) { try read(text) }
    #expect(error?.code == code)
    #expect(error?.message.contains(said) == true, "\(error?.message ?? "")")
  }
}

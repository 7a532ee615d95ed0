import DeskRules
import Foundation
import Testing

/// A browser that prints pages on paper, where the machine has one.
enum Browser {
  /// What was printed.
  struct Paper {
    let path: String
    /// What `pdfinfo` says of it.
    let facts: String
    /// The words on it, laid out as they stand.
    let text: String
    var isOneSheetOfA4: Bool { facts.contains("(A4)") && facts.contains("Pages:           1\n") }
  }

  static let reason: Comment = "chromium or poppler-utils is absent"
  static let isThere = ["chromium", "pdftotext", "pdfinfo"].allSatisfy {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
  }

  /// Prints the page that a command makes with `--html`, which fetches nothing.
  static func print(
    _ html: String, as name: String, in workplace: Workplace
  ) async throws -> Paper {
    #expect(!html.contains("<script") && !html.contains("src=") && !html.contains("href="))
    let page = try workplace.write("\(name).html", html)
    let paper = workplace.file("\(name).pdf")
    let printed = try await workplace.run(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
        "--user-data-dir=\(workplace.file("browser"))", "--print-to-pdf=\(paper)",
        "file://\(page)",
      ], program: ["/usr/bin/chromium"], adding: ["HOME": workplace.folder])
    try #require(printed.code == 0, "\(printed)")
    return Paper(
      path: paper,
      facts: try await workplace.run([paper], program: ["/usr/bin/pdfinfo"]).output,
      text: try await workplace.run(
        ["-layout", paper, "-"], program: ["/usr/bin/pdftotext"]
      ).output)
  }
}

import DeskRules
import Testing

/// What is signed at hand-over and return, as a browser prints it on paper.
@Suite struct LoanPaperTests {
  private static let remark = "зажевало бумагу, ролик разбит <i>&"

  /// A desk with a loan that came back and a machine that went back, all with long texts.
  private func desk() async throws -> Workplace {
    let desk = try Workplace()
    for words in [
      ["init", "Северные принтеры", "--currency", "RUB", "--timezone", "Europe/Moscow"],
      ["client", "add", "bakery", "Пекарня на улице Мира"],
      ["client", "edit", "bakery", "--loan-page-price", "0.5"],
      ["contact", "add", "bakery", "Ольга Иванова", "--function", "other"],
      ["model", "add", "HP LaserJet 4250"],
      ["device", "add", "BK-P1", "--model", "HP LaserJet 4250", "--owner", "bakery"],
      [
        "device", "add", "LP-03", "--model", "HP LaserJet 4250", "--owner", "pool", "--serial",
        "CNGXB05678",
      ],
      ["ticket", "open", "bakery", "--device", "BK-P1", "--problem", Self.remark],
      ["device", "receive", "T-1", "--meter", "96410", "--condition", Self.remark]
        + accessories(6),
      ["device", "handback", "T-1", "--meter", "96500", "--missing", "кабель 3"],
      [
        "loan", "issue", "T-1", "LP-03", "--due", "2099-12-31", "--meter", "10233", "--contact",
        "Ольга Иванова", "--condition", Self.remark,
      ] + accessories(6),
      ["loan", "return", "LP-03", "--meter", "10480", "--missing", "кабель 3"],
    ] {
      try await desk.must(words)
    }
    return desk
  }

  private func accessories(_ count: Int) -> [String] {
    (1...count).flatMap { ["--accessory", "кабель \($0)"] }
  }

  @Test(.enabled(if: Browser.isThere, Browser.reason))
  func aBrowserPrintsEachOnOneSheet() async throws {
    let desk = try await desk()
    for (words, says) in [
      (
        ["loan", "note", "L-1"], ["10233", "2099-12-31", "0.50 RUB", "CNGXB05678", "Ольга Иванова"]
      ),
      (
        ["loan", "note", "L-1", "--returned"], ["10480", "247", "missing", "Still owed: кабель 3"]
      ),
      (["device", "receipt", "T-1"], ["96410", "<i>&", "кабель 6"]),
      (["device", "receipt", "T-1", "--returned"], ["96500", "missing", "Still owed: кабель 3"]),
    ] {
      let html = try await desk.must(words + ["--html"])
      let paper = try await Browser.print(html, as: words.joined(separator: "-"), in: desk)
      #expect(paper.isOneSheetOfA4, "\(words): \(paper.facts)")
      for text in says + ["Северные принтеры", "Пекарня на улице Мира", "кабель 5"] {
        #expect(paper.text.contains(text), "\(words) has no \(text): \(paper.text)")
      }
    }
  }
}

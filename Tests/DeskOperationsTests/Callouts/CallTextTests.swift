import DeskRules
import Testing

@testable import swapdesk

/// What people read of nights fits a terminal of 110 columns, and says what is flagged in words.
@Suite struct CallTextTests {
  private static let engineer = "константинов"

  /// A desk whose client, device and people have long names, and everything at night that is flagged.
  private static func desk() throws -> TestDesk {
    let desk = try TestDesk.firm()
    let now = desk.clock.now
    try desk.now("2026-11-01T12:00+03:00")
    try desk.typeAll([
      "client add gorod-bolnitsa-nomer-12 \"Городская клиническая больница № 12, второй корпус\"",
      "device add REGISTRATURA-2-ETAZH --model \"HP LaserJet 4250\" --owner gorod-bolnitsa-nomer-12",
      "staff add \(engineer) \"Константин Константинопольский\" --role engineer",
      "staff add вознесенская \"Александра Вознесенская\" --role engineer",
      "staff edit вознесенская --phone \"+7 900 1\"",
      "roster set \(engineer) вознесенская --every day --handover 09:00 --rest 24",
      "roster override boris --instead-of \(engineer) --from 2026-11-24 --to 2026-11-26 --why"
        + " \"свадьба у брата в Петрозаводске, и дорога туда и обратно займёт почти всё это время\"",
      "escalation set --step \"on-duty,boris,dasha,alla 10\" --step \"вознесенская 5\"",
      "target set --priority 1 --acknowledge 30m --on-site 4h --fix 8h",
      "tariff set --rate 1500.00 --band \"night x1.5\" --band \"weekend weekend 00:00-24:00 x2\""
        + " --band \"holiday off 00:00-24:00 x3\" --from 2026-11-10",
    ])
    desk.clock.set(now)
    let log = "callout log gorod-bolnitsa-nomer-12 --device REGISTRATURA-2-ETAZH --engineer"
    try desk.typeAll([
      "callout receive gorod-bolnitsa-nomer-12 --device REGISTRATURA-2-ETAZH --problem jam",
      "\(log) \(engineer) --called 2026-11-20T01:00 --arrived 2026-11-20T18:40"
        + " --done 2026-11-21T19:10 --problem jam --part \"fuser=1234567.00\"",
      "\(log) вознесенская --arrived 2026-11-20T19:00 --done 2026-11-21T03:10 --problem jam",
      "\(log) вознесенская --arrived 00:10 --done 03:00 --problem jam --goes-on",
      "\(log) \(engineer) --arrived 2026-11-05T19:00 --done 2026-11-06T03:10 --problem jam",
      "callout void V-2 --reason twice",
    ])
    return desk
  }

  @Test(arguments: [
    "callout list", "roster gaps", "roster show", "roster show 2026-11", "report nights",
    "report nights --by month --by engineer --by client", "callout void V-4 --reason twice",
  ])
  func everyPageFitsATerminal(command: String) throws {
    let lines = try Self.desk().printed(command)
    #expect(lines.count > 1, "\(lines)")
    for line in lines { #expect(SafeText.width(line) <= NarrowLayout.pageWidth, "\(line)") }
  }

  @Test func ofAVisitThatWasTakenBackOnlyThatIsSaid() throws {
    let desk = try Self.desk()
    let visits = try desk.type("callout list").filter { $0.texts("flags").contains("taken_back") }
    #expect(visits.contains { $0.texts("flags").count > 1 })
    let lines = try desk.printed("callout list")
    let mark = try #require(lines.firstIndex { $0.contains("taken back") })
    #expect(!lines[mark - 1].contains("!"))
    #expect(lines.dropFirst(mark + 1).first?.contains("!") != true)
  }

  @Test func whatIsFlaggedIsSaidInWordsAndWhatHasNoRoomStandsBelow() throws {
    let text = try Self.desk().printed("callout list").joined(separator: "\n")
    #expect(text.contains("  ! taken back: it counts nowhere"))
    #expect(text.contains("  ! no tariff is in force: the time is recorded without a price"))
    #expect(text.contains("  device REGISTRATURA-2-ETAZH; engineer \(Self.engineer)"))
    for code in ["taken_back", "no_tariff", "long_visit", "open_call", "long_response"] {
      #expect(!text.contains(code), "\(text)")
    }
  }
}

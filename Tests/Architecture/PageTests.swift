import DeskOperations
import DeskRules
import DeskWire
import Foundation
import Testing

/// The pages under docs/ against the code.
@Suite(.serialized) struct PageTests {
  @Test func generatedPartsAreWhatTheCodeSays() throws {
    let problems = try ProtocolReference.parts().compactMap { try $0.problem() }
    #expect(problems.isEmpty, "\(problems.joined(separator: "\n"))")
  }

  @Test func everyOperationIsInTheProtocol() throws {
    let page = try Document(ProtocolReference.page)
    let missing = Catalogue.entries.map(\.about.name)
      .filter { !page.text.contains("### `\($0)`\n") }
    #expect(missing == [])
  }

  @Test func everyErrorCodeIsInTheProtocolWithItsClassAndExitCode() throws {
    let rows = try Document(ProtocolReference.page).table("code")
    let told = rows.map { Array($0.prefix(3)) }
    let known = ErrorCode.allCases.map {
      ["`\($0.rawValue)`", $0.blame.rawValue, String($0.exitCode)]
    }
    #expect(told == known)
    #expect(rows.allSatisfy { $0.count == 5 && !$0[3].isEmpty && !$0[4].isEmpty })
  }

  @Test func everyRequestInTheProtocolIsOne() throws {
    let lines = try Document(ProtocolReference.page).lines(after: "→ ")
    #expect(lines.count > 30)
    for line in lines {
      let request = try #require(try RequestLine.parse(Array(line.utf8)), "\(line)")
      _ = try Catalogue.prepare(request)
    }
  }

  @Test func everyReplyInTheProtocolIsOne() throws {
    let lines = try Document(ProtocolReference.page).lines(after: "← ")
    #expect(lines.count > 10)
    for line in lines where line.hasPrefix("swapdesk ") {
      #expect(try Greeting.parse(Array(line.utf8)).line == line)
    }
    for line in lines where !line.hasPrefix("swapdesk ") {
      var bytes: [UInt8] = []
      let (tag, reply) = try ReplyLine.parse(Array(line.utf8))
      reply.write(tag: tag, to: &bytes)
      #expect(String(decoding: bytes.dropLast(), as: UTF8.self) == line)
      if case .error(let error, _) = reply { #expect(error.details["code"] == nil) }
    }
  }

  @Test func everyExitCodeIsInOperating() throws {
    let rows = try Document("docs/OPERATING.md").table("exit code")
    var told: [Int32: Set<String>] = [:]
    for row in rows {
      let code = try #require(row.first.flatMap { Int32($0) })
      if row.count == 3, !Document.words(row[2]).isEmpty {
        told[code] = Set(Document.words(row[2]))
      }
    }
    let known = Dictionary(grouping: ErrorCode.allCases, by: \.exitCode)
      .mapValues { Set($0.map(\.rawValue)) }
    #expect(told == known)
  }

  @Test func everyVariableIsInOperating() throws {
    let page = try Document("docs/OPERATING.md")
    let names = SourceTree.rooms.filter { $0.room == "swapdesk" }.flatMap(\.text.literals)
      .map(\.text).filter { name in
        name.contains("_") && name.count > 3 && name.allSatisfy { $0.isUppercase || $0 == "_" }
      }
    #expect(names.contains("SWAPDESK_DESK"))
    #expect(names.filter { !page.text.contains("`\($0)`") } == [])
  }

  @Test func linksLeadSomewhere() throws {
    var pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    pages += try SourceTree.names(in: "docs").filter { $0.hasSuffix(".md") }.map { "docs/\($0)" }
    pages += try SourceTree.names(in: "docs/adr").map { "docs/adr/\($0)" }
    for page in pages {
      let folder = SourceTree.root.appending(path: page).deletingLastPathComponent()
      for part in try SourceTree.text(page).split(separator: "](").dropFirst() {
        let target = part.prefix { $0 != ")" && $0 != "#" }
        guard !target.isEmpty, !target.contains("://") else { continue }
        let path = folder.appending(path: String(target)).path
        let isThere = FileManager.default.fileExists(atPath: path)
        #expect(isThere, "\(page) links to \(target)")
      }
    }
  }
}

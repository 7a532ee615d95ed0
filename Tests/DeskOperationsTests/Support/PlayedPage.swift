import DeskOperations
import DeskRules
import Foundation
import Testing

@testable import swapdesk

/// A page under docs/ whose commands are played from top to bottom.
struct PlayedPage {
  /// A command of the page, and the lines that stand under it.
  struct Step {
    var command: String
    /// When it is typed, by the heading it stands under: `2026-11-23T09:10`.
    let moment: String?
    /// Where its lines stand in the page.
    var range: Range<Int>
    var shown: [String] = []
    /// The words of each line.
    var rows: [[String]] {
      shown.filter { !$0.isEmpty }.map { $0.split(separator: " ").map(String.init) }
    }
  }

  private let file: URL
  private let lines: [String]
  private(set) var steps: [Step] = []

  private static let prompt = "$ swapdesk "

  /// Reads a page, such as `docs/ACCOUNTANT.md`.
  init(_ path: String) throws {
    let package = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in
      url.deletingLastPathComponent()
    }
    file = package.appending(path: path)
    lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    var isInside = false
    var isOpen = false
    var moment: String?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") || line.hasPrefix("$ ") { isOpen = false }
      if isOpen, let last = steps.indices.last, steps[last].command.hasSuffix(" \\") {
        // A command goes on in the next line.
        steps[last].command =
          steps[last].command.dropLast() + line.trimmingCharacters(in: .whitespaces)
        steps[last].range = index + 1..<index + 1
      } else if line.hasPrefix("```") {
        isInside.toggle()
      } else if isInside, line.hasPrefix(Self.prompt) {
        let command = String(line.dropFirst(Self.prompt.count))
        steps.append(Step(command: command, moment: moment, range: index + 1..<index + 1))
        isOpen = true
      } else if isInside, isOpen {
        steps[steps.count - 1].shown.append(line)
      } else if !isInside, let heading = Self.moment(line) {
        moment = heading
      }
    }
    for index in steps.indices {
      // What parts two commands is no output.
      while steps[index].shown.last == "" { steps[index].shown.removeLast() }
      let start = steps[index].range.lowerBound
      steps[index].range = start..<start + steps[index].shown.count
    }
  }

  /// The time that a heading such as `### 2026-11-23 09:10, the phone` names.
  private static func moment(_ line: String) -> String? {
    guard let match = line.firstMatch(of: /^#+ (\d{4}-\d\d-\d\d) (\d\d:\d\d)\b/) else { return nil }
    return "\(match.1)T\(match.2)"
  }

  /// Plays every command on a desk in Moscow and compares what it prints with what the page shows; where
  /// the page shows nothing it only has to be carried out. Rewrites the page where that was asked for.
  ///
  /// - Parameters:
  ///   - skipped: how commands begin that no desk alone can carry out.
  ///   - moments: when a command is typed that begins so, where no heading says it.
  func play(
    on desk: TestDesk, skipping skipped: [String] = ["init "],
    at moments: KeyValuePairs<String, String> = [:]
  ) throws {
    var updated = lines
    var difference = 0
    for step in steps where !skipped.contains(where: { step.command.hasPrefix($0) }) {
      let moment = moments.first { step.command.hasPrefix($0.key) }?.value ?? step.moment
      if let moment { try desk.now(moment + "+03:00") }
      let printed = try desk.printed(step.command)
      guard !step.shown.isEmpty else {
        #expect(!printed[0].hasPrefix("swapdesk: "), "\(step.command): \(printed)")
        continue
      }
      guard printed != step.shown else { continue }
      guard ProcessInfo.processInfo.environment["SWAPDESK_UPDATE_DOCS"] == "1" else {
        Issue.record(
          """
          \(step.command) prints
          \(printed.joined(separator: "\n"))
          in place of what stands in \(file.lastPathComponent); SWAPDESK_UPDATE_DOCS=1 writes it there
          """)
        continue
      }
      let range = step.range.lowerBound + difference..<step.range.upperBound + difference
      updated.replaceSubrange(range, with: printed)
      difference += printed.count - step.shown.count
    }
    if updated != lines {
      try updated.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }
  }
}

extension TestDesk {
  /// The lines that the program prints for a command: the answer for people, or the refusal.
  func printed(_ command: String) throws -> [String] {
    let request = try CommandText(command).request()
    do {
      let items = try outcome(request).result.get()
      return People(try Catalogue.entry(request.name)).lines(items)
    } catch let error as DeskError {
      return ["swapdesk: \(SafeText.line(error.message)) [\(error.code.rawValue)]"]
    }
  }
}

import DeskOperations
import DeskRules

/// Tags from a scanner that go into one act. If it is refused, each tag is tried alone, so that whoever
/// scanned sixty sees every one that is wrong at once, and may carry out the others.
struct ScannedTags {
  /// The tags that were refused, and why.
  let refused: [(tag: String, error: DeskError)]
  /// The others.
  let good: [String]

  /// Tries each tag; nil where the refusal is no single tag's.
  init?(
    _ tags: [String], _ list: TagList, _ template: Request, _ entry: CatalogueEntry,
    _ access: DeskAccess
  ) throws(DeskError) {
    guard tags.count > 1, entry.parameters.contains(where: { $0.name == "dry_run" }) else {
      return nil
    }
    var refused: [(tag: String, error: DeskError)] = []
    for tag in tags {
      do throws(DeskError) {
        _ = try access.carry(list.trial(of: template, tag), entry)
      } catch  where !error.endsImport {
        refused.append((tag, error))
      }
    }
    guard !refused.isEmpty else { return nil }
    let bad = Set(refused.map(\.tag))
    self.refused = refused
    good = tags.filter { !bad.contains($0) }
  }

  /// A line for each that was refused.
  var lines: [String] {
    refused.map { SafeText.line("\($0.tag): \($0.error.message) [\($0.error.code.rawValue)]") }
  }

  /// The refusal of the whole, with every tag's own.
  func refusal(areOthersRecorded: Bool) -> DeskError {
    let count = "\(refused.count) of \(refused.count + good.count) tags"
    let outcome =
      areOthersRecorded
      ? "were refused; the others were recorded"
      : "were refused and nothing was recorded; --skip-refused records the others"
    let each = refused.map { tag, error in
      JSON.object([
        "given": .string(tag), "code": .string(error.code.rawValue),
        "message": .string(error.message),
      ])
    }
    return DeskError(
      refused.first?.error.code ?? .usage, "\(count) \(outcome)",
      ["refused": .array(each)])
  }
}

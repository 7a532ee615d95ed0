/// "Did you mean": the known names most like one that was not found.
public enum Nearest {
  /// How long a name may be to be compared at all; comparing costs the product of the lengths.
  public static let lengthLimit = 64

  /// The names nearest to one that was not found, nearest first, equals in the order given.
  ///
  /// Distance counts inserted, dropped, changed and swapped neighbouring characters, without regard
  /// to case; names farther away than a third of the wanted name's length (at least one, at most
  /// three) are left out, for they would only puzzle.
  public static func names(
    to wanted: String, among names: some Sequence<String>, limit: Int = 3
  ) -> [String] {
    let wantedScalars = Array(wanted.lowercased().unicodeScalars)
    guard !wantedScalars.isEmpty, wantedScalars.count <= lengthLimit else { return [] }
    let bound = min(3, max(1, wantedScalars.count / 3))
    let near = names.enumerated().compactMap { position, name in
      distance(wantedScalars, Array(name.lowercased().unicodeScalars), bound: bound)
        .map { (distance: $0, position: position, name: name) }
    }
    let sorted = near.sorted { ($0.distance, $0.position) < ($1.distance, $1.position) }
    return sorted.prefix(limit).map(\.name)
  }

  /// A clause for a message, such as `; did you mean opened_at?`; the advice where nothing is near.
  public static func clause(_ near: [String], or advice: String = "") -> String {
    near.isEmpty ? advice : "; did you mean \(near.joined(separator: ", "))?"
  }

  /// The clause for a name that was not found.
  public static func clause(
    for wanted: String, among names: some Sequence<String>, or advice: String = ""
  ) -> String {
    clause(self.names(to: wanted, among: names), or: advice)
  }

  /// The edit distance (optimal string alignment), or nil if it exceeds the bound.
  private static func distance(
    _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], bound: Int
  ) -> Int? {
    guard abs(left.count - right.count) <= bound else { return nil }
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        let isSame = left[row] == right[column]
        var best = min(
          previous[column] + (isSame ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current.append(best)
      }
      guard (current.min() ?? 0) <= bound else { return nil }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count] <= bound ? previous[right.count] : nil
  }
}

extension DeskError {
  /// An error for an unknown name that offers the nearest known ones, in the message and as the
  /// detail `nearest`; the advice where there are none.
  public static func unknownName(
    _ code: ErrorCode, _ message: String, nearest: [String], or advice: String = "",
    _ details: JSONObject = [:]
  ) -> DeskError {
    var details = details
    details["nearest"] = .array(nearest.map(JSON.string))
    return DeskError(code, message + Nearest.clause(nearest, or: advice), details)
  }
}

/// "Did you mean": the known names most like one that was not found.
enum NearestNames {
  /// A clause for an error message, such as `; did you mean opened_at?`, or nothing.
  static func clause(for wanted: String, among names: some Sequence<String>) -> String {
    let near = names.map { (distance: distance(wanted.lowercased(), $0.lowercased()), name: $0) }
      .filter { $0.distance <= max(1, wanted.count / 3) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
      .prefix(3).map(\.name)
    return near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
  }

  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.prefix(64))
    var previous = Array(0...right.count)
    for (row, character) in left.prefix(64).enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let change = previous[column] + (character == other ? 0 : 1)
        current.append(min(change, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous.last ?? 0
  }
}

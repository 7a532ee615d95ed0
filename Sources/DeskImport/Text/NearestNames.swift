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

  /// How many letters must be put in, dropped, changed or swapped with their neighbour.
  private static func distance(_ left: String, _ right: String) -> Int {
    let left = Array(left.prefix(64))
    let right = Array(right.prefix(64))
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = previous[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforePrevious[column - 1] + 1)
        }
        current.append(least)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous.last ?? 0
  }
}

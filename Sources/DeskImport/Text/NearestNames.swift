import DeskRules

/// "Did you mean": the known names most like one that was not found.
enum NearestNames {
  /// A clause for an error message, such as `; did you mean opened_at?`, or nothing.
  static func clause(for wanted: String, among names: some Sequence<String>) -> String {
    let near = Nearest.names(to: wanted, among: names)
    return near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
  }
}

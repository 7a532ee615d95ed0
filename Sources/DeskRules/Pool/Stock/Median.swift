/// The middle of many whole numbers.
public enum Median {
  /// The median of values that are each met so often; with two in the middle the upper one. Nil of
  /// none.
  public static func of(_ counted: [(value: Int, count: Int)]) -> Int? {
    let total = counted.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    var passed = 0
    for (value, count) in counted.sorted(by: { $0.value < $1.value }) {
      passed += count
      if passed > total / 2 { return value }
    }
    return nil
  }

  /// The median of values; with two in the middle the upper one. Nil of none.
  public static func of(_ values: [Int]) -> Int? { of(values.map { ($0, 1) }) }
}

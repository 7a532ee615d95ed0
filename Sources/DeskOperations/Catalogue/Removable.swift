import DeskRules

/// A value that is set, or the word `none`, which takes away what was set before.
enum Removable<Value: ArgumentValue & Equatable>: ArgumentValue, Equatable {
  case none
  case value(Value)

  static var typeName: String { "\(Value.typeName)|none" }
  static var sample: Removable<Value> { .none }
  var canonical: String {
    switch self {
    case .none: Self.noValue
    case .value(let value): value.canonical
    }
  }

  private static var noValue: String { "none" }

  init(argument: String) throws(DeskError) {
    self = argument.lowercased() == Self.noValue ? .none : .value(try Value(argument: argument))
  }
}

extension Optional {
  /// What holds now: what was named, nothing where `none` was, and otherwise what held before.
  func after<Value>(_ earlier: Value?) -> Value? where Wrapped == Removable<Value> {
    switch self {
    case nil: earlier
    case .some(.none): nil
    case .some(.value(let value)): value
    }
  }

  /// What holds now, of what was named as something else is kept.
  func after<Value, Kept>(
    _ earlier: Kept?, _ kept: (Value) throws(DeskError) -> Kept
  ) throws(DeskError) -> Kept? where Wrapped == Removable<Value> {
    guard case .some(.value(let value)) = self else { return self == nil ? earlier : nil }
    return try kept(value)
  }
}

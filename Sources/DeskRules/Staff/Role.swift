/// What somebody does at the desk, and so what they may do in the books.
public enum Role: String, Sendable, Codable, CaseIterable {
  /// Drives out, repairs, logs.
  case engineer
  /// Takes calls, assigns, lends and swaps.
  case dispatcher
  /// Keeps budgets and invoices.
  case accountant
  /// Reads everything, sets tariffs and approvals.
  case manager
  /// May do everything, also add staff and tokens.
  case admin
  /// A client's own person: reads what concerns the client.
  case client
}

extension [Role] {
  /// Everybody who works at the desk.
  public static let staff: [Role] = [.engineer, .dispatcher, .accountant, .manager, .admin]
  /// Everybody, clients included.
  public static let everybody: [Role] = staff + [.client]
  /// Those who run the day: dispatchers, managers, admins.
  public static let desk: [Role] = [.dispatcher, .manager, .admin]
  /// Those who do or direct repairs.
  public static let service: [Role] = [.engineer, .dispatcher, .manager, .admin]
  /// Those who keep the money.
  public static let money: [Role] = [.accountant, .manager, .admin]
  /// Admins only.
  public static let admins: [Role] = [.admin]
}

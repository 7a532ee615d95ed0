public import DeskEngine
public import DeskRules
import DeskStore

/// How a desk begins: its identity, its settings, and the first admin.
public struct DeskFoundation: Sendable {
  /// The firm's name.
  public let name: String
  /// The currency of clients that name none.
  public let currency: Currency
  /// The zone of sites that name none.
  public let zone: Zone
  /// The first admin's short name.
  public let admin: String
  /// The first admin's full name.
  public let adminFullName: String
  /// The operating system's user that speaks as the first admin.
  public let login: String

  /// Declares a desk.
  ///
  /// - Throws: `usage` when a name is malformed.
  public init(
    name: String, currency: Currency, zone: Zone, admin: String, adminFullName: String,
    login: String
  ) throws(DeskError) {
    self.name = try PlainText.line(name)
    self.currency = currency
    self.zone = zone
    self.admin = try ShortName(argument: admin).text
    self.adminFullName = try PlainText.line(adminFullName)
    self.login = try PlainText.line(login)
  }

  /// Writes the first entry into an empty desk.
  ///
  /// - Throws: `storage`, `storage_full`; `internal` when the desk is not empty.
  public func lay(
    in writer: any Writer, _ surroundings: Surroundings
  ) throws(DeskError) {
    do {
      try writer.begin()
      let recorder = Recorder(writer)
      try recorder.layHead(identity: String(surroundings.random().prefix(16)))
      let now = surroundings.now()
      let record = Record(
        operation: "init", actor: admin, enteredAt: now, happenedAt: now, key: nil,
        events: [
          DeskCreated(name: name, currency: currency, zone: zone, at: now),
          StaffAdded(
            name: admin, fullName: adminFullName, role: .admin, login: login, client: nil),
        ], answer: [], salt: surroundings.random())
      _ = try recorder.append(record, after: try Books(writer).head())
      try writer.commit()
    } catch {
      writer.rollback()
      switch error {
      case let fault as EngineFault: throw DeskError(fault)
      case let error as DeskError: throw error
      default: throw DeskError(.internalFault, "\(error)")
      }
    }
  }
}

import DeskEngine
import DeskRules

extension VisitLogged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO visit (number, ticket, client, site, device, engineer, called_at, departed_at,
        arrived_at, done_at, minutes, total, currency, flags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(visit), .number(ticket), .code(client), .code(site), .text(device?.description),
        .text(engineer), .instant(called), .instant(departed), .instant(arrived),
        .instant(done), .text(JSONCoding.merged(minutes).line), .integer(total),
        .text(currency.code), .text(flags.joined(separator: "\n")),
      ])
    try tables.count(visit)
    try attendCall(tables)
  }
}

extension VisitLogged {
  /// The visit ends the call of its ticket, whoever had taken it; one from before the call does not.
  private func attendCall(_ tables: Tables) throws(EngineFault) {
    let isOpen = try tables.first(
      "SELECT 1 FROM call WHERE ticket = ? AND is_open = 1", [.number(ticket)]
    ) { _ in true }
    guard isOpen == true, leavesCall != true else { return }
    if let departed { try tables.attend(ticket, .departed, by: engineer, at: departed) }
    try tables.attend(ticket, .arrived, by: engineer, at: arrived)
    try tables.endCall(of: ticket)
  }
}

extension TariffSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO tariff (client, from_date, body) VALUES (?, ?, ?)
      ON CONFLICT (client, from_date) DO UPDATE SET body = excluded.body
      """,
      [
        .text(client?.description ?? ""), .text(from.description),
        .text(JSONCoding.merged(tariff).line),
      ])
  }
}

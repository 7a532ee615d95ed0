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
    guard isOpen == true && leavesCall != true || answersCall == true else { return }
    if let departed { try tables.attend(ticket, .departed, by: engineer, at: departed) }
    try tables.attend(ticket, .arrived, by: engineer, at: arrived)
    try tables.endCall(of: ticket)
  }
}

extension VisitTakenBack: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "UPDATE visit SET taken_back_by = ? WHERE number = ? AND taken_back_by IS NULL",
      [.integer(tables.seq), .number(visit)])
    for call in calls ?? [] { try tables.retell(call, of: ticket) }
    try tables.runOnce(
      "UPDATE ticket SET acknowledged_at = ?, on_site_at = ?, fixed_at = ? WHERE number = ?",
      [.instant(acknowledged), .instant(onSite), .instant(fixed), .number(ticket)])
  }
}

extension BillVoided {
  /// A visit with no line left is taken back with the last one.
  func takeVisitsBack(_ tables: Tables) throws(EngineFault) {
    let ofVisit =
      "ticket_line WHERE ticket_line.ticket = visit.ticket AND ticket_line.visit = visit.number"
    try tables.run(
      """
      UPDATE visit SET taken_back_by = ?
      WHERE ticket = ? AND taken_back_by IS NULL AND EXISTS (SELECT 1 FROM \(ofVisit))
        AND NOT EXISTS (SELECT 1 FROM \(ofVisit) AND voided_by IS NULL)
      """, [.integer(tables.seq), .number(ticket)])
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

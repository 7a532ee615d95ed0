import DeskEngine
import DeskRules

extension LoanOpened: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO loan (number, device, ticket, client, site, issued_at, due_at, meter_out, flags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .number(loan), .tag(device), .number(ticket), .code(client), .code(site), .instant(at),
        .instant(due), .integer(meter), .text(flags.joined(separator: " ")),
      ])
    try tables.count(loan)
  }
}

extension LoanClosed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE loan SET returned_at = ?, meter_in = ?, flags = trim(flags || ' ' || ?)
      WHERE number = ?
      """,
      [
        .instant(at), .integer(meter), .text(flags.joined(separator: " ")), .number(loan),
      ])
  }
}

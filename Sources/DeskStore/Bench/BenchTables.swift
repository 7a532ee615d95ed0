import DeskEngine
import DeskRules

extension MachineReceived: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO bench_stay (device, received_at, entry, ticket, client, site)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        .tag(device), .instant(at), .integer(tables.seq), .number(ticket), .code(client),
        .code(site),
      ])
  }
}

extension MachineHandedBack: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE bench_stay SET handed_back_at = ? WHERE device = ? AND handed_back_at IS NULL",
      [.instant(at), .tag(device)])
  }
}

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
    for (place, name) in (missing?.value ?? []).enumerated() {
      try tables.run(
        """
        INSERT INTO bench_accessory (device, received_at, entry, place, client, since_at, name, state)
        SELECT device, received_at, entry, ?, client, ?, ?, 'missing'
        FROM bench_stay WHERE device = ? AND handed_back_at IS NULL
        """, [.integer(place + 1), .instant(at), .text(name), .tag(device)])
    }
    try tables.runOnce(
      "UPDATE bench_stay SET handed_back_at = ? WHERE device = ? AND handed_back_at IS NULL",
      [.instant(at), .tag(device)])
  }
}

extension MachineSettled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let states = [
      (names: returned.value ?? [], state: "returned"),
      (names: writtenOff.value ?? [], state: "written_off"),
    ]
    for (names, state) in states {
      for name in names {
        try tables.run(
          """
          UPDATE bench_accessory SET state = ?
          WHERE device = ? AND received_at = ? AND state = 'missing' AND name = ?
          """, [.text(state), .tag(device), .instant(received), .text(name)])
      }
    }
  }
}

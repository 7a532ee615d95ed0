import DeskEngine
import DeskRules

extension LoanReserved: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO loan (number, device, ticket, client, site, state, begins_at, due_at, is_pinned,
        buffer_minutes, blocks_until, is_presumed, flags)
      VALUES (?, ?, ?, ?, ?, 'reserved', ?, ?, ?, ?, ?, 0, ?)
      """,
      [
        .number(loan), .tag(device), .number(ticket), .code(client), .code(site), .instant(from),
        .instant(until), .flag(!followsRepair), .integer(buffer),
        .instant(until.adding(minutes: Int64(buffer))),
        .text(flags.joined(separator: " ")),
      ])
    try tables.count(loan)
  }
}

extension LoanOpened: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let buffer = buffer ?? 0
    try tables.run(
      """
      INSERT INTO loan (number, device, ticket, client, site, contact, state, begins_at, due_at,
        is_pinned, buffer_minutes, blocks_until, meter_out, returned_at, is_presumed, flags)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (number) DO UPDATE SET contact = excluded.contact, state = excluded.state,
        begins_at = excluded.begins_at, due_at = excluded.due_at, is_pinned = excluded.is_pinned,
        buffer_minutes = excluded.buffer_minutes, blocks_until = excluded.blocks_until,
        meter_out = excluded.meter_out, returned_at = excluded.returned_at,
        is_presumed = excluded.is_presumed, flags = excluded.flags
      """,
      [
        .number(loan), .tag(device), .number(ticket), .code(client), .code(site),
        .integer(contact), .text((ended == nil ? LoanState.out : .returned).rawValue),
        .instant(at), .instant(due), .flag(followsRepair != true), .integer(buffer),
        .instant(due.adding(minutes: Int64(buffer))), .integer(meter), .instant(ended),
        .flag(ended != nil),
        .text(flags.joined(separator: " ")),
      ])
    try tables.count(loan)
    if ended != nil { try tables.judgeOwing(loan) }
    for (place, name) in (accessories?.value ?? []).enumerated() {
      try tables.run(
        "INSERT INTO loan_accessory (loan, place, name, state) VALUES (?, ?, ?, 'out')",
        [.number(loan), .integer(place + 1), .text(name)])
    }
  }
}

extension LoanClosed: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let isPresumed = isPresumed ?? false
    try tables.runOnce(
      """
      UPDATE loan SET state = 'returned', returned_at = ?, is_presumed = ?, meter_in = ?,
        flags = trim(flags || ' ' || ?),
        begins_at = CASE WHEN begins_at > ? THEN ? ELSE begins_at END
      WHERE number = ?
      """,
      [
        .instant(at), .flag(isPresumed), .integer(meter), .text(flags.joined(separator: " ")),
        .instant(at), .instant(at), .number(loan),
      ])
    if !isPresumed {
      try tables.run(
        "UPDATE loan_accessory SET state = 'returned' WHERE loan = ? AND state = 'out'",
        [.number(loan)])
      for name in missing?.value ?? [] { try tables.set(name, of: loan, to: "missing") }
    }
    if isDeviceOwed == true {
      try tables.run(
        """
        INSERT INTO loan_accessory (loan, place, name, state)
        SELECT ?, coalesce(max(place), 0) + 1, ?, 'missing' FROM loan_accessory WHERE loan = ?
        """, [.number(loan), .tag(device), .number(loan)])
    }
    try tables.judgeOwing(loan)
  }
}

extension LoanMetered: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    // What could not be charged without the counter is charged now, or said to be doubtful again.
    try tables.runOnce(
      """
      UPDATE loan SET meter_in = ?, flags = trim(
        replace(' ' || flags || ' ', ' ' || ? || ' ', ' ') || ?
      ) WHERE number = ? AND meter_in IS NULL
      """,
      [
        .integer(meter), .text(Self.notCharged), .text(flags.joined(separator: " ")),
        .number(loan),
      ])
  }
}

extension LoanExtended: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE loan SET due_at = ?, is_pinned = ?, blocks_until = ? + 60 * buffer_minutes
      WHERE number = ?
      """, [.instant(due), .flag(!followsRepair), .instant(due), .number(loan)])
  }
}

extension LoanCancelled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce("UPDATE loan SET state = 'cancelled' WHERE number = ?", [.number(loan)])
  }
}

extension LoanReminded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO loan_reminder (loan, reminder, reminded_at, way) VALUES (?, ?, ?, ?)",
      [.number(loan), .integer(reminder), .instant(at), .text(way.rawValue)])
  }
}

extension AccessoriesSettled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    for name in returned.value ?? [] { try tables.set(name, of: loan, to: "returned") }
    for name in writtenOff.value ?? [] { try tables.set(name, of: loan, to: "written_off") }
    try tables.judgeOwing(loan)
  }
}

extension Tables {
  /// Says whether something is still owed of a loan that ended.
  fileprivate func judgeOwing(_ loan: LoanNumber) throws(EngineFault) {
    try run(
      """
      UPDATE loan SET owes = CASE WHEN is_presumed = 1 OR EXISTS (
        SELECT 1 FROM loan_accessory WHERE loan = loan.number AND state = 'missing'
      ) THEN 1 ELSE 0 END WHERE number = ?
      """, [.number(loan)])
  }

  /// Says where an accessory of a loan is.
  fileprivate func set(
    _ name: String, of loan: LoanNumber, to state: String
  ) throws(EngineFault) {
    try run(
      "UPDATE loan_accessory SET state = ? WHERE loan = ? AND name = ?",
      [.text(state), .number(loan), .text(name)])
  }
}

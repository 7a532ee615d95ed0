import DeskEngine
import DeskRules

extension StaffAdded: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO staff (name, full_name, role, login, client) VALUES (?, ?, ?, ?, ?)",
      [
        .text(name), .text(fullName.value ?? ""), .text(role.rawValue), .text(login),
        .code(client),
      ])
  }
}

extension StaffChanged: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      """
      UPDATE staff SET full_name = coalesce(?, full_name), phone = coalesce(?, phone),
        mail = coalesce(?, mail)
      WHERE name = ?
      """,
      [.text(fullName?.value), .text(phone?.value), .text(mail?.value), .text(name)])
  }
}

extension StaffDisabled: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE staff SET disabled_at = ? WHERE name = ?", [.instant(at), .text(name)])
  }
}

extension StaffRated: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO staff_rate (staff, from_date, hourly_rate) VALUES (?, ?, ?)
      ON CONFLICT (staff, from_date) DO UPDATE SET hourly_rate = excluded.hourly_rate
      """, [.text(name), .text(from.description), .integer(hourlyRate.value)])
  }
}

extension TokenIssued: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      "INSERT INTO token (number, staff, digest, issued_at, expires_at) VALUES (?, ?, ?, ?, ?)",
      [.number(number), .text(staff), .text(digest), .instant(at), .instant(expires)])
    try tables.count(number)
  }
}

extension TokenRevoked: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.runOnce(
      "UPDATE token SET revoked_at = ? WHERE number = ?", [.instant(at), .number(number)])
  }
}

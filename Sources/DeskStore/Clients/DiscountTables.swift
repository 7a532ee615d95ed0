import DeskEngine
import DeskRules

extension DiscountSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    let owner = client.map { DiscountOwner.client($0) } ?? .group(group ?? "")
    try tables.run(
      """
      INSERT INTO discount (owner, service, from_date, basis_points) VALUES (?, ?, ?, ?)
      ON CONFLICT (owner, service, from_date) DO UPDATE SET basis_points = excluded.basis_points
      """,
      [
        .text(owner.key), .text(service.text), .text(from.text), .integer(discount.basisPoints),
      ])
  }
}

extension DiscountStackingSet: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO discount_stacking (from_date, stacking) VALUES (?, ?)
      ON CONFLICT (from_date) DO UPDATE SET stacking = excluded.stacking
      """, [.text(from.text), .text(stacking.rawValue)])
  }
}

extension ClientGrouped: AppliedEvent {
  func apply(to tables: Tables) throws(EngineFault) {
    try tables.run(
      """
      INSERT INTO client_group (client, from_date, group_name) VALUES (?, ?, ?)
      ON CONFLICT (client, from_date) DO UPDATE SET group_name = excluded.group_name
      """, [.code(client), .text(from.text), .text(group)])
  }
}

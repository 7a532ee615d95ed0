import DeskEngine
import DeskRules

/// The tables while one journal entry is applied to them. Nothing else writes to them.
struct Tables {
  let writer: any Writer
  /// The journal entry being applied.
  let seq: Int64
  /// When it was entered.
  let enteredAt: Instant
  /// Which of its events is being applied, from 0.
  var position = 0

  /// Runs a statement that changes rows.
  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) {
    _ = try writer.run(sql, values)
  }

  /// Runs a statement that must change exactly one row.
  func runOnce(_ sql: String, _ values: [SQLValue]) throws(EngineFault) {
    let changed = try writer.run(sql, values)
    guard changed == 1 else {
      throw .constraint("an event changed \(changed) rows instead of one")
    }
  }

  /// The first row of a query.
  func first<Item>(
    _ sql: String, _ values: [SQLValue], _ item: (any Row) -> Item
  ) throws(EngineFault) -> Item? {
    var found: Item?
    try writer.forEach(sql, values) { row in
      found = item(row)
      return false
    }
    return found
  }

  /// Notes that a series has reached a number.
  func count<Subject>(_ number: Number<Subject>) throws(EngineFault) {
    try count(Subject.noun, number.value)
  }

  /// Notes that a series has reached a number.
  func count(_ series: String, _ number: Int) throws(EngineFault) {
    try run(
      """
      INSERT INTO counter (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE excluded.value > counter.value
      """, [.text(series), .integer(number)])
  }
}

/// An event that knows how the tables follow from it.
protocol AppliedEvent: Event {
  /// Changes the tables by what the fact says, without asking any rule.
  func apply(to tables: Tables) throws(EngineFault)
}

import DeskEngine
import DeskRules

/// A writing connection that keeps nothing: every commit undoes what was written since it began, so
/// that changes can be tried out one after the other on what they would leave behind.
final class TrialWriter: Writer {
  private let writer: any Writer

  init(_ writer: any Writer) { self.writer = writer }

  func begin() throws(EngineFault) { try writer.begin() }

  func commit() throws(EngineFault) { writer.rollback() }

  func rollback() { writer.rollback() }

  func close() { writer.close() }

  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    try writer.run(sql, values)
  }

  func forEach(
    _ sql: String, _ values: [SQLValue], _ body: (any Row) -> Bool
  ) throws(EngineFault) {
    try writer.forEach(sql, values, body)
  }

  func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result {
    try writer.snapshot(body)
  }

  func plan(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> [String] {
    try writer.plan(sql, values)
  }
}

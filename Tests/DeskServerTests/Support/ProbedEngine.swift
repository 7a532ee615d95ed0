import DeskEngine
import DeskRules
import Foundation
import Synchronization

/// An engine whose commits a test can hold up or let fail.
final class ProbedEngine: Engine {
  typealias Probe = @Sendable () throws(EngineFault) -> Void

  private let engine: any Engine
  private let probe = Mutex<Probe?>(nil)

  init(_ engine: any Engine) { self.engine = engine }

  /// Has every commit from now on go through a probe first.
  func beforeCommit(_ body: Probe?) { probe.withLock { $0 = body } }

  fileprivate func committing() throws(EngineFault) {
    let body = probe.withLock { $0 }
    try body?()
  }

  func openWriter() throws(DeskError) -> any Writer { ProbedWriter(try engine.openWriter(), self) }
  func openReader() throws(DeskError) -> any Reader { try engine.openReader() }
  func backup(to path: String) throws(DeskError) { try engine.backup(to: path) }
  func integrityProblems() throws(DeskError) -> [String] { try engine.integrityProblems() }
}

/// A door that commits wait at.
final class Gate: Sendable {
  private let arrived = DispatchSemaphore(value: 0)
  private let opened = DispatchSemaphore(value: 0)
  private let isOpen = Mutex(false)

  /// Waits until the door is opened, for good.
  func pass() {
    if isOpen.withLock({ $0 }) { return }
    arrived.signal()
    opened.wait()
  }

  /// Waits until somebody stands at the door.
  func awaitArrival() { arrived.wait() }

  func open() {
    isOpen.withLock { $0 = true }
    opened.signal()
  }
}

private final class ProbedWriter: Writer {
  private let writer: any Writer
  private let engine: ProbedEngine

  init(_ writer: any Writer, _ engine: ProbedEngine) {
    self.writer = writer
    self.engine = engine
  }

  func forEach(
    _ sql: String, _ values: [SQLValue], _ body: (any Row) -> Bool
  ) throws(EngineFault) {
    try writer.forEach(sql, values, body)
  }
  func snapshot<Result>(
    _ body: () throws(DeskError) -> Result
  ) throws(DeskError) -> Result { try writer.snapshot(body) }
  func plan(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> [String] {
    try writer.plan(sql, values)
  }
  func steps(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    try writer.steps(sql, values)
  }
  func run(_ sql: String, _ values: [SQLValue]) throws(EngineFault) -> Int {
    try writer.run(sql, values)
  }
  func begin() throws(EngineFault) { try writer.begin() }
  func commit() throws(EngineFault) {
    try engine.committing()
    try writer.commit()
  }
  func rollback() { writer.rollback() }
  func close() { writer.close() }
}

import CSQLite
import DeskEngine

/// A prepared statement, used by one caller at a time.
///
/// Texts and bytes are copied once into a buffer that the statement owns and reuses, so that
/// SQLite need neither copy them again nor allocate.
final class Statement {
  let handle: OpaquePointer
  private(set) var isRunning = false
  private let parameterCount: Int
  private var capacity = 256
  private var buffer = UnsafeMutableRawPointer.allocate(byteCount: 256, alignment: 1)

  init(handle: OpaquePointer) {
    self.handle = handle
    parameterCount = Int(sqlite3_bind_parameter_count(handle))
  }

  deinit {
    sqlite3_finalize(handle)
    buffer.deallocate()
  }

  /// Takes the statement into use with its values; `finish` must follow, also after an error.
  ///
  /// - Throws: `other` when the number of values is not the statement's.
  func start(_ values: [SQLValue]) throws(EngineFault) {
    isRunning = true
    guard values.count == parameterCount else {
      throw .other("\(values.count) values for \(parameterCount) parameters")
    }
    guard parameterCount > 0 else { return }
    reserve(values.reduce(0) { $0 + $1.byteCount })
    var used = 0
    for (index, value) in values.enumerated() {
      let code = bind(value, at: Int32(index + 1), &used)
      guard code == SQLITE_OK else {
        throw EngineFault(code, on: sqlite3_db_handle(handle), sql: nil)
      }
    }
  }

  /// Goes to the next row; false when there is none.
  @inline(__always)
  func step() throws(EngineFault) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let text = String(cString: sqlite3_sql(handle))
    throw EngineFault(code, on: sqlite3_db_handle(handle), sql: text)
  }

  /// How many operations of its program were carried out since the last time this was asked.
  func takeSteps() -> Int { Int(sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_VM_STEP, 1)) }

  /// Lets go of locks and values, so that the statement can be used again.
  func finish() {
    // The result repeats the error that `step` has thrown already.
    sqlite3_reset(handle)
    if parameterCount > 0 { sqlite3_clear_bindings(handle) }
    isRunning = false
  }

  private func reserve(_ byteCount: Int) {
    guard byteCount > capacity else { return }
    capacity = max(byteCount, 2 * capacity)
    buffer.deallocate()
    buffer = .allocate(byteCount: capacity, alignment: 1)
  }

  private func bind(_ value: SQLValue, at index: Int32, _ used: inout Int) -> Int32 {
    switch value {
    case .integer(let number):
      return sqlite3_bind_int64(handle, index, number)
    case .null:
      return sqlite3_bind_null(handle, index)
    case .text(var text):
      let start = text.withUTF8 { keep(UnsafeRawBufferPointer($0), &used) }
      let bytes = start.assumingMemoryBound(to: CChar.self)
      let count = UInt64(text.utf8.count)
      return sqlite3_bind_text64(handle, index, bytes, count, nil, UInt8(SQLITE_UTF8))
    case .blob(let bytes):
      let start = bytes.withUnsafeBytes { keep($0, &used) }
      return sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), nil)
    }
  }

  /// Copies bytes into the buffer; the address is never nil, which SQLite would take for no value.
  private func keep(_ bytes: UnsafeRawBufferPointer, _ used: inout Int) -> UnsafeRawPointer {
    let start = buffer + used
    if let source = bytes.baseAddress { start.copyMemory(from: source, byteCount: bytes.count) }
    used += bytes.count
    return UnsafeRawPointer(start)
  }
}

extension SQLValue {
  fileprivate var byteCount: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .blob(let bytes): bytes.count
    case .integer, .null: 0
    }
  }
}

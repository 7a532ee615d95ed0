import DeskEngine
import DeskRules
import Foundation
import SQLiteEngine
import Testing

struct FaultTests {
  /// SQLite's extended result codes, as its file format of errors fixes them.
  static let codes: [(name: String, code: Int32, systemError: Int32, fault: EngineFault)] = [
    ("FULL", 13, 0, .full("x")),
    ("IOERR_WRITE, no space", 778, ENOSPC, .full("x")),
    ("IOERR_WRITE, quota", 778, EDQUOT, .full("x")),
    ("IOERR_WRITE, file size limit", 778, EFBIG, .full("x")),
    ("CANTOPEN, no space", 14, ENOSPC, .full("x")),
    ("IOERR_WRITE", 778, EIO, .inputOutput("x")),
    ("IOERR", 10, 0, .inputOutput("x")),
    ("IOERR_READ", 266, EIO, .inputOutput("x")),
    ("IOERR_FSYNC, no space", 1034, ENOSPC, .inputOutput("x")),
    ("IOERR_SHMSIZE, no space", 4874, ENOSPC, .inputOutput("x")),
    ("CONSTRAINT_UNIQUE", 2067, 0, .constraint("x")),
    ("CONSTRAINT_TRIGGER", 1811, 0, .constraint("x")),
    ("BUSY", 5, 0, .busy("x")),
    ("BUSY_SNAPSHOT", 517, 0, .busy("x")),
    ("LOCKED", 6, 0, .busy("x")),
    ("PROTOCOL", 15, 0, .busy("x")),
    ("CORRUPT_INDEX", 779, 0, .corrupt("x")),
    ("NOTADB", 26, 0, .corrupt("x")),
    ("READONLY_DIRECTORY", 1544, 0, .readOnly("x")),
    ("CANTOPEN", 14, EACCES, .readOnly("x")),
    ("PERM", 3, 0, .readOnly("x")),
    ("ERROR", 1, 0, .other("x")),
    ("NOMEM", 7, 0, .other("x")),
  ]

  @Test(arguments: codes.indices) func resultCodes(index: Int) {
    let row = Self.codes[index]
    let fault = EngineFault(code: row.code, systemError: row.systemError, detail: "x")
    #expect(fault == row.fault, "\(row.name)")
  }

  static let answers: [(EngineFault, ErrorCode)] = [
    (.full("x"), .storageFull), (.inputOutput("x"), .storage), (.constraint("x"), .internalFault),
    (.busy("x"), .busy), (.corrupt("x"), .damaged), (.readOnly("x"), .storage),
    (.other("x"), .internalFault),
  ]

  @Test(arguments: answers) func answersOfFaults(fault: EngineFault, code: ErrorCode) {
    #expect(DeskError(fault).code == code)
  }
}

import DeskOperations
import Logging
import NIOCore

/// What sessions share.
struct Services: Sendable {
  let version: String
  let limits: ServerLimits
  let surroundings: Surroundings
  let readers: ReaderPool
  let changes: WorkQueue<WriteJob>
  let head: HeadMark
  let statistics: StatisticsBoard
  let admission: Admission
  let stop: StopMark
  let logger: Logger
}

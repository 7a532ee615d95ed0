public import DeskRules

extension DeskError {
  /// What a caller is told about an engine's fault; the one place where this is decided.
  ///
  /// An `inputOutput` is judged as a failed reading. Where a commit failed, whether the change was
  /// kept is not known, and the store answers `unknown` instead.
  public init(_ fault: EngineFault) {
    switch fault {
    case .full:
      self.init(.storageFull, "the disk is full and nothing was changed: make room and try again")
    case .inputOutput(let detail):
      self.init(
        .storage, "the desk file could not be read or written (\(detail)): look at the disk")
    case .constraint(let detail):
      self.init(.internalFault, "a guard of the database fired (\(detail)); nothing was changed")
    case .busy:
      self.init(.busy, "another process is using the desk file: try again in a moment")
    case .corrupt(let detail):
      self.init(
        .damaged,
        "the desk file contradicts itself (\(detail)): run `swapdesk check`, "
          + "and restore a backup if it says so")
    case .readOnly(let detail):
      self.init(
        .storage,
        "the desk file or its folder cannot be opened or does not allow writing (\(detail)): "
          + "mend the permissions or use a server")
    case .other(let detail):
      self.init(.internalFault, "the database refused a statement (\(detail))")
    }
  }
}

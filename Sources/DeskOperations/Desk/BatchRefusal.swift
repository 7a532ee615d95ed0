public import DeskRules

extension DeskError {
  /// The refusal of a whole batch because of one of its requests, counted from 1.
  public static func inBatch(_ error: DeskError, index: Int) -> DeskError {
    DeskError(
      .batch,
      "request \(index) of the batch was refused, so none was carried out: \(error.message)",
      [
        "index": .integer(Int64(index)), "code": .string(error.code.rawValue),
        "error": .object(error.json),
      ])
  }
}

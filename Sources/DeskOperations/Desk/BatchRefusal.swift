public import DeskRules

extension DeskError {
  /// The refusal of a whole batch because of one of its requests, counted from 1.
  public static func inBatch(_ error: DeskError, index: Int) -> DeskError {
    var details: JSONObject = ["index": .integer(Int64(index))]
    for member in error.details.members { details[member.key] = member.value }
    return DeskError(
      error.code,
      "request \(index) of the batch was refused, so none was carried out: \(error.message)",
      details)
  }
}

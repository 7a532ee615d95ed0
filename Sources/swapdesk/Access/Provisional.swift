import DeskClient
import DeskRules

/// What can be said of a change before the desk has it.
struct Provisional {
  init(_ settings: Settings, _ address: ServerAddress) {}

  func items(of request: Request) throws(DeskError) -> [JSONObject]? { nil }
}

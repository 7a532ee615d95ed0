import DeskRules
import DeskStore

struct DeskShow: Query {
  static let about = About(
    "desk.show", "Shows the settings of the desk.", roles: .staff, example: "swapdesk desk show")

  init(_ read: inout Arguments) throws(DeskError) {}

  func answer(_ books: Books, _ caller: Caller) throws(DeskError) -> DeskCard {
    DeskCard(try books.clients.settings())
  }
}

/// The desk's settings.
struct DeskCard: Item {
  let name: Private<String>
  let currency: Currency
  let timezone: Zone
  var calendar: String?
  var night: DayWindow

  init(_ settings: DeskSettings) {
    name = Private(settings.name)
    currency = settings.currency
    timezone = settings.zone
    calendar = settings.calendar
    night = settings.night
  }
}
